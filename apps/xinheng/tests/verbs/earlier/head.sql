update ledger_head set position = $1 where one = 1
