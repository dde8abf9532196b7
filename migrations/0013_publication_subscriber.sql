-- Who is told of every change by webhook: a projection of `subscriber.*` entries. No key is stored: keys are derived.

create table publication_subscriber (
    id TEXT not null primary key,
    version BIGINT not null,
    organ_id TEXT not null,
    name TEXT not null,
    url TEXT not null,
    kinds TEXT not null,
    scheme TEXT not null,
    generation BIGINT not null,
    rotated_at TEXT,
    state TEXT not null,
    ground TEXT not null,
    since TEXT not null,
    registered_at TEXT not null,
    position BIGINT not null
);
