-- A department's table with one row; {…} is written over.
create table penalty (
    id bigint primary key, at timestamp null, mc varchar(200), dm varchar(18), wsh varchar(100), sy varchar(200),
    je numeric(12, 6), rq date
);
insert into penalty values
    (1, '2026-05-06 08:00:01', '{name}', '{code}', '示罚〔2026〕1号', '未按规定设置安全警示标志', 0.5, '2026-05-06'),
    (2, '2026-05-06 08:00:02', '{name}', '{code}', '示罚〔2026〕2号', '未按规定设置安全警示标志', 0.75, '2026-05-06');
