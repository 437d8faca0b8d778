"""Findings: what is wrong in a file, where, and what to do about it; the rules of reading files."""
