-- Every release of the law that was ever adopted, whole, for ever: replay reads only this.

create table policy_release (
    digest TEXT not null primary key,
    title TEXT not null,
    content TEXT not null,
    position BIGINT not null,
    adopted_at TEXT not null
);
