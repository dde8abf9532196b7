-- How far each subscriber was told, and its messages. Not facts: after a rebuild a subscriber without a place is told
-- to begin anew. Messages hold ids and dates only.

create table publication_progress (
    subscriber_id TEXT not null primary key,
    place TEXT not null,
    acknowledged TEXT,
    acknowledged_at TEXT,
    owed_since TEXT
);

create table publication_delivery (
    subscriber_id TEXT not null,
    nth BIGINT not null,
    message_id TEXT not null,
    body TEXT not null,
    upto TEXT not null,
    items BIGINT not null,
    deletes BIGINT not null,
    made_at TEXT not null,
    attempts BIGINT not null,
    next_at TEXT not null,
    status BIGINT,
    fault TEXT,
    received_at TEXT,
    applied_at TEXT,
    primary key (subscriber_id, nth)
);
create unique index publication_delivery_message on publication_delivery (message_id);
