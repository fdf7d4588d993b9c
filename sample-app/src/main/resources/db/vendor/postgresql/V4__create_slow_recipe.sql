-- For the demonstration of slow queries: the recipes, after a pause of more than a second.
create view slow_recipe as
	with a_while as materialized (select pg_sleep(1.2))
	select recipe.id, recipe.title
	from a_while cross join recipe;
