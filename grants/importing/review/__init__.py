"""Review: lines that no rule matches, decided by a person in a sheet."""
