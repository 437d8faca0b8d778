"""Exit codes of the command line."""

ERRORS = 1
"""A ledger has errors, or something was refused."""

USAGE = 2
"""The command was not understood."""

BUG = 3
"""A fault of `grants` itself."""

INTERRUPTED = 130
"""The user pressed Ctrl-C."""
