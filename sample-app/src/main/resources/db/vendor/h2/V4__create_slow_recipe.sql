-- For the demonstration of slow queries: the recipes, after a pause of more than a second.
create alias pause for 'java.lang.Thread.sleep(long)';

create view slow_recipe as
	select recipe.id, recipe.title
	from (select pause(1200) as paused) as a_while cross join recipe;
