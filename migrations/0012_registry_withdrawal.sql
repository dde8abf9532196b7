-- Records taken back, and everybody who had them: who was told, who confirmed. Projections like all of 3-registry.

create table registry_withdrawal (
    record_id TEXT not null,
    position BIGINT not null,
    ground TEXT not null,
    happened_on TEXT not null,
    known_on TEXT not null,
    withdrawn_on TEXT not null,
    due_on TEXT,
    provisional BIGINT not null,
    rule TEXT not null,
    document TEXT not null,
    reason TEXT not null,
    primary key (record_id, position)
);

create table registry_notice (
    record_id TEXT not null,
    position BIGINT not null,
    recipient TEXT not null,
    due_on TEXT,
    sent BIGINT,
    sent_on TEXT,
    confirmed BIGINT,
    confirmed_on TEXT,
    primary key (record_id, position, recipient)
);
create index registry_notice_owed on registry_notice (due_on, record_id, recipient) where confirmed is null;
