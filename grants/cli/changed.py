"""Which grants a change touches, by asking git."""

import os
import subprocess
from pathlib import Path

from grants.errors import RevisionError


def changed_folders(root: str, revision: str) -> frozenset[str]:
    """The folders below which a file differs from `revision`, or is new and not ignored.

    As absolute, resolved paths, up to the root of the repository. `root` is a folder in it, or the
    grant.toml of one. Raises `RevisionError`.
    """
    path = Path(root)
    inside = path if path.is_dir() else path.parent
    top = Path(os.fsdecode(_git(inside, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    names = _git(top, "diff", "--name-only", "-z", "--no-renames", "--end-of-options", revision, "--")
    names += _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    files = (top.resolve() / os.fsdecode(name) for name in names.split(b"\0") if name)
    return frozenset(str(folder) for file in files for folder in file.parents)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # a list, no shell
    except OSError as fault:
        raise RevisionError(f"--changed-since needs git: {fault.strerror or fault}") from None
    if done.returncode:
        raise RevisionError(f"--changed-since: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
