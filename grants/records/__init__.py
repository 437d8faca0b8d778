"""What people declare in grant.toml: frozen, strict records.

The names of the keys in the file are the aliases (`[[activity]]` is `Grant.activities`). What one
record alone can say is checked here; what several must agree on is checked in `grants.checks`.
"""
