-- Who looked through a record's free text, and who released it. A projection like all of 3-registry. The text itself
-- stands once, in the body of its entry, and goes with the record's bodies when it is erased.

create table registry_review (
    record_id TEXT not null,
    position BIGINT not null,
    content BIGINT not null,
    state TEXT not null,
    two_persons BIGINT not null,
    findings BIGINT not null,
    digest TEXT not null,
    proposed_by TEXT not null,
    decided_by TEXT,
    decided BIGINT,
    superseded BIGINT,
    primary key (record_id, position),
    constraint registry_review_two_persons
        check (state <> 'released' or two_persons = 0 or (decided_by is not null and decided_by <> proposed_by))
);
create index registry_review_open on registry_review (position) where state = 'proposed' and superseded is null;
