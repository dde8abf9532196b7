-- The spine: one append-only table of entries; everything else can be rebuilt from it (design: the ledger).

create table ledger_head (
    one BIGINT not null primary key,
    position BIGINT not null
);
insert into ledger_head (one, position) values (1, 0);

create table ledger_entry (
    position BIGINT not null primary key,
    id TEXT not null,
    stream TEXT not null,
    version BIGINT not null,
    kind TEXT not null,
    at TEXT not null,
    actor TEXT not null,
    organ TEXT not null,
    release TEXT not null,
    body BYTEA not null,
    leaf BYTEA not null
);
create unique index ledger_entry_stream on ledger_entry (stream, version);

create table ledger_body (
    position BIGINT not null primary key,
    salt BYTEA not null,
    payload TEXT not null
);

create table ledger_tile (
    level BIGINT not null,
    n BIGINT not null,
    hashes BYTEA not null,
    primary key (level, n)
);

create table ledger_checkpoint (
    size BIGINT not null primary key,
    root BYTEA not null,
    note TEXT not null,
    at TEXT not null
);

create table ledger_lease (
    name TEXT not null primary key,
    holder TEXT not null,
    until TEXT not null
);

-- only: sqlite
create trigger ledger_entry_no_update before update on ledger_entry
begin select raise(abort, 'ledger_entry is insert only'); end;
create trigger ledger_entry_no_delete before delete on ledger_entry
begin select raise(abort, 'ledger_entry is insert only'); end;
create trigger ledger_body_no_update before update on ledger_body
begin select raise(abort, 'ledger_body is insert only'); end;
create trigger ledger_body_no_delete before delete on ledger_body
when not exists (select 1 from ledger_entry gone join ledger_entry erased
                 on erased.stream = gone.stream and erased.kind = 'erased' and erased.position > gone.position
                 where gone.position = old.position)
begin select raise(abort, 'ledger_body is deleted only beside an erased entry'); end;
-- end

-- only: postgres
create function ledger_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% is insert only', tg_table_name;
end $$;
create function ledger_refuse_unerased() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from ledger_entry gone join ledger_entry erased
                   on erased.stream = gone.stream and erased.kind = 'erased' and erased.position > gone.position
                   where gone.position = old.position) then
        raise exception 'ledger_body is deleted only beside an erased entry';
    end if;
    return old;
end $$;
create trigger ledger_entry_no_update before update or delete on ledger_entry
    for each row execute function ledger_refuse();
create trigger ledger_entry_no_truncate before truncate on ledger_entry
    for each statement execute function ledger_refuse();
create trigger ledger_body_no_update before update on ledger_body
    for each row execute function ledger_refuse();
create trigger ledger_body_no_delete before delete on ledger_body
    for each row execute function ledger_refuse_unerased();
-- end
