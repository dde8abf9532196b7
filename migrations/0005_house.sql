-- The house: who acts, bearer tokens (only their digests), answers kept for Idempotency-Key, settings made once.

create table house_account (
    id TEXT not null primary key,
    name TEXT not null
);
create unique index house_account_name on house_account (name);

create table house_token (
    digest TEXT not null primary key,
    name TEXT not null,
    account_id TEXT not null,
    organ_id TEXT not null,
    made_at TEXT not null,
    revoked_at TEXT
);

create table house_answer (
    account_id TEXT not null,
    request_key TEXT not null,
    request_digest TEXT not null,
    status BIGINT not null,
    body TEXT not null,
    at TEXT not null,
    primary key (account_id, request_key)
);

create table house_setting (
    name TEXT not null primary key,
    content TEXT not null
);
