-- What the serving role of deploy/postgres-roles.sql is refused, one statement a line (roles.rs).
update ledger_entry set actor = 'x' where position = 0
delete from ledger_entry where position = 0
truncate ledger_entry
drop table ledger_entry cascade
alter table ledger_entry disable trigger all
update ledger_body set payload = '{}' where position = 0
truncate ledger_body
alter table ledger_body disable trigger all
update ledger_checkpoint set note = 'x' where size > 0
delete from ledger_checkpoint where size > 0
delete from ledger_head where one = 1
delete from ledger_tile where level = 0
delete from policy_release where title <> ''
delete from _sqlx_migrations where version = 1
delete from ledger_body where position = 0
