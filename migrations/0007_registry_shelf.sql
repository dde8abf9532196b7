-- The shelf in the order of reading, and the day on which things leave it: a page costs what stands on it,
-- not what there is.

drop index registry_interval_until;
create index registry_interval_until on registry_interval (until_day, record_id, channel, from_day)
    where superseded is null;
create index registry_record_newest_of_kind on registry_record (kind, decided_on, id) where superseded is null;
