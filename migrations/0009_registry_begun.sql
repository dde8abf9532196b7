-- The day on which things come on the shelf, for the change feed: an act may be filed before the day it counts from.

create index registry_interval_from on registry_interval (from_day, record_id, channel)
    where superseded is null;
