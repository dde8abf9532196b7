create table house_later (one BIGINT not null primary key);
