-- A token may end by itself: from this instant on nobody bears it. Null: until it is taken back.

alter table house_token add column expires_at TEXT;
