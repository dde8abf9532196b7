-- Two roles on PostgreSQL: the owner of the database migrates it, xinheng_app serves and can neither change nor remove
-- what was filed, nor switch off the triggers that would refuse it. Run by the owner in the database of Xinheng, after
-- the first start and again after each upgrade; make the role before (createuser xinheng_app).

grant usage on schema public to xinheng_app;
grant select, insert, update, delete on all tables in schema public to xinheng_app;

-- What was said stays as it was said. A body may go beside an entry that says so: the trigger sees to that.
revoke update, delete on ledger_entry, ledger_checkpoint from xinheng_app;
revoke update on ledger_body from xinheng_app;
-- The head moves; an unfinished tile grows.
revoke insert, delete on ledger_head from xinheng_app;
revoke delete on ledger_tile from xinheng_app;
-- Every release of the law that was ever in force is kept.
revoke delete on policy_release from xinheng_app;
-- Only the owner changes the structure.
revoke insert, update, delete on _sqlx_migrations from xinheng_app;
