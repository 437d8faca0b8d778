"""Profiles: how the files of one system are read, and which lines go where."""
