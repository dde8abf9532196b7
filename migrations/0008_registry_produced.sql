-- What organs say they decided in a month: the denominator of what they reported. The newest count stands.

create table registry_produced (
    month TEXT not null,
    organ_id TEXT not null,
    kind TEXT not null,
    produced BIGINT not null,
    position BIGINT not null,
    primary key (month, organ_id, kind)
);
