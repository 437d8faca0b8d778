"""What differs between a revision of git and the files as they are now: folders, and files that are gone.

A revision is compared as `git diff REV...` does: with the newest commit that it shares with the present one,
so that what others did meanwhile is not counted. Files that are not committed yet count as well.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from grants.errors import RevisionError
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where
from grants.store.declared.closings import closings_in
from grants.store.files.folders import (
    CLOSED_FILE,
    CLOSING_FILE,
    COPIES_FOLDER,
    GRANT_FILE,
    LEDGER_FILES,
    is_grant_folder,
)
from grants.store.revisions import git, top_of

_ZEROS = re.compile(r"0{40}|0{64}")
"""What CI passes as the revision before the first one: everything is new."""

_GITLINK = "160000"
"""The mode of a submodule in git."""


class Changes(NamedTuple):
    """What a change touches.

    `folders` are absolute and resolved: a file in or below each differs from the revision, or is new and
    not ignored; None means that everything is new. `removed` are the findings on what is gone, and
    `is_same` says that the revision is the present commit.
    """

    folders: frozenset[str] | None
    removed: tuple[Finding, ...] = ()
    is_same: bool = False


class _File(NamedTuple):
    """A file that differs: its absolute path, whether it is gone, and the commit that has its old state."""

    path: Path
    is_gone: bool = False
    top: Path | None = None
    commit: str = ""


def changes_since(root: str, revision: str) -> Changes:
    """What differs from a revision below the top of the repository, and what is gone below `root`.

    `root` is a folder of a repository or of a submodule of one, or the grant.toml of one; it may be gone
    itself. Raises `RevisionError`, which says what to do where a clone lacks the history.
    """
    if _ZEROS.fullmatch(revision):
        return Changes(None)
    try:
        top = top_of(_there(Path(root)))
        base, is_same = _base(top, revision)
        files = list(_files(top, base)) if base else None
    except RevisionError as why:
        raise RevisionError(f"--changed-since: {why}") from None
    if files is None:
        return Changes(None)
    folders = frozenset(str(folder) for file in files for folder in file.path.parents)
    return Changes(folders, tuple(_removed(Path(root), files)), is_same)


def staged(root: str) -> Changes:
    """What the next commit changes. `root` is as for `changes_since`; raises `RevisionError`.

    Everything that git keeps if nothing is staged, or something of the ledger that belongs to no single
    grant, such as a profile. What git does not keep yet is never among it.
    """
    here = _there(Path(root))
    try:
        top = top_of(here)
        files = list(_of_diff(top, "HEAD", "--cached"))
        known = git(top, "ls-files", "-z") if not files or _are_shared(files, here) else b""
    except RevisionError as why:
        raise RevisionError(f"--staged: {why}") from None
    touched = [*files, *(_File(top / os.fsdecode(name)) for name in known.split(b"\0") if name)]
    folders = frozenset(str(folder) for file in touched for folder in file.path.parents)
    return Changes(folders, tuple(_removed(Path(root), files)), is_same=not files)


def _are_shared(files: Iterable[_File], here: Path) -> bool:
    return any(_is_shared(file.path, Path(os.path.realpath(here))) for file in files)


def _is_shared(file: Path, ledger: Path) -> bool:
    """Whether a file lies in the ledger and in the folder of no grant, present or removed."""
    if not file.is_relative_to(ledger) or is_grant_folder(ledger):
        return False
    inside = file.relative_to(ledger).parts
    folder = ledger / inside[0]
    return len(inside) == 1 or (folder.is_dir() and not is_grant_folder(folder))


def _there(path: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    path = path.absolute()
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _base(top: Path, revision: str) -> tuple[str, bool]:
    """The commit to compare with, and whether it is the present one.

    Of a submodule it is the commit that the repository around it had at the revision, or none if that had
    no submodule there; a revision that only the submodule knows is its own.
    """
    around = git(top, "rev-parse", "--show-superproject-working-tree").removesuffix(b"\n")
    if around:
        outer = Path(os.fsdecode(around)).resolve()
        if _commit(outer, revision):
            base, _ = _base(outer, revision)
            link = _link(outer, base, top) if base else ""
            return link, link == _commit(top, "HEAD")
    wanted = _commit(top, revision)
    if not wanted:
        raise RevisionError(f"{revision!r} is no revision that git knows{_if_shallow(top)}")
    head = _commit(top, "HEAD")
    if not head or wanted == head:
        return wanted, True
    try:
        return git(top, "merge-base", "--end-of-options", wanted, head).decode().strip(), False
    except RevisionError:
        raise RevisionError(
            f"{revision!r} and the present commit share no commit{_if_shallow(top)}"
        ) from None


def _commit(top: Path, revision: str) -> str:
    """The full name of a commit, blank if there is none."""
    if revision.startswith("-"):
        raise RevisionError(f"{revision!r} is no revision: it begins with a hyphen")
    try:
        found = git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except RevisionError:
        return ""
    return found.decode().strip()


def _if_shallow(top: Path) -> str:
    """What to do if the clone has the latest commits only."""
    if git(top, "rev-parse", "--is-shallow-repository").strip() != b"true":
        return ""
    return (
        "; this is a shallow clone, which has the latest commits only: get the others with "
        "`git fetch --unshallow` (in GitHub Actions: `fetch-depth: 0` of actions/checkout)"
    )


def _link(outer: Path, base: str, inner: Path) -> str:
    """The commit that a repository had for a submodule, blank if it had none there."""
    place = inner.relative_to(outer).as_posix()
    mode, _, rest = git(outer, "ls-tree", base, "--", place).decode(errors="replace").partition(" ")
    return rest.split()[1] if mode == _GITLINK else ""


def _files(top: Path, base: str) -> Iterator[_File]:
    """Every file that differs from a commit, in submodules too, and every one that git does not know yet."""
    yield from _of_diff(top, base, "--end-of-options", base)
    for name in git(top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
        if name:
            yield _File(top / os.fsdecode(name))


def _of_diff(top: Path, base: str, *what: str) -> Iterator[_File]:
    """Every file of a comparison that git makes; those that are gone can be read in the commit `base`."""
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--ignore-submodules=none")
    fields = git(top, "diff", *options, *what, "--").split(b"\0")
    for facts, name in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, old, _, status = facts.decode().removeprefix(":").split(" ")
        path = top / os.fsdecode(name)
        yield _File(path, status == "D", top, base)
        if new_mode == _GITLINK and (path / ".git").exists():
            yield from _files_of_submodule(path, old if old_mode == _GITLINK else "")


def _files_of_submodule(path: Path, old: str) -> Iterator[_File]:
    """The same in a submodule: since the commit that was recorded, else every file of it."""
    if old and _commit(path, old):
        yield from _files(path, old)
        return
    for name in git(path, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split(b"\0"):
        if name:
            yield _File(path / os.fsdecode(name))


def _removed(root: Path, files: list[_File]) -> Iterator[Finding]:
    """The files of grants that are gone below `root`: of a grant that is gone whole, its grant.toml alone."""
    here = root.parent if root.name == GRANT_FILE and not root.is_dir() else root
    inside = Path(os.path.realpath(here))
    gone = {file.path: file for file in files if file.is_gone and file.path.is_relative_to(inside)}
    for path, file in gone.items():
        whole = path.parent / GRANT_FILE
        is_copy = path.parent.parent.name == COPIES_FOLDER
        if path.name not in (*LEDGER_FILES, CLOSED_FILE) or is_copy or (whole in gone and path != whole):
            continue
        shown = Where(str(here / path.relative_to(inside)))
        name = path.parent.name
        if _was_closed(file):
            what = f"the grant {name!r}" if path == whole else f"{path.name} of {name!r}"
            yield rules.CLOSED_IS_GONE.at(shown, f"{what} was removed, and its accounts were closed")
        elif path.name == CLOSED_FILE:
            yield rules.CLOSED_IS_GONE.at(shown, "the list of closed accounts was removed")
        else:
            what = f"the grant {name!r}" if path == whole else f"{path.name} of the grant {name!r}"
            yield rules.REMOVED.at(shown, f"{what} was removed")


def _was_closed(file: _File) -> bool:
    """Whether the accounts of the grant with this file, or a period of them, were closed at the time."""
    assert file.top is not None  # only a file that git knows can be gone
    place = (file.path.parent / CLOSING_FILE).relative_to(file.top).as_posix()
    try:
        content = git(file.top, "cat-file", "blob", f"{file.commit}:{place}")
    except RevisionError:
        return False
    closings, findings = closings_in(content, place)
    return bool(findings or closings.in_force)
