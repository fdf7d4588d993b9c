-- Hibernate takes numbers in blocks of 50. The first block ends at 150, so the numbers up
-- to 100 are left for the first rows of V2.
create sequence customer_seq start with 150 increment by 50;
create sequence recipe_seq start with 150 increment by 50;
create sequence rating_seq start with 150 increment by 50;
create sequence menu_seq start with 50 increment by 50;
create sequence menu_entry_seq start with 50 increment by 50;

create table customer (
	id bigint not null,
	name varchar(100) not null,
	email varchar(254) not null,
	diet varchar(20) not null,
	constraint customer_pk primary key (id),
	constraint customer_email_unique unique (email),
	constraint customer_diet_known check (diet in ('OMNIVORE', 'VEGETARIAN', 'VEGAN'))
);

create table recipe (
	id bigint not null,
	title varchar(200) not null,
	cuisine varchar(50) not null,
	diet varchar(20) not null,
	minutes integer not null,
	rating_count bigint default 0 not null,
	rating_sum bigint default 0 not null,
	constraint recipe_pk primary key (id),
	constraint recipe_diet_known check (diet in ('OMNIVORE', 'VEGETARIAN', 'VEGAN')),
	constraint recipe_minutes_positive check (minutes > 0),
	constraint recipe_stars_in_range check (rating_sum between rating_count and 5 * rating_count)
);

create table recipe_ingredient (
	recipe_id bigint not null,
	line_number integer not null,
	ingredient varchar(200) not null,
	constraint recipe_ingredient_pk primary key (recipe_id, line_number),
	constraint recipe_ingredient_recipe_fk foreign key (recipe_id) references recipe (id)
);

create table rating (
	id bigint not null,
	recipe_id bigint not null,
	customer_id bigint not null,
	stars integer not null,
	constraint rating_pk primary key (id),
	constraint rating_once_per_customer unique (customer_id, recipe_id),
	constraint rating_recipe_fk foreign key (recipe_id) references recipe (id),
	constraint rating_customer_fk foreign key (customer_id) references customer (id),
	constraint rating_stars_in_range check (stars between 1 and 5)
);

create index rating_recipe on rating (recipe_id);

create table menu (
	id bigint not null,
	customer_id bigint not null,
	created_at timestamp(6) with time zone not null,
	constraint menu_pk primary key (id),
	constraint menu_customer_fk foreign key (customer_id) references customer (id)
);

create index menu_customer on menu (customer_id, created_at);

create table menu_entry (
	id bigint not null,
	menu_id bigint not null,
	day_number integer not null,
	recipe_id bigint not null,
	constraint menu_entry_pk primary key (id),
	constraint menu_entry_one_dish_a_day unique (menu_id, day_number),
	constraint menu_entry_no_dish_twice unique (menu_id, recipe_id),
	constraint menu_entry_menu_fk foreign key (menu_id) references menu (id),
	constraint menu_entry_recipe_fk foreign key (recipe_id) references recipe (id)
);

create index menu_entry_recipe on menu_entry (recipe_id);
