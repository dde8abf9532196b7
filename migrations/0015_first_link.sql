-- A link that may be used once, by its digest only: one for each purpose, the newer takes the place of the older.
-- And what the operator said of a clock that went back: entries below this position are no measure of time any more.

create table house_link (
    purpose TEXT not null primary key,
    digest TEXT not null,
    made_at TEXT not null,
    expires_at TEXT not null,
    used_at TEXT
);

create table ledger_clock (
    one BIGINT not null primary key,
    accepted BIGINT not null
);
