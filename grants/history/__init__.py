"""The history of an account: what happened to it, and how two states of it differ."""
