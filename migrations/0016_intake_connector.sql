-- Connectors: how far each has read its department's database, and what each run found and accounted for.
-- The state of an errand, no facts: what was read is in batches like every sheet.

create table intake_connector (
    id TEXT not null primary key,
    cursor TEXT not null,
    kinds TEXT not null,
    moved_at TEXT not null,
    holder TEXT not null,
    beat_at TEXT not null
);

create table intake_run (
    id TEXT not null primary key,
    connector_id TEXT not null,
    begun_at TEXT not null,
    done_at TEXT not null,
    outcome TEXT not null,
    why TEXT not null,
    from_cursor TEXT not null,
    to_cursor TEXT not null,
    source_rows BIGINT not null,
    source_digest BIGINT not null,
    placeless BIGINT not null,
    read_rows BIGINT not null,
    read_digest BIGINT not null,
    attempts BIGINT not null,
    batches BIGINT not null,
    filed BIGINT not null,
    amended BIGINT not null,
    duplicate BIGINT not null,
    rejected BIGINT not null,
    held BIGINT not null,
    refused_person BIGINT not null
);
create index intake_run_of on intake_run (connector_id, id);
