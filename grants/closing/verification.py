"""Are the files still what was closed? What is not, by its place and in terms of the account."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Literal

from grants.closing.figures import attachments_apart, sizes_apart, sums_apart, terms_apart
from grants.closing.sealed_files import file_of, file_of_content, is_inside, period_text
from grants.figures.postings import COLUMNS
from grants.findings import reading as rules
from grants.findings.finding import Where, errors
from grants.history.differences import Difference, differences
from grants.ledger import Account
from grants.records import ClosedFile, Closing, Closings
from grants.store import finish_interrupted, read_folder, read_postings
from grants.store.declared.closings import read_closings
from grants.store.files.folders import (
    CLOSING_FILE,
    COPIED_FILES,
    COPIES_FOLDER,
    GRANT_FILE,
    POSTINGS_FILE,
    REPORT_FILE,
    SIGNATURE_FILE,
    is_file_inside,
    is_pending,
)
from grants.store.files.plain_files import open_plain
from grants.store.postings.rows import read_columns

ATTEMPTS = 5
"""How often files are looked at that others are writing."""

_MANY = 5
"""Differences that are named in one line."""

MAX_REORDERED = 64 << 20
"""Bytes of a postings.csv up to which it is told whether its lines alone changed places."""

_NAMED = (GRANT_FILE, POSTINGS_FILE, REPORT_FILE)
"""Files whose changes can be told in terms of the account."""

_FILE_OF_PART = {"posting": POSTINGS_FILE, "words": REPORT_FILE}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was closed.

    `kind` is `file` (of a closed account), `period` (postings of a closed period), `copy` (that a
    closing keeps), `record` (closing.toml itself) or `signature`. `differences` say what changed in
    terms of the account; there may be none, where only the bytes are others.
    """

    kind: Literal["file", "period", "copy", "record", "signature"]
    where: Where
    message: str
    closing: Closing | None = None
    differences: tuple[Difference, ...] = ()

    def in_short(self) -> str:
        """The message with the first differences, in one line."""
        named = "; ".join(map(_in_short, self.differences[:_MANY]))
        more = len(self.differences) - _MANY
        return self.message + (f": {named}" if named else "") + (f"; and {more} more" if more > 0 else "")


