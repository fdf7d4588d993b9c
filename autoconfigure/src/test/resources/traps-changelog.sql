--liquibase formatted sql

--changeset mainstay:1
CREATE TABLE by_liquibase (id INT PRIMARY KEY);
