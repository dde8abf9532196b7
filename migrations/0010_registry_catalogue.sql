-- The catalogue as two persons adopted it, and what organs signed to have been nothing. Projections like all of
-- 3-registry.

create table registry_catalogue (
    id TEXT not null primary key,
    edition TEXT not null,
    title TEXT not null,
    digest TEXT not null,
    content TEXT not null,
    kinds TEXT not null,
    effective_on TEXT not null,
    proposed_by TEXT not null,
    proposed_at TEXT not null,
    position BIGINT not null,
    adopted_by TEXT,
    adopted_at TEXT,
    adopted_position BIGINT,
    constraint registry_catalogue_two_persons check (adopted_by is null or adopted_by <> proposed_by)
);
create index registry_catalogue_effective on registry_catalogue (effective_on, adopted_position);

create table registry_nothing (
    organ_id TEXT not null,
    entry TEXT not null,
    from_day TEXT not null,
    to_day TEXT not null,
    period TEXT not null,
    edition TEXT not null,
    said_on TEXT not null,
    position BIGINT not null,
    primary key (organ_id, entry, from_day)
);