def _in_short(difference: Difference) -> str:
    name = f" {difference.name!r}" if difference.name else ""
    part = "section of the report" if difference.part == "words" else difference.part
    line = f" (line {difference.after})" if difference.after else ""
    many = f"{difference.count} more of " if difference.count > 1 else ""
    return f"{many}{part}{name} {difference.kind}{line}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of verifying one grant: its closings and everything that is not as it was closed."""

    id: str
    folder: str
    closings: Closings
    problems: tuple[Problem, ...]
    signatures: tuple[tuple[int, str], ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether everything is as it was closed, or nothing was closed."""
        return not self.problems


def verify_folder(folder: str | PathLike[str]) -> Verification:
    """Verify the closings of the grant in a folder: their record, their copies, and the files in force.

    Of a grant that was never closed nothing is read but that. Nothing is written, save that a write
    of several files that was interrupted is finished first. If another program closes or reopens the
    accounts at the same time, they are looked at once more.
    """
    path = Path(folder)
    for _ in range(ATTEMPTS):
        before = _stamp(path / CLOSING_FILE)
        found = _verified(path)
        if found.is_unchanged or (_stamp(path / CLOSING_FILE) == before and not is_pending(path)):
            break
    return found


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells one version of a file from the next; None if there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _verified(path: Path) -> Verification:
    unfinished = finish_interrupted(path)
    closings, findings = read_closings(path)
    damage = [Problem("record", finding.where, finding.message) for finding in (*unfinished, *findings)]
    return Verification(path.resolve().name, str(path), closings, (*damage, *problems(path, closings)))


def problems(folder: Path, closings: Closings, *, is_named: bool = True) -> Iterator[Problem]:
    """What is not as it was closed, the record of the closings itself apart.

    Unless it `is_named`, only the files are told that changed, which takes no longer than reading them.
    """
    final = closings.final
    for closing in closings.closings:
        yield from _copies(folder, closing)
        yield from _strays(folder, closing)
        yield from _record(folder, closing, is_named=is_named, is_final=closing is final)
    for closing in closings.in_force:
        if closing.period is not None:
            yield from _period(folder, closing, is_named=is_named)
    if final is not None:
        yield from _files(folder, final, is_named=is_named)


def copy_folder(folder: Path, closing: Closing) -> Path:
    """Where the copies of a closing are."""
    return folder / COPIES_FOLDER / str(closing.number)


def _copies(folder: Path, closing: Closing) -> Iterator[Problem]:
    """Copies that are not as the closing made them."""
    for file in closing.files:
        if file.name in COPIED_FILES:
            name = f"{COPIES_FOLDER}/{closing.number}/{file.name}"
            found = file_of(folder, name)
            if found is None or found.sha256 != file.sha256:
                is_there = os.path.lexists(folder / name)
                how = "is not as it was closed" if found else "is no plain file" if is_there else "is missing"
                yield Problem("copy", Where(str(folder / name)), f"the copy {name} {how}", closing)


def _strays(folder: Path, closing: Closing) -> Iterator[Problem]:
    """What lies among the copies of a closing and is none of them; a killed writer's begins with a dot."""
    kept = {file.name for file in closing.files if file.name in COPIED_FILES} | {SIGNATURE_FILE}
    copies = copy_folder(folder, closing)
    if copies.is_dir():
        for path in sorted(copies.iterdir()):
            if path.name not in kept and not path.name.startswith("."):
                name = f"{COPIES_FOLDER}/{closing.number}/{path.name}"
                yield Problem(
                    "copy", Where(str(path)), f"closing {closing.number} did not keep {name}", closing
                )


def _record(folder: Path, closing: Closing, *, is_named: bool, is_final: bool) -> Iterator[Problem]:
    """Figures that a closing states and that are not those of what it closed."""
    sizes = {}
    for file in closing.files:
        place = copy_folder(folder, closing) if file.name in COPIED_FILES else folder
        stamp = _stamp(place / file.name)
        if stamp is not None and stamp[-1] != file.size:  # only then the file is read once more
            found = file_of(place, file.name)
            if found is not None:
                sizes[file.name] = (found.sha256, found.size)
    told = list(sizes_apart(closing, sizes))
    before = _as_closed(folder, closing) if is_named else None
    if before is not None:
        told += [*sums_apart(closing, before.postings.groups), *terms_apart(closing, before)]
        if is_final:
            attached = sorted({a.file for a in before.grant.attachments if a.file})
            told += attachments_apart(closing, (name for name in attached if is_file_inside(folder, name)))
    for message in told:
        yield Problem("record", Where(str(folder / CLOSING_FILE)), message, closing)


def _period(folder: Path, closing: Closing, *, is_named: bool) -> Iterator[Problem]:
    """Postings of a closed period that were added, vanished or edited."""
    assert closing.period is not None  # that is what is called a period's closing
    path = folder / POSTINGS_FILE
    closed = next((file for file in closing.files if file.name == POSTINGS_FILE), None)
    copy = copy_folder(folder, closing) / POSTINGS_FILE
    columns = (read_columns(str(copy)) if copy.is_file() else None) or COLUMNS
    try:
        now = file_of_content(POSTINGS_FILE, period_text(path, closing.period, columns))
    except OSError as fault:
        yield Problem("period", Where(str(path)), f"it cannot be read: {fault.strerror or fault}", closing)
        return
    if closed is None or now.sha256 == closed.sha256:
        return
    before = _as_closed(folder, closing) if is_named else None
    told: tuple[Difference, ...] = ()
    if before is not None:
        postings = read_postings(path)[0].within(closing.period)
        told = differences(before, replace(before, postings=postings))
    message = f"what lies in {closing.period} is not what was closed on {closing.date}"
    if is_named and before is not None and not told:
        message += "; it means the same, and is written in another way"
    yield Problem("period", Where(str(path), _line(told)), message, closing, told)


def _files(folder: Path, closing: Closing, *, is_named: bool) -> Iterator[Problem]:
    """Files of a closed account that were changed, removed, or added."""
    closed = {file.name: file for file in closing.files}
    changed = []
    for name in (*closed, *(name for name in COPIED_FILES if name not in closed)):
        how = _how(folder, name, closed.get(name))
        if how is not None:
            changed.append((name, how))
    before = after = None
    if is_named and any(name in _NAMED and how != "was removed" for name, how in changed):
        before, after = _as_closed(folder, closing), _readable(folder)
    told = differences(before, after) if before is not None and after is not None else ()
    for name, how in changed:
        is_there = how != "was removed"  # of a file that is gone nothing more is to be said
        mine = tuple(d for d in told if is_there and name == _FILE_OF_PART.get(d.part, GRANT_FILE))
        message = f"{name} {how} since the accounts were closed on {closing.date}"
        if is_named and name in _NAMED and not mine and how == "was changed":
            message += _without_words(folder, closing, name, before, after)
        yield Problem("file", Where(str(folder / name), _line(mine)), message, closing, mine)


def _how(folder: Path, name: str, closed: ClosedFile | None) -> str | None:
    """What became of a file; None if it is as it was."""
    found = file_of(folder, name)
    if closed is None:
        return "was added" if os.path.lexists(folder / name) else None
    if found is None:
        if not is_inside(folder, name):
            return "leads out of the grant's folder"
        return "is no plain file any more," if os.path.lexists(folder / name) else "was removed"
    return None if found.sha256 == closed.sha256 else "was changed"


def _without_words(
    folder: Path, closing: Closing, name: str, before: Account | None, after: Account | None
) -> str:
    if before is None:
        return "; what changed cannot be told, since its copy was changed too"
    if after is None:
        return "; it cannot be read now (`grants check` says why)"
    if name == POSTINGS_FILE and _are_reordered(copy_folder(folder, closing) / name, folder / name):
        return "; the order of the postings is another one, and nothing else"
    return "; what it says of the account is the same (line ends, comments, layout or spelling are others)"


def _are_reordered(one: Path, other: Path) -> bool:
    """Whether two files of postings have the same lines in another order; bounded, as text of people."""
    try:
        if max(one.stat().st_size, other.stat().st_size) > MAX_REORDERED:
            return False
        with open_plain(one) as stream, open_plain(other) as second:
            old, new = stream.read().splitlines(), second.read().splitlines()
    except OSError:
        return False
    return old[:1] == new[:1] and old != new and sorted(old) == sorted(new)


def _as_closed(folder: Path, closing: Closing) -> Account | None:
    """The account as the copies of a closing have it; None if they are not what they were."""
    if any(_copies(folder, closing)):
        return None
    return _readable(copy_folder(folder, closing))


def _readable(folder: Path) -> Account | None:
    """The account in a folder; None if a line of it cannot be read, since that may be what changed."""
    account, findings = read_folder(folder)
    told = [
        finding
        for finding in errors(findings)
        if Path(finding.where.path).name in _NAMED and finding.rule is not rules.ID_IS_NOT_FOLDER
    ]
    return None if told else account


def _line(told: tuple[Difference, ...]) -> int:
    """The line of the first difference that still stands in the file."""
    return next((difference.after for difference in told if difference.after), 1)
