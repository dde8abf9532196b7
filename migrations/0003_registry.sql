-- Who, and what is known of them. Projections of ledger entries: rebuilt by replay, compared by `rebuild --check`.
-- Two times: days (what was lawful when) and positions (what was known when; superseded is the position that ended it).

create table registry_organ (
    id TEXT not null primary key,
    uscc TEXT not null,
    name TEXT not null,
    system TEXT not null,
    version BIGINT not null,
    position BIGINT not null
);
create unique index registry_organ_uscc on registry_organ (uscc);

create table registry_organ_name (
    name_key TEXT not null,
    organ_id TEXT not null,
    name TEXT not null,
    position BIGINT not null,
    primary key (name_key, organ_id)
);

create table registry_subject (
    id TEXT not null primary key,
    uscc TEXT not null,
    name TEXT not null,
    state TEXT not null,
    division TEXT not null,
    provisional BIGINT not null,
    version BIGINT not null,
    position BIGINT not null
);
create unique index registry_subject_uscc on registry_subject (uscc);
create index registry_subject_position on registry_subject (position);

create table registry_name (
    name_key TEXT not null,
    subject_id TEXT not null,
    name TEXT not null,
    position BIGINT not null,
    primary key (name_key, subject_id)
);
create index registry_name_subject on registry_name (subject_id);

create table registry_identifier (
    scheme TEXT not null,
    value TEXT not null,
    subject_id TEXT not null,
    position BIGINT not null,
    primary key (scheme, value, subject_id)
);
create index registry_identifier_value on registry_identifier (value);

create table registry_record (
    id TEXT not null,
    version BIGINT not null,
    subject_id TEXT not null,
    kind TEXT not null,
    organ_id TEXT not null,
    document_key TEXT not null,
    decided_on TEXT,
    filed_on TEXT not null,
    status TEXT not null,
    severity TEXT,
    unsettled TEXT,
    conforming BIGINT not null,
    timely BIGINT,
    body_position BIGINT not null,
    position BIGINT not null,
    superseded BIGINT,
    primary key (id, version)
);
create index registry_record_subject on registry_record (subject_id, kind, decided_on);
create index registry_record_document on registry_record (document_key);
create unique index registry_record_natural on registry_record (organ_id, kind, document_key, subject_id)
    where superseded is null;
create index registry_record_newest on registry_record (decided_on, id) where superseded is null;
create index registry_record_unsettled on registry_record (organ_id, unsettled) where unsettled is not null;

create table registry_interval (
    record_id TEXT not null,
    position BIGINT not null,
    channel TEXT not null,
    from_day TEXT not null,
    until_day TEXT,
    rule TEXT not null,
    release TEXT not null,
    provisional BIGINT not null,
    superseded BIGINT,
    primary key (record_id, position, channel)
);
create index registry_interval_until on registry_interval (channel, until_day);

create table registry_ended (
    record_id TEXT not null,
    channel TEXT not null,
    ended_on TEXT not null,
    position BIGINT not null,
    primary key (record_id, channel, position)
);

create table registry_settled (
    organ_id TEXT not null,
    kind TEXT not null,
    unsettled TEXT not null,
    severity TEXT not null,
    position BIGINT not null,
    primary key (organ_id, kind, unsettled)
);

create table registry_supply (
    kind TEXT not null,
    organ_id TEXT not null,
    first_on TEXT not null,
    position BIGINT not null,
    primary key (kind, organ_id)
);

create table registry_tombstone (
    stream TEXT not null primary key,
    position BIGINT not null,
    erased_at TEXT not null
);
