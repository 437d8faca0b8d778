"""Faults that a ledger survives, brought about for real and counted: `python -m benchmarks.faults`.

Every command that writes is killed (SIGKILL) before each line of the code that writes, and meets a disk
that is full after each so many bytes; the ledger must hold what it held before or what the command was to
write, nothing else, and the next command must find nothing in its way. Writers that work at once must
lose nothing and double nothing, and no byte of a closed account may change unnoticed.
"""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import grants
from benchmarks.survival import at_once, contents, survive_full_disk, survive_kills
from benchmarks.writes import (
    DAY,
    GRANT,
    Act,
    RefusedError,
    close_year,
    import_export,
    move_budget,
    new_ledger,
    post,
    reopen,
    reverse,
    take,
    with_export,
    write_export,
)
from grants.closing.verification import verify_folder
from grants.findings.finding import errors
from grants.store.files.folders import ATTRIBUTES_FILE
from grants.values.money import ZERO

HEAD = "| Write | Killed at | Old account | New account | Disk full at | Refused |\n|---|---|---|---|---|---|"


def all_at_once(root: Path, *, times: int) -> str:
    """Eight processes that post, import, reverse, close and reopen at once; what came of it, in words.

    `AssertionError` if a posting is lost, doubled or torn, or an import is not what its record says.
    """
    with_export(root)
    importers = [_Importer(number) for number in range(2)]
    acts: list[Act] = [post, post, post, *importers, _reverse, _close_or_reopen, move_budget]
    refused = at_once(root, acts, times=times)
    assert not errors(grants.check(grants.load(root))), "the ledger has errors"
    ledger = grants.load(root)
    posted = 3 * times - sum(refused[:3])
    imported = 2 * times - sum(refused[3:5])
    vouchers = Counter(posting.voucher for account in ledger for posting in account.postings)
    by_hand = sum(
        posting.amount > ZERO and posting.voucher == "V-3" for posting in ledger.grant(GRANT).postings
    )
    assert by_hand == posted, f"{by_hand} postings of {posted} are there"
    once = [voucher for voucher in vouchers if voucher.startswith("E-")]
    assert len(once) == 2 * imported, f"{len(once)} imported vouchers of {2 * imported} are there"
    assert all(vouchers[voucher] == 1 for voucher in once), "a line was imported twice"
    assert all(len(account.imports) == imported for account in ledger), "an import has no record"
    writes = 8 * times - sum(refused)
    return f"{writes} writes by 8 processes at once, {sum(refused)} refused: nothing lost, doubled or torn"


class _Importer:
    """Imports a new export at each call: two lines, for two grants."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.calls = 0

    def __call__(self, root: Path) -> None:
        self.calls += 1
        voucher = f"E-{self.number}-{self.calls}"
        export = root / f"{voucher}.csv"
        rows = [f"14-03-2015;{voucher}-{project};{project};Honorar;1,00" for project in (1, 2)]
        write_export(export, rows)
        take(root, export)


def _reverse(root: Path) -> None:
    """Take a posting back that others post; refused while the year is closed, or none is left."""
    outcome = grants.reverse(root, GRANT, "V-3", line=4)
    if not outcome.postings:
        raise RefusedError(outcome.findings)


def _close_or_reopen(root: Path) -> None:
    """Close the year, or lift the closing."""
    if grants.load(root).grant(GRANT).closings.in_force:
        reopen(root)
    else:
        close_year(root)


def changed_bytes(*, every: int) -> tuple[int, int]:
    """Change one byte after the other of all files of a closed account: how many, and how many were found."""
    with tempfile.TemporaryDirectory() as folder:
        root = new_ledger(Path(folder) / "ledgers")
        toml = root / GRANT / "grant.toml"
        toml.write_text(toml.read_text("utf-8").replace('"awarded"', '"reported"'), "utf-8")
        assert grants.close(root, GRANT, on=DAY.replace(year=2016), force="An example").closing
        changed = found = 0
        for name, content in contents(root).items():
            if name == ATTRIBUTES_FILE:
                continue  # a setting of git, which nothing seals
            for place in range(0, len(content), every):
                edited = bytes([content[place] ^ 1])
                (root / name).write_bytes(content[:place] + edited + content[place + 1 :])
                changed += 1
                found += not verify_folder(root / GRANT).is_unchanged
            (root / name).write_bytes(content)
        assert verify_folder(root / GRANT).is_unchanged
    return changed, found


def main() -> None:
    """Bring all faults about and print what was survived."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = new_ledger(Path(folder) / "one"), with_export(Path(folder) / "two")
        closed = Path(folder) / "closed"
        shutil.copytree(one, closed)
        close_year(closed)
        acts = ((one, post), (one, reverse), (one, move_budget), (two, import_export), (one, close_year))
        print(HEAD)
        for template, act in (*acts, (closed, reopen)):
            killed = survive_kills(template, act)
            full = survive_full_disk(template, act, most=2000, every=20)
            name = act.__name__.replace("_", " ")
            print(f"| {name} | {killed.points} | {killed.old} | {killed.new} | {full.points} | {full.old} |")
        print()
        print(all_at_once(Path(folder) / "many", times=200))
    changed, found = changed_bytes(every=1)
    print(f"{changed} bytes of a closed account changed one at a time, {found} found")


if __name__ == "__main__":
    main()
