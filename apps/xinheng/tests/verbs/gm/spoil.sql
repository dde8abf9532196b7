-- Somebody who holds the database puts another text into a checkpoint.
update ledger_checkpoint set note = $1 where note = $2
