-- Two rows for the demonstration of deadlocks.
create table shelf (
	side varchar(10) not null,
	jars integer not null,
	constraint shelf_pk primary key (side),
	constraint shelf_jars_not_negative check (jars >= 0)
);

insert into shelf (side, jars) values ('LEFT', 50), ('RIGHT', 50);
