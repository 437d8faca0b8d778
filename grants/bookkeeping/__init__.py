"""Keeping the books: what a command writes to an account, only if the account is no worse for it."""
