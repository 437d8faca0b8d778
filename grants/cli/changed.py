"""Which grants a change touches, by asking git."""

import os
from pathlib import Path

from grants.cli.git import git, top_of
from grants.errors import RevisionError


def changed_folders(root: str, revision: str) -> frozenset[str]:
    """The folders below which a file differs from `revision`, or is new and not ignored.

    As absolute, resolved paths, up to the root of the repository. `root` is a folder in it, or the
    grant.toml of one. Raises `RevisionError`.
    """
    path = Path(root)
    try:
        top = top_of(path if path.is_dir() else path.parent)
        names = git(top, "diff", "--name-only", "-z", "--no-renames", "--end-of-options", revision, "--")
        names += git(top, "ls-files", "--others", "--exclude-standard", "-z")
    except RevisionError as why:
        raise RevisionError(f"--changed-since: {why}") from None
    files = (top / os.fsdecode(name) for name in names.split(b"\0") if name)
    return frozenset(str(folder) for file in files for folder in file.parents)
