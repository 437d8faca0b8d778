"""Asking git: what a grant's folder held at a revision, and what changed since. Nothing is checked out."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from grants.errors import RevisionError
from grants.ledger import Ledger
from grants.store import read_folder
from grants.store.files.folders import LEDGER_FILES

_LINK = b"120000"


class _RefusedError(RevisionError):
    """git ran, and refused."""


def git(folder: Path, *arguments: str, into: BinaryIO | None = None) -> bytes:
    """What git prints, run in a folder; or what it prints goes into a file. Raises `RevisionError`."""
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]  # or git would run it
    out = subprocess.PIPE if into is None else into
    try:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)  # noqa: S603
    except OSError as fault:
        raise RevisionError(f"git cannot be run: {fault.strerror or fault}") from None
    if done.returncode:
        raise _RefusedError(done.stderr.decode(errors="replace").strip() or "git says no")
    return done.stdout or b""


def top_of(folder: Path) -> Path:
    """The root of the repository that a folder lies in, as an absolute path without links."""
    try:
        found = git(folder, "rev-parse", "--show-toplevel")
    except _RefusedError as why:
        raise RevisionError(f"{folder} is in no git repository: {why}") from None
    return Path(os.fsdecode(found.removesuffix(b"\n"))).resolve()


def commit_of(folder: Path, revision: str) -> str:
    """The full name of the commit that a revision means; `RevisionError` if there is none."""
    if revision.startswith("-"):
        raise RevisionError(f"{revision!r} is no revision: it begins with a hyphen")
    top_of(folder)
    try:
        found = git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except _RefusedError as why:
        raise RevisionError(f"{revision!r} is no revision that git knows: {why}") from None
    return found.decode().strip()


@contextmanager
def load_grant_at(root: str | os.PathLike[str], grant_id: str, revision: str) -> Iterator[Ledger]:
    """Read one grant as a commit, tag or branch of git has it, without checking anything out.

    For a `with` statement: the postings can be read until it ends. The ledger holds this grant, or names it
    unread; it is empty if the revision has no such grant. Raises `RevisionError` if git does not know the
    revision or the folder.
    """
    commit = commit_of(Path(root), revision)
    with folder_at(root, grant_id, commit) as folder:
        if folder is None:
            yield Ledger(f"{root} at {revision}")
            return
        account, found = read_folder(folder)
        home = f"{revision}:{grant_id}"
        findings = [
            finding.moved_to(replace(finding.where, path=f"{home}/{os.path.basename(finding.where.path)}"))
            for finding in found
        ]
        accounts, unread = ((), (grant_id,)) if account is None else ((account,), ())
        yield Ledger(f"{root} at {revision}", accounts, tuple(findings), unread)


@contextmanager
def folder_at(root: str | os.PathLike[str], grant_id: str, commit: str) -> Iterator[Path | None]:
    """A temporary folder with the files of a grant as a commit has them; None if it has no such grant.

    `root` is the ledger's folder, or the grant's own. Only the files that `grants` reads are taken,
    as git holds them, and no link.
    """
    path = Path(root)
    inside = path if path.resolve().name == grant_id and not (path / grant_id).exists() else path / grant_id
    top = top_of(path)
    within = inside.parent.resolve() / inside.name if inside != path else path.resolve()
    tree = _tree(top, commit, within.relative_to(top).as_posix())
    with TemporaryDirectory(prefix="grants-") as temporary:
        if tree is None:
            yield None
            return
        folder = Path(temporary) / grant_id
        folder.mkdir()
        for name, blob in _files(top, tree):
            with (folder / name).open("wb") as stream:
                git(top, "cat-file", "blob", blob, into=stream)
        yield folder if any(folder.iterdir()) else None


def _tree(top: Path, commit: str, path: str) -> str | None:
    """The name of the tree at a path of a commit, None if there is none."""
    spelled = f"{commit}^{{tree}}" if path == "." else f"{commit}:{path}"
    try:
        found = git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", spelled).decode().strip()
    except _RefusedError:
        return None
    return found if git(top, "cat-file", "-t", found).strip() == b"tree" else None


def _files(top: Path, tree: str) -> Iterator[tuple[str, str]]:
    """Name and blob of each file of a grant in a tree."""
    for entry in git(top, "ls-tree", "-z", tree).split(b"\0"):
        facts, _, name = entry.partition(b"\t")
        if os.fsdecode(name) in LEDGER_FILES:
            mode, kind, blob = facts.split(b" ")
            if kind == b"blob" and mode != _LINK:
                yield os.fsdecode(name), blob.decode()
