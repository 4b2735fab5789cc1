"""The ledger (台账): every event chained by SM3, sealed daily, verifiable by anybody; ``encoding`` is its format."""
