"""Are the files still what was closed? What is not, by its place and in terms of the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal

from grants.closing.account_files import AccountFiles, FolderFiles, has_other_line_ends
from grants.closing.figures import attachments_apart, sizes_apart, sums_apart, terms_apart
from grants.findings.finding import Where
from grants.findings.reading import LINE_ENDS
from grants.history.differences import Difference, differences
from grants.history.differences.postings import posting_differences
from grants.ledger import Account
from grants.records.closings import ClosedFile, Closing, Closings
from grants.store import finish_interrupted
from grants.store.declared.closed_list import read_closed, why_apart
from grants.store.declared.closings import read_closings
from grants.store.files.folders import (
    CLOSING_FILE,
    COPIED_FILES,
    COPIES_FOLDER,
    GRANT_FILE,
    POSTINGS_FILE,
    REPORT_FILE,
    SIGNATURE_FILE,
    is_pending,
    ledger_of,
)
from grants.values.periods import Period

ATTEMPTS = 5
"""How often files are looked at that others are writing."""

_MANY = 5
"""Differences that are named in one line."""

_NAMED = (GRANT_FILE, POSTINGS_FILE, REPORT_FILE)
"""Files whose changes can be described in terms of the account."""

_OTHER_ENDS = "has other line ends"

_FILE_OF_PART = {"posting": POSTINGS_FILE, "words": REPORT_FILE}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was closed.

    `kind` is `file` (of a closed account), `period` (postings of a closed period), `copy` (that a
    closing keeps), `record` (closing.toml itself), `signature`, or `line-ends`, where nothing else differs
    in a file. `differences` say what changed in terms of the account; there may be none, where only the
    bytes are others.
    """

    kind: Literal["file", "period", "copy", "record", "signature", "line-ends"]
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
    """The result of verifying one grant: its closings, and every difference from what was closed."""

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
    """What differs between one version of a file and the next; None if there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _verified(path: Path) -> Verification:
    unfinished = finish_interrupted(path)
    closings, findings = read_closings(path)
    name = path.resolve().name
    listed, damaged = read_closed(ledger_of(path))
    damage = [
        Problem("line-ends" if found.rule is LINE_ENDS else "record", found.where, found.message)
        for found in (*unfinished, *findings, *damaged)
    ]
    for account, where in listed:
        why = why_apart(account, closings) if account.id == name else None
        damage += [] if why is None else [Problem("record", where, why)]
    return Verification(name, str(path), closings, (*damage, *problems(FolderFiles(path), closings)))


def problems(
    files: AccountFiles, closings: Closings, *, is_named: bool = True, are_sums_of_copies: bool = True
) -> Iterator[Problem]:
    """Differences between files, wherever they are kept, and what was closed; not those of the record itself.

    Unless it `is_named`, only the files are named that changed, which takes no longer than reading them.
    The sums that a closing states are compared with its copies, or else, for the closings in force, with
    the postings of the account, which needs no copy.
    """
    final = closings.final
    for closing in closings.closings:
        yield from _copies(files, closing)
        yield from _additions(files, closing)
        for message in _record(
            files, closing, is_named=is_named, is_final=closing is final, has_sums=are_sums_of_copies
        ):
            yield Problem("record", Where(files.where(CLOSING_FILE)), message, closing)
    for closing in closings.in_force:
        if not are_sums_of_copies:
            yield from _sums(files, closing)
        if closing.period is not None:
            yield from _period(files, closing, is_named=is_named)
    if final is not None:
        yield from _files(files, final, is_named=is_named)


def _below(closing: Closing) -> str:
    """The folder of a closing's copies, seen from the grant's."""
    return f"{COPIES_FOLDER}/{closing.number}"


def _copied(closing: Closing) -> Iterator[tuple[str, ClosedFile]]:
    """Every file that a closing keeps a copy of, with the name of the copy."""
    for file in closing.files:
        if file.name in COPIED_FILES:
            yield f"{_below(closing)}/{file.name}", file


def _copies(files: AccountFiles, closing: Closing) -> Iterator[Problem]:
    """Copies that are not as the closing made them."""
    for name, file in _copied(closing):
        digest = files.digest(name)
        if digest is not None and digest != file.sha256 and _has_other_line_ends(files, name, file):
            message = f"the copy {name} has other line ends, and nothing else in it differs"
            yield Problem("line-ends", Where(files.where(name)), message, closing)
        elif digest != file.sha256:
            is_there = files.is_there(name)
            how = "is not as it was closed" if digest else files.unusable if is_there else "is missing"
            yield Problem("copy", Where(files.where(name)), f"the copy {name} {how}", closing)


def _additions(files: AccountFiles, closing: Closing) -> Iterator[Problem]:
    """Files among the copies of a closing that it does not name."""
    kept = {name for name, _ in _copied(closing)} | {f"{_below(closing)}/{SIGNATURE_FILE}"}
    for name in files.names(_below(closing)):
        if name not in kept:
            message = f"closing {closing.number} did not keep {name}"
            yield Problem("copy", Where(files.where(name)), message, closing)


def _record(
    files: AccountFiles, closing: Closing, *, is_named: bool, is_final: bool, has_sums: bool
) -> Iterator[str]:
    """Figures in a closing that differ from what it closed."""
    copies = {file.name: name for name, file in _copied(closing)}
    sizes = {}
    for file in closing.files:
        name = copies.get(file.name, file.name)
        size = files.size(name)
        if size is not None and size != file.size:  # only then the file is read once more
            sizes[file.name] = (files.digest(name) or "", size)
    yield from sizes_apart(closing, sizes)
    before = _as_closed(files, closing) if is_named else None
    if before is None:
        return
    if has_sums:
        yield from sums_apart(closing, before.postings.groups)
    yield from terms_apart(closing, before)
    if is_final:
        attached = sorted({a.file for a in before.grant.attachments if a.file})
        yield from attachments_apart(closing, (name for name in attached if files.size(name) is not None))


def _sums(files: AccountFiles, closing: Closing) -> Iterator[Problem]:
    """Sums in a closing that differ from the postings of the account."""
    postings = files.postings()
    for message in () if postings is None else sums_apart(closing, postings.groups):
        yield Problem("record", Where(files.where(POSTINGS_FILE)), message, closing)


def _period(files: AccountFiles, closing: Closing, *, is_named: bool) -> Iterator[Problem]:
    """Postings of a closed period that were added, vanished or edited."""
    assert closing.period is not None  # that is what is called a period's closing
    copy = f"{_below(closing)}/{POSTINGS_FILE}"
    where = files.where(POSTINGS_FILE)
    closed = next((file for file in closing.files if file.name == POSTINGS_FILE), None)
    try:
        digest = files.period_digest(closing.period, copy)
    except OSError as fault:
        yield Problem("period", Where(where), f"it cannot be read: {fault.strerror or fault}", closing)
        return
    if closed is None or digest == closed.sha256:
        return
    is_by_value = digest is None
    found = None
    if is_named and (files.digest(copy) if is_by_value else _as_closed(files, closing)) is not None:
        found = _postings_apart(files, copy, closing.period)
    if is_by_value and not found:
        return
    message = f"what lies in {closing.period} is not what was closed on {closing.date}"
    if found == ():
        message += "; it means the same, and is written in another way"
    yield Problem("period", Where(where, _line(found or ())), message, closing, found or ())


def _postings_apart(files: AccountFiles, copy: str, period: Period) -> tuple[Difference, ...] | None:
    """How the postings of a period differ from those of its copy; None if they cannot be read."""
    before, now = files.postings(copy), files.postings()
    if before is None or now is None:
        return None
    try:
        return tuple(posting_differences(before, now.within(period)))
    except ValueError:
        return None


def _files(files: AccountFiles, closing: Closing, *, is_named: bool) -> Iterator[Problem]:
    """Files of a closed account that were changed, removed, or added."""
    closed = {file.name: file for file in closing.files}
    changed = []
    for name in (*closed, *(name for name in COPIED_FILES if name not in closed)):
        how = _how(files, name, closed.get(name))
        if how is not None:
            changed.append((name, how))
    before = after = None
    if is_named and any(name in _NAMED and how != "was removed" for name, how in changed):
        before, after = _as_closed(files, closing), files.account()
    try:
        found = differences(before, after) if before is not None and after is not None else ()
    except ValueError:  # a member of an archive that cannot be unpacked to its end
        found, after = (), None
    for name, how in changed:
        if how == _OTHER_ENDS:
            message = (
                f"{name} {how} than when the accounts were closed on {closing.date}; nothing else differs"
            )
            yield Problem("line-ends", Where(files.where(name)), message, closing)
            continue
        is_there = how != "was removed"  # of a file that is gone nothing more is to be said
        mine = tuple(d for d in found if is_there and name == _FILE_OF_PART.get(d.part, GRANT_FILE))
        message = f"{name} {how} since the accounts were closed on {closing.date}"
        if is_named and name in _NAMED and not mine and how == "was changed":
            message += _without_words(files, closing, name, before, after)
        yield Problem("file", Where(files.where(name), _line(mine)), message, closing, mine)


def _how(files: AccountFiles, name: str, closed: ClosedFile | None) -> str | None:
    """What became of a file; None if it is as it was."""
    if closed is None:
        return "was added" if files.is_there(name) else None
    digest = files.digest(name)
    if digest is None:
        if not files.is_inside(name):
            return "leads out of the grant's folder"
        return f"{files.unusable} any more," if files.is_there(name) else "was removed"
    if digest == closed.sha256:
        return None
    return _OTHER_ENDS if _has_other_line_ends(files, name, closed) else "was changed"


def _has_other_line_ends(files: AccountFiles, name: str, closed: ClosedFile) -> bool:
    """Whether a file that differs from what was closed does so in its line ends alone."""
    try:
        with files.opened(name) as stream:
            return has_other_line_ends(stream, closed.sha256)
    except (OSError, ValueError):
        return False


def _without_words(
    files: AccountFiles, closing: Closing, name: str, before: Account | None, after: Account | None
) -> str:
    if before is None:
        return "; what changed cannot be described, since its copy was changed too"
    if after is None or not after.postings.is_whole:
        return f"; it cannot be read now{files.hint}"
    if name == POSTINGS_FILE and _are_reordered(files, f"{_below(closing)}/{name}", name):
        return "; the order of the postings is another one, and nothing else"
    return "; what it says of the account is the same (line ends, comments, layout or spelling are others)"


def _are_reordered(files: AccountFiles, one: str, other: str) -> bool:
    """Whether two files of postings have the same lines in another order; bounded, as text of people."""
    try:
        if max(files.size(one) or 0, files.size(other) or 0) > files.most_lines:
            return False
        with files.opened(one) as stream, files.opened(other) as second:
            old, new = stream.read().splitlines(), second.read().splitlines()
    except (OSError, ValueError):
        return False
    return old[:1] == new[:1] and old != new and sorted(old) == sorted(new)


def _as_closed(files: AccountFiles, closing: Closing) -> Account | None:
    """The account as the copies of a closing have it; None if they are not what they were."""
    is_changed = any(problem.kind != "line-ends" for problem in _copies(files, closing))
    return None if is_changed else files.account(_below(closing))


def _line(found: tuple[Difference, ...]) -> int:
    """The line of the first difference that is still in the file."""
    return next((difference.after for difference in found if difference.after), 1)
