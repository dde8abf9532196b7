-- The door: batches on their way in, rows that wait for a person, mappings a person settled, screened originals.
-- Nothing here is a fact yet, so nothing here is in the ledger; a filed row is.

create table intake_batch (
    id TEXT not null primary key,
    sha256 TEXT not null,
    kind TEXT not null,
    organ_id TEXT not null,
    name TEXT not null,
    shape TEXT not null,
    headings TEXT not null,
    mapping TEXT not null,
    holder TEXT not null,
    beat_at TEXT not null,
    begun_at TEXT not null,
    done_at TEXT,
    failure TEXT,
    next_row BIGINT not null,
    rows BIGINT not null,
    filed BIGINT not null,
    amended BIGINT not null,
    duplicate BIGINT not null,
    rejected BIGINT not null,
    held BIGINT not null,
    refused_person BIGINT not null,
    millis BIGINT not null
);
create index intake_batch_sha on intake_batch (sha256, kind, organ_id);

create table intake_row (
    batch_id TEXT not null,
    sheet_row BIGINT not null,
    state TEXT not null,
    cells TEXT not null,
    faults TEXT not null,
    settled_at TEXT,
    settled_by TEXT,
    answer TEXT,
    primary key (batch_id, sheet_row)
);
create index intake_row_waiting on intake_row (state, batch_id, sheet_row) where settled_at is null;

create table intake_original (
    batch_id TEXT not null,
    chunk BIGINT not null,
    packed BYTEA not null,
    primary key (batch_id, chunk)
);

create table intake_mapping (
    source TEXT not null,
    shape TEXT not null,
    kind TEXT not null,
    mapping TEXT not null,
    settled_at TEXT not null,
    settled_by TEXT not null,
    primary key (source, shape, kind)
);
