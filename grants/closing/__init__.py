"""Closing: what a closing states and seals, and whether it is still true."""
