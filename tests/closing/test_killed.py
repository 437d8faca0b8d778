"""What a closing promises and only a change of the code made plain: see docs/mutation.md."""

import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Never

import pytest

import grants
from grants.bookkeeping.close import Signer, close, reopen
from grants.closing.account_files import FolderFiles, file_of, file_of_content, period_text
from grants.closing.figures import attachments_apart, sizes_apart, sums_apart, sums_of, terms_apart
from grants.closing.files import attachments_of, copies_of, refuse_if_changed
from grants.closing.signatures import fingerprint, refuse_unreadable_signers, signed_by, verified_by
from grants.closing.verification import ATTEMPTS, Problem, problems, verify_folder
from grants.errors import ClosingError, SigningError, WriteError
from grants.figures.postings import COLUMNS, REQUIRED_COLUMNS, AsWritten, Group
from grants.findings.finding import Where
from grants.history.differences import Difference, Kind
from grants.ledger import Account
from grants.records.closings import Closing, Closings
from grants.values.money import Amount
from grants.values.periods import Period
from tests.support import ledger_of

ON = date(2016, 3, 1)
SHA_OF_X = hashlib.sha256(b"x").hexdigest()
PAID = "[[instalment]]\nplanned = 2014-05-01\namount = 100_000.00\nreceived = 2014-05-03\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An account that is closed."""
    ledger_of(tmp_path, toml=PAID)
    close(tmp_path / "ledgers", "example", on=ON)
    return tmp_path / "ledgers" / "example"


def the_closing(folder: Path) -> Closing:
    return grants.load(folder.parent).grant("example").closings.closings[0]


def changed(closing: Closing, **fields: object) -> Closing:
    return closing.model_copy(update=fields)


def messages(folder: Path) -> list[str]:
    return [problem.message for problem in verify_folder(folder).problems]


class TestWhatChanged:
    SINCE = "since the accounts were closed on 2016-03-01"
    SAME = "; what it says of the account is the same (line ends, comments, layout or spelling are others)"

    def test_an_edited_posting_is_named_with_its_line(self, folder: Path) -> None:
        path = folder / "postings.csv"
        path.write_bytes(path.read_bytes().replace(b"20000.00", b"20001.00"))

        (problem,) = verify_folder(folder).problems
        assert (problem.kind, problem.message) == ("file", f"postings.csv was changed {self.SINCE}")
        assert problem.where == Where(str(path), 3)
        assert problem.closing == the_closing(folder)
        assert problem.in_short().startswith(f"{problem.message}: posting 'V-2' changed (line 3)")

    def test_other_line_ends_mean_the_same(self, folder: Path) -> None:
        for name in ("grant.toml", "postings.csv"):
            path = folder / name
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

        when = "when the accounts were closed on 2016-03-01"
        assert messages(folder) == [
            f"{name} has other line ends than {when}; nothing else differs"
            for name in ("grant.toml", "postings.csv")
        ]

    def test_another_order_of_postings_is_only_that(self, folder: Path) -> None:
        path = folder / "postings.csv"
        head, first, second = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(head + second + first)

        why = "the order of the postings is another one, and nothing else"
        assert messages(folder) == [f"postings.csv was changed {self.SINCE}; {why}"]

    def test_a_file_that_is_gone_or_cannot_be_read(self, folder: Path) -> None:
        (folder / "postings.csv").write_bytes(b"date,activity\n2014\n")
        (folder / "report.md").unlink()

        found = messages(folder)
        assert f"report.md was removed {self.SINCE}" in found
        assert any(text.endswith("; it cannot be read now (`grants check` says why)") for text in found)

    def test_a_file_that_leads_elsewhere_or_is_a_folder(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere.md").write_bytes((folder / "report.md").read_bytes())
        (folder / "report.md").unlink()
        (folder / "report.md").symlink_to(tmp_path / "elsewhere.md")
        assert messages(folder) == [f"report.md leads out of the grant's folder {self.SINCE}"]

        (folder / "report.md").unlink()
        (folder / "report.md").mkdir()
        assert messages(folder) == [f"report.md is no plain file any more, {self.SINCE}"]

    def test_a_copy_that_is_gone_changed_or_no_file(self, folder: Path) -> None:
        copy = folder / "closings/1/report.md"
        kept = copy.read_bytes()
        copy.write_bytes(kept + b"x")
        assert messages(folder) == ["the copy closings/1/report.md is not as it was closed"]
        copy.unlink()
        assert messages(folder) == ["the copy closings/1/report.md is missing"]
        copy.mkdir()
        assert messages(folder) == ["the copy closings/1/report.md is no plain file"]

    def test_without_its_copy_a_change_cannot_be_described(self, folder: Path) -> None:
        for path in (folder / "grant.toml", folder / "closings/1/grant.toml"):
            path.write_bytes(path.read_bytes() + b"# more\n")

        why = "what changed cannot be described, since its copy was changed too"
        assert f"grant.toml was changed {self.SINCE}; {why}" in messages(folder)

    def test_a_file_that_was_not_closed_is_named_when_it_appears(self, tmp_path: Path) -> None:
        ledger_of(tmp_path)
        folder = tmp_path / "ledgers" / "example"
        (folder / "report.md").unlink()
        close(tmp_path / "ledgers", "example", on=ON, force="no report")
        assert messages(folder) == []
        (folder / "report.md").write_text("# Report\n", encoding="utf-8")

        assert messages(folder) == [f"report.md was added {self.SINCE}"]

    def test_a_few_differences_are_named_and_the_others_are_counted(self) -> None:
        many = [Difference("posting", Kind.ADDED, f"V-{n}", after=n) for n in range(1, 8)]
        report = Difference("words", Kind.CHANGED, "Result")
        alike = Difference("budget", Kind.VANISHED, "", count=2)

        def short(*differences: Difference) -> str:
            return Problem("file", Where("f"), "changed", None, differences).in_short()

        assert short() == "changed"
        assert short(report, alike) == (
            "changed: section of the report 'Result' changed; 2 more of budget vanished"
        )
        first = "; ".join(f"posting 'V-{n}' added (line {n})" for n in range(1, 6))
        assert short(*many[:5]) == f"changed: {first}"
        assert short(*many[:6]) == f"changed: {first}; and 1 more"
        assert short(*many) == f"changed: {first}; and 2 more"

    def test_each_file_has_the_differences_that_are_its_own(self, folder: Path) -> None:
        toml, postings = folder / "grant.toml", folder / "postings.csv"
        toml.write_text(toml.read_text(encoding="utf-8").replace('title = "', 'title = "New ', 1), "utf-8")
        postings.write_bytes(postings.read_bytes().replace(b"20000.00", b"20001.00"))
        (folder / "report.md").unlink()

        found = {Path(problem.where.path).name: problem for problem in verify_folder(folder).problems}
        assert {difference.part for difference in found["postings.csv"].differences} == {"posting"}
        assert found["grant.toml"].differences
        assert not {"posting", "words"} & {d.part for d in found["grant.toml"].differences}
        assert found["report.md"].differences == ()
        assert found["report.md"].where == Where(str(folder / "report.md"), 1)

    def test_files_that_break_off_while_they_are_compared_cannot_be_read(self, folder: Path) -> None:
        """An archive may hold a member that cannot be unpacked to its end."""

        def broken(*_: object) -> Never:
            raise ValueError

        class Broken(FolderFiles):
            def account(self, below: str = "") -> Account | None:
                account = super().account(below)
                assert account is not None
                postings = replace(
                    account.postings, read_rows=broken, read_digest=None, as_written=AsWritten(broken, broken)
                )
                return replace(account, postings=postings)

        closings = grants.load(folder.parent).grant("example").closings
        (folder / "postings.csv").write_bytes((folder / "postings.csv").read_bytes() + b"\n")

        (problem,) = problems(Broken(folder), closings)
        assert problem.message.endswith("; it cannot be read now (`grants check` says why)")

    def test_the_order_of_postings_is_compared_up_to_a_size(self, folder: Path) -> None:
        path = folder / "postings.csv"
        head, first, second = path.read_bytes().splitlines(keepends=True)
        closings = grants.load(folder.parent).grant("example").closings

        def is_reordered(content: bytes, most: int) -> bool:
            path.write_bytes(content)
            files = FolderFiles(folder)
            files.most_lines = most
            (problem,) = problems(files, closings)
            return "order of the postings" in problem.message

        swapped, long = head + second + first, head + second + first.replace(b"\n", b"\r\n")
        assert is_reordered(swapped, len(swapped))
        assert not is_reordered(swapped, len(swapped) - 1)
        assert is_reordered(long, len(long))
        assert not is_reordered(long, len(long) - 1)

    def test_the_copy_counts_for_that_size_too(self, tmp_path: Path) -> None:
        ledger_of(tmp_path)
        folder = tmp_path / "ledgers" / "example"
        path = folder / "postings.csv"
        head, first, second = path.read_bytes().splitlines()
        kept = b"\r\n".join((head, first, second, b""))
        path.write_bytes(kept)
        close(folder.parent, "example", on=ON)
        path.write_bytes(b"\n".join((head, second, first, b"")))
        closings = grants.load(folder.parent).grant("example").closings

        for most, is_reordered in ((len(kept), True), (len(kept) - 1, False)):
            files = FolderFiles(folder)
            files.most_lines = most
            (problem,) = problems(files, closings)
            assert ("order of the postings" in problem.message) == is_reordered

    def test_postings_that_cannot_be_opened_are_not_called_reordered(self, folder: Path) -> None:
        class Closed(FolderFiles):
            def opened(self, name: str) -> Never:
                raise OSError(name)

        path = folder / "postings.csv"
        head, first, second = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(head + second + first)
        closings = grants.load(folder.parent).grant("example").closings

        (problem,) = problems(Closed(folder), closings)
        assert problem.message.endswith(self.SAME)

    def test_unless_it_is_named_what_changed_only_the_file_is_named(self, folder: Path) -> None:
        path = folder / "postings.csv"
        path.write_bytes(path.read_bytes().replace(b"20000.00", b"20001.00"))
        closing = changed(the_closing(folder), postings=3)
        files = FolderFiles(folder)

        assert list(problems(files, Closings(closings=(closing,)), is_named=False)) == [
            Problem("file", Where(str(path)), f"postings.csv was changed {self.SINCE}", closing)
        ]


class TestTheRecordOfClosings:
    def test_damage_is_named_where_it_is(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = folder / "closing.toml"
        path.write_text(path.read_text(encoding="utf-8").replace("total = 100", "total = 200"), "utf-8")
        expected = grants.load(folder.parent).grant("example")
        monkeypatch.chdir(folder)
        found = verify_folder(".")

        assert (found.id, found.folder, found.closings) == ("example", ".", expected.closings)
        first = found.problems[0]
        assert (first.kind, first.where.path, first.closing) == ("record", "closing.toml", None)
        assert "seal" in first.message

    def test_figures_that_differ_are_problems_of_the_record(self, folder: Path) -> None:
        closing = changed(the_closing(folder), postings=3)
        message = "closing 1 states 100000.00 in 3 postings in all, the postings give 100000.00 in 2 postings"

        def found(**options: bool) -> list[Problem]:
            return list(problems(FolderFiles(folder), Closings(closings=(closing,)), **options))

        record, postings = (Where(str(folder / name)) for name in ("closing.toml", "postings.csv"))
        assert found() == [Problem("record", record, message, closing)]
        assert found(are_sums_of_copies=False) == [Problem("record", postings, message, closing)]
        assert found(is_named=False) == []

        class Unreadable(FolderFiles):
            def postings(self, *_: object) -> None:
                return None

        unread = problems(
            Unreadable(folder), Closings(closings=(closing,)), is_named=False, are_sums_of_copies=False
        )
        assert list(unread) == []

    def test_the_size_of_a_copy_counts_whatever_became_of_the_file(self, folder: Path) -> None:
        closing = the_closing(folder)
        files = tuple(file.model_copy(update={"size": file.size + 1}) for file in closing.files)
        (folder / "report.md").unlink()

        found = problems(FolderFiles(folder), Closings(closings=(changed(closing, files=files),)))
        size = (folder / "closings/1/report.md").stat().st_size
        assert f"closing 1 states {size + 1} bytes for report.md, it has {size}" in [p.message for p in found]

    def test_a_copy_that_is_another_or_was_added_is_named_with_its_place(self, folder: Path) -> None:
        closing, copies = the_closing(folder), folder / "closings/1"
        (copies / "report.md").unlink()
        (copies / "z.txt").write_bytes(b"")

        assert verify_folder(folder).problems == (
            Problem(
                "copy", Where(str(copies / "report.md")), "the copy closings/1/report.md is missing", closing
            ),
            Problem("copy", Where(str(copies / "z.txt")), "closing 1 did not keep closings/1/z.txt", closing),
        )


class TestAClosedPeriod:
    YEAR = Period.parse("2014")
    APART = "what lies in 2014 is not what was closed on 2015-01-20"

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """An account of which one year is closed."""
        ledger_of(tmp_path, toml=PAID)
        close(tmp_path / "ledgers", "example", on=date(2015, 1, 20), period=self.YEAR)
        return tmp_path / "ledgers" / "example"

    def edit(self, folder: Path, old: bytes, new: bytes) -> None:
        path = folder / "postings.csv"
        assert old in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(old, new))

    def test_an_edited_posting_is_named_with_its_line(self, folder: Path) -> None:
        self.edit(folder, b"80000.00", b"80001.00")

        (problem,) = verify_folder(folder).problems
        assert (problem.kind, problem.message) == ("period", self.APART)
        assert problem.where == Where(str(folder / "postings.csv"), 2)
        assert problem.closing == the_closing(folder)
        assert [(d.part, d.kind, d.name, d.after) for d in problem.differences] == [
            ("posting", Kind.CHANGED, "V-1", 2)
        ]

    def test_what_lies_outside_of_it_may_change(self, folder: Path) -> None:
        self.edit(folder, b"20000.00", b"20001.00")
        assert messages(folder) == []

    def test_a_posting_that_is_gone_has_no_line(self, folder: Path) -> None:
        path = folder / "postings.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(lines[0] + lines[2])

        (problem,) = verify_folder(folder).problems
        assert problem.where == Where(str(path), 1)
        assert [d.kind for d in problem.differences] == [Kind.VANISHED]

    def test_another_way_of_writing_is_named_as_such(self, folder: Path) -> None:
        self.edit(folder, b"2014-05-12", b"2014-05-12/2014-05-12")
        assert messages(folder) == [f"{self.APART}; it means the same, and is written in another way"]

    def test_postings_that_cannot_be_compared_are_named_without_differences(self, folder: Path) -> None:
        closings = grants.load(folder.parent).grant("example").closings
        self.edit(folder, b"80000.00", b"80001.00")
        plain = [
            Problem("period", Where(str(folder / "postings.csv")), self.APART, closings.closings[0]),
        ]

        class Unreadable(FolderFiles):
            missing = ""

            def postings(self, name: str = "postings.csv") -> grants.Postings | None:
                return None if name == self.missing else super().postings(name)

        class Broken(FolderFiles):
            def postings(self, name: str = "postings.csv") -> grants.Postings | None:
                def broken(*_: object) -> Never:
                    raise ValueError

                found = super().postings(name)
                assert found is not None
                written = AsWritten(broken, broken)
                return replace(found, read_rows=broken, read_digest=None, as_written=written)

        for missing in ("postings.csv", "closings/1/postings.csv"):
            files = Unreadable(folder)
            files.missing = missing
            assert list(problems(files, closings)) == plain
        assert list(problems(Broken(folder), closings)) == plain
        assert list(problems(FolderFiles(folder), closings, is_named=False)) == plain
        copy = folder / "closings/1/grant.toml"
        copy.write_bytes(copy.read_bytes() + b"# more\n")
        assert list(problems(FolderFiles(folder), closings))[1:] == plain

    @pytest.mark.parametrize(
        ("fault", "why"), [(OSError(errno.EIO, "Input error"), "Input error"), (OSError("gone"), "gone")]
    )
    def test_postings_that_cannot_be_read_are_a_problem(self, folder: Path, fault: OSError, why: str) -> None:
        class Faulty(FolderFiles):
            def period_digest(self, *_: object) -> str | None:
                raise fault

        closings = grants.load(folder.parent).grant("example").closings
        where = Where(str(folder / "postings.csv"))
        assert list(problems(Faulty(folder), closings)) == [
            Problem("period", where, f"it cannot be read: {why}", closings.closings[0])
        ]

    def test_a_closing_that_did_not_seal_the_postings_says_nothing_of_them(self, folder: Path) -> None:
        closing = the_closing(folder)
        files = tuple(file for file in closing.files if file.name != "postings.csv")
        found = problems(FolderFiles(folder), Closings(closings=(changed(closing, files=files),)))

        assert [problem for problem in found if problem.kind == "period"] == []

    def test_by_value_only_what_means_another_thing_is_a_difference(self, folder: Path) -> None:
        class ByValue(FolderFiles):
            def period_digest(self, *_: object) -> str | None:
                return None

        closings = grants.load(folder.parent).grant("example").closings
        files = ByValue(folder)

        assert list(problems(files, closings)) == []
        self.edit(folder, b"2014-05-12", b"2014-05-12/2014-05-12")
        assert list(problems(files, closings)) == []
        self.edit(folder, b"80000.00", b"80001.00")
        (problem,) = problems(files, closings)
        assert (problem.message, problem.where.line) == (self.APART, 2)
        assert list(problems(files, closings, is_named=False)) == []

        copy = folder / "closings/1/grant.toml"
        copy.write_bytes(copy.read_bytes() + b"# more\n")
        assert [p.message for p in problems(files, closings)][1:] == [self.APART]
        (folder / "closings/1/postings.csv").unlink()
        assert [p.kind for p in problems(files, closings) if p.kind == "period"] == []


class TestFilesThatOthersWrite:
    """A verification looks again if another program closes or reopens the accounts at the same time."""

    def looks(self, folder: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[int], None]) -> int:
        """How often files are looked at."""
        count = 0

        def looked(path: Path) -> list[object]:
            nonlocal count
            count += 1
            meanwhile(count)
            return []

        monkeypatch.setattr("grants.closing.verification.finish_interrupted", looked)
        verify_folder(folder)
        return count

    def test_one_look_is_enough_if_nobody_writes(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.looks(folder, monkeypatch, lambda _: None) == 1
        (folder / "report.md").unlink()
        assert self.looks(folder, monkeypatch, lambda _: None) == 1

    def test_what_changed_meanwhile_is_looked_at_again(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def rewrite(times: int) -> Callable[[int], None]:
            path = folder / "closing.toml"
            return lambda count: os.utime(path, (count, count + times)) if count <= times else None

        assert self.looks(folder, monkeypatch, rewrite(ATTEMPTS)) == 1, "it is unchanged"
        (folder / "report.md").unlink()
        assert self.looks(folder, monkeypatch, rewrite(1)) == 2
        assert self.looks(folder, monkeypatch, rewrite(2 * ATTEMPTS)) == ATTEMPTS

    def test_a_write_that_is_not_finished_is_waited_for(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "report.md").unlink()
        monkeypatch.setattr("grants.closing.verification.is_pending", lambda _: True)
        assert self.looks(folder, monkeypatch, lambda _: None) == ATTEMPTS


class TestSignatures:
    """With a stand-in for ssh-keygen, since what the real one does cannot be had in every case."""

    KEY = "SHA256:abc"

    @pytest.fixture
    def keygen(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
        """Makes a script stand in for ssh-keygen."""
        place = tmp_path / "bin"
        place.mkdir()
        monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")

        def stands_in(script: str) -> None:
            (place / "ssh-keygen").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (place / "ssh-keygen").chmod(0o755)

        return stands_in

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        """A plain file, whatever it is for."""
        path = tmp_path / "file"
        path.write_text("secretariat ssh-ed25519 AAAAC3\n", encoding="utf-8")
        return path

    def test_who_signed_is_said_of_each_closing(self, tmp_path: Path, keygen: Callable[[str], None]) -> None:
        ledger_of(tmp_path)
        root = tmp_path / "ledgers"
        assert grants.verify(root, "example").signatures == ()
        close(root, "example", on=date(2015, 1, 20), period=Period.parse("2014"))
        assert grants.verify(root, "example").signatures == ()
        signer = Signer(self.KEY, lambda _: b"signature")
        for year in ("2015", "2016"):
            close(root, "example", on=date(2017, 1, 20), period=Period.parse(year), signer=signer)
        keygen(f'echo "Good {self.KEY}"')

        assert grants.verify(root, "example").signatures == ((2, self.KEY), (3, self.KEY))

        keygen("exit 1")
        found = grants.verify(root, "example")
        assert found.signatures == ()
        assert [(problem.kind, problem.closing) for problem in found.problems] == [
            ("signature", closing) for closing in found.closings.closings[1:]
        ]

    def test_that_nothing_is_signed_is_said_of_the_record(self, tmp_path: Path, file: Path) -> None:
        ledger_of(tmp_path)
        root = tmp_path / "ledgers"

        (problem,) = grants.verify(root, "example", signers=str(file)).problems
        assert problem.where == Where(str(root / "example" / "closing.toml"))

    def test_no_answer_is_waited_for_longer_than_it_may_take(
        self, keygen: Callable[[str], None], file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("grants.closing.signatures.VERIFY_SECONDS", 0.2)
        keygen("exec sleep 5")
        late = pytest.raises(SigningError, match="did not answer within 0 s")

        with late:
            fingerprint(str(file))
        with late:
            signed_by(b"text", file)
        for identity in (None, "secretariat"):
            with late:
                verified_by(b"text", file, str(file), on=ON, identity=identity)

    def test_of_several_who_have_a_key_the_first_is_named(
        self, keygen: Callable[[str], None], file: Path
    ) -> None:
        keygen("printf 'secretariat\\nboard\\n'")
        assert verified_by(b"text", file, str(file), on=ON) == "secretariat"

    def test_what_is_no_utf_8_is_read_all_the_same(self, keygen: Callable[[str], None], file: Path) -> None:
        keygen(f"printf 'S\\370ren {self.KEY}\\n'")
        assert fingerprint(str(file)) == self.KEY
        assert verified_by(b"text", file, str(file), on=ON) == f"S\ufffdren {self.KEY}"
        keygen("printf 'S\\370ren\\n' >&2; exit 1")
        with pytest.raises(SigningError, match=r"^ssh-keygen: S\ufffdren$"):
            fingerprint(str(file))

        file.write_bytes(b"S\xf8ren ssh-ed25519 AAAAC3\n")
        refuse_unreadable_signers(file)

    def test_what_fails_says_so(
        self, keygen: Callable[[str], None], file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keygen("exit 1")
        with pytest.raises(SigningError, match=r"^ssh-keygen: failed without a word$"):
            fingerprint(str(file))
        keygen("echo nothing")
        with pytest.raises(SigningError, match=r"^ssh-keygen names no key$"):
            fingerprint(str(file))
        keygen("exit 0")
        with pytest.raises(SigningError, match=r"^'' is nobody's identity$"):
            verified_by(b"text", file, str(file), on=ON)

        (file.parent / "bin" / "ssh-keygen").chmod(0o644)
        monkeypatch.setenv("PATH", str(file.parent / "bin"))
        with pytest.raises(SigningError, match=r"^ssh-keygen cannot be run: Permission denied$"):
            fingerprint(str(file))

    @pytest.mark.parametrize("comment", ["# ", "  #", "\t# "])
    def test_a_key_in_a_comment_is_nobodys(self, file: Path, comment: str) -> None:
        file.write_text(f"{comment}secretariat ssh-ed25519 AAAAC3\n", encoding="utf-8")
        with pytest.raises(SigningError, match="names no key"):
            refuse_unreadable_signers(file)

    def test_signers_that_cannot_be_read_are_named_with_the_reason(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(*_: object, **__: object) -> str:
            raise OSError(errno.EIO, "Input error")

        monkeypatch.setattr(Path, "read_text", refused)
        with pytest.raises(SigningError, match=r"/file cannot be read: Input error$"):
            refuse_unreadable_signers(file)


class TestFiguresOfAClosing:
    GROUPS = (
        Group("2014-05-12", "meetings", "grant", 8000000, 1, 2),
        Group("2015-02-03", "travel", "grant", 2000000, 1, 3),
    )

    def test_sums_are_by_activity_and_financing(self) -> None:
        more = (
            *self.GROUPS,
            Group("2015", "travel", "grant", 1, 2, 4),
            Group("2015", "travel", "own", 5, 1, 5),
        )

        assert sums_of(more) == {
            ("meetings", "grant"): (1, 8000000),
            ("travel", "grant"): (3, 2000001),
            ("travel", "own"): (1, 5),
        }

    def test_a_sound_closing_agrees_with_its_postings(self, folder: Path) -> None:
        closing, account = the_closing(folder), grants.load(folder.parent).grant("example")

        assert list(sums_apart(closing, self.GROUPS)) == []
        assert list(terms_apart(closing, account)) == []
        first = changed(
            closing, period=Period.parse("2014"), postings=1, total=Amount(8000000), totals=closing.totals[:1]
        )
        assert list(sums_apart(first, self.GROUPS)) == []

    def test_each_sum_that_differs_is_named(self, folder: Path) -> None:
        closing = the_closing(folder)
        meetings, travel = closing.totals

        assert list(sums_apart(changed(closing, totals=(meetings,)), self.GROUPS)) == [
            "closing 1 states 0.00 in 0 postings for travel grant, the postings give 20000.00 in 1 postings"
        ]
        assert list(sums_apart(changed(closing, totals=(meetings, travel, travel)), self.GROUPS)) == [
            "closing 1 states travel grant twice"
        ]
        assert list(sums_apart(changed(closing, postings=3), self.GROUPS)) == [
            "closing 1 states 100000.00 in 3 postings in all, the postings give 100000.00 in 2 postings"
        ]

    def test_terms_that_differ_are_named(self, folder: Path) -> None:
        closing, account = the_closing(folder), grants.load(folder.parent).grant("example")

        assert list(terms_apart(changed(closing, currency="EUR"), account)) == [
            "closing 1 states EUR, the account is in DKK"
        ]
        assert "closing 1 states award nothing, the account gives 100000.00" in list(
            terms_apart(changed(closing, settlement=None), account)
        )
        settlement = closing.settlement
        assert settlement is not None
        of_period = changed(
            closing,
            period=Period.parse("2014"),
            settlement=settlement.model_copy(update={"spent": Amount(1), "unspent": Amount(2)}),
        )
        assert list(terms_apart(of_period, account)) == [
            "closing 1 states unspent 0.02, award less spent is 99999.99"
        ]
        overspent = settlement.model_copy(update={"spent": Amount(20000000), "unspent": Amount(0)})
        assert list(terms_apart(changed(of_period, settlement=overspent), account)) == []

    def test_a_period_is_settled_as_of_its_last_day(self, folder: Path) -> None:
        toml = (folder / "grant.toml").read_text(encoding="utf-8")
        later = "[[instalment]]\nplanned = 2015-05-01\namount = 7.00\nreceived = 2015-05-03\n"
        (folder / "grant.toml").write_text(f"{toml}\n{later}", encoding="utf-8")
        account, closing = grants.load(folder.parent).grant("example"), the_closing(folder)
        settlement = closing.settlement
        assert settlement is not None

        of_year = changed(closing, period=Period.parse("2014"))
        assert list(terms_apart(of_year, account)) == []
        assert "closing 1 states received 100000.00, the account gives 100007.00" in list(
            terms_apart(closing, account)
        )

    def test_what_an_account_does_not_have_is_called_nothing(self, folder: Path) -> None:
        account = grants.load(folder.parent).grant("example")
        unpaid = replace(account, grant=account.grant.model_copy(update={"instalments": ()}))

        assert "closing 1 states received 100000.00, the account gives nothing" in list(
            terms_apart(the_closing(folder), unpaid)
        )

    def test_a_size_is_compared_only_for_the_same_bytes(self, folder: Path) -> None:
        closing = the_closing(folder)
        file = closing.files[0]

        assert list(sizes_apart(closing, {file.name: (file.sha256, file.size)})) == []
        assert list(sizes_apart(closing, {file.name: (SHA_OF_X, 1)})) == []
        assert list(sizes_apart(closing, {})) == []
        assert list(sizes_apart(closing, {file.name: (file.sha256, 1)})) == [
            f"closing 1 states {file.size} bytes for {file.name}, it has 1"
        ]

    def test_attachments_that_were_not_closed_are_named(self, folder: Path) -> None:
        closing = the_closing(folder)

        assert list(attachments_apart(closing, ["./report.md", "b//c.pdf"])) == [
            "closing 1 does not state the attachment 'b//c.pdf', which is there"
        ]


class TestSealedFiles:
    def test_a_file_is_sealed_by_its_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"x")
        found = file_of(tmp_path, "a")

        assert found == file_of_content("a", b"x")
        assert found is not None
        assert (found.name, found.size, found.sha256) == ("a", 1, SHA_OF_X)
        assert file_of(tmp_path, "b") is None
        assert file_of(tmp_path, ".") is None

    def test_a_place_is_inside_its_folder_only_without_links_out_of_it(self, tmp_path: Path) -> None:
        inside = tmp_path / "in"
        inside.mkdir()
        (tmp_path / "out").write_bytes(b"x")
        (inside / "link").symlink_to(tmp_path / "out")

        assert FolderFiles(inside).is_inside("a/b")
        assert not FolderFiles(inside).is_inside("../out")
        assert not FolderFiles(inside).is_inside("link")
        assert file_of(inside, "link") is None

    def test_the_postings_of_a_period_have_one_form(self, tmp_path: Path) -> None:
        """The form is what seals are of: it must not change with the layout of the file, nor ever."""
        plain, laid_out = tmp_path / "a.csv", tmp_path / "b.csv"
        plain.write_text(
            "date,activity,amount,voucher,text\n2014-02,fees,2.00,V-2,b\n2014-01-05,fees,1.00,V-1,a\n"
            "2014-12/2015-01,fees,9.00,V-3,c\n2015,fees,9.00,V-4,d\nno date,fees,9.00,V-5,e\n",
            encoding="utf-8",
        )
        laid_out.write_text(
            'text,financing,voucher,amount,activity,date\r\n"a",, V-1 ,1.00,fees,2014-01-05\r\n'
            "b,grant,V-2,2.00,fees,2014-02\r\n",
            encoding="utf-8",
            newline="",
        )
        year = Period.parse("2014")

        expected = (
            ",".join(COLUMNS) + "\n"
            "2014-01-05,fees,1.00,V-1,a,grant,,,,,,,\n"
            "2014-02,fees,2.00,V-2,b,grant,,,,,,,\n"
        ).encode()
        assert period_text(plain, year) == period_text(laid_out, year) == expected
        assert period_text(plain, year, ("voucher", "date")) == b"voucher,date\nV-1,2014-01-05\nV-2,2014-02\n"
        assert period_text(tmp_path / "none.csv", year, ("date",)) == b"date\n"

    def test_a_sealed_posting_keeps_its_payer_and_its_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "postings.csv"
        path.write_bytes(
            b"date,activity,amount,voucher,text,financing\n"
            b"2014-01-05,fees,1.00,V-1,a,own/in-kind\n2014-01-06,fees,1.00,V-2,\xe6,\n"
        )

        assert period_text(path, Period.parse("2014"), ("text", "financing")) == (
            b"text,financing\na,own/in-kind\n\xe6,grant\n"
        )

    def test_a_period_is_compared_in_the_columns_in_which_it_was_closed(self, folder: Path) -> None:
        """A later version may know more columns than there were."""
        year, files = Period.parse("2014"), FolderFiles(folder)
        (folder / "closings/few.csv").write_text(",".join(REQUIRED_COLUMNS) + "\n", encoding="utf-8")

        def digest_in(*columns: str) -> str:
            return hashlib.sha256(period_text(folder / "postings.csv", year, columns)).hexdigest()

        assert files.period_digest(year, "closings/few.csv") == digest_in(*REQUIRED_COLUMNS)
        assert files.period_digest(year, "closings/none.csv") == digest_in(*COLUMNS)

    def test_the_postings_of_an_account_are_those_of_the_file(self, folder: Path) -> None:
        files = FolderFiles(folder)
        mine, none = files.postings(), files.postings("closings/none.csv")

        assert mine is not None
        assert none is not None
        assert (mine.count, none.count) == (2, 0)

    def test_files_of_an_account_are_listed_without_those_of_a_killed_writer(self, tmp_path: Path) -> None:
        (tmp_path / "closings").mkdir()
        for name in ("b", "a", ".tmp"):
            (tmp_path / "closings" / name).write_bytes(b"xy")
        files = FolderFiles(tmp_path)

        assert list(files.names("closings")) == ["closings/a", "closings/b"]
        assert list(files.names("none")) == []
        assert (files.size("closings/a"), files.size("none"), files.size("closings")) == (2, None, None)
        assert (files.digest("none"), files.digest("closings/a")) == (None, hashlib.sha256(b"xy").hexdigest())
        assert files.where("closings/a") == str(tmp_path / "closings/a")
        (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
        assert files.is_there("broken")
        assert not files.is_there("none")


class TestWhatIsKept:
    def test_a_copy_is_of_the_file_that_was_checked(self, folder: Path) -> None:
        digests = {
            name: FolderFiles(folder).digest(name) for name in ("grant.toml", "postings.csv", "none.md")
        }
        whole = copies_of(folder, digests, None)
        of_year = copies_of(folder, digests, Period.parse("2014"))

        assert (
            [copy.file.name for copy in whole]
            == [copy.file.name for copy in of_year]
            == ["grant.toml", "postings.csv"]
        )
        for copy in (*whole, *of_year):
            content = b"".join(copy.content)
            assert copy.file == file_of_content(copy.file.name, content)
        assert of_year[1].file.sha256 != whole[1].file.sha256

        (late,) = copies_of(folder, {"grant.toml": digests["grant.toml"]}, None)
        (folder / "grant.toml").write_bytes(b"")
        with pytest.raises(OSError, match=r"^another program changed .*grant\.toml meanwhile$"):
            list(late.content)
        with pytest.raises(ClosingError, match=r"none\.md is no plain file in the grant's folder$"):
            copies_of(folder, {"none.md": SHA_OF_X}, None)

    def test_a_file_that_changed_meanwhile_is_refused(self, folder: Path) -> None:
        closing = the_closing(folder)
        digests = {"grant.toml": FolderFiles(folder).digest("grant.toml")}
        refuse_if_changed(folder, digests, closing)

        for name in ("report.md", "grant.toml"):
            kept = (folder / name).read_bytes()
            (folder / name).write_bytes(kept + b"x")
            with pytest.raises(
                WriteError, match=rf"^another program changed .*{name} meanwhile; nothing is closed$"
            ):
                refuse_if_changed(folder, digests, closing)
            (folder / name).write_bytes(kept)

    @pytest.mark.parametrize(
        ("names", "why"),
        [
            ({"a\\b.pdf"}, "^the attachment .* cannot be archived: it holds a backslash.*; rename it$"),
            ({"../a.pdf"}, "^the attachment '../a.pdf' leads out of the grant's folder$"),
            (
                {"closing.toml"},
                "^the attachment 'closing.toml' belongs to the closing and cannot be attached$",
            ),
            (
                {"closings/1/report.md"},
                "^the attachment 'closings/1/report.md' belongs to the closing and cannot be attached$",
            ),
        ],
    )
    def test_an_attachment_that_cannot_be_kept_is_refused(
        self, folder: Path, names: set[str], why: str
    ) -> None:
        account = replace(grants.load(folder.parent).grant("example"), present_files=frozenset(names))

        with pytest.raises(ClosingError, match=why):
            attachments_of(account)

    def test_attachments_are_sealed_by_name_and_the_ledgers_files_are_not_among_them(
        self, folder: Path
    ) -> None:
        for name in ("b.pdf", "a.pdf"):
            (folder / name).write_bytes(b"x")
        account = replace(
            grants.load(folder.parent).grant("example"),
            present_files=frozenset({"b.pdf", "a.pdf", "report.md"}),
        )

        assert attachments_of(account) == [file_of_content("a.pdf", b"x"), file_of_content("b.pdf", b"x")]
        (folder / "A.pdf").write_bytes(b"x")
        with pytest.raises(
            ClosingError,
            match=r"^another attachment is called like 'A\.pdf' but for capitals or accents; "
            r"on another computer the two are one file: rename one$",
        ):
            attachments_of(replace(account, present_files=frozenset({"A.pdf", "a.pdf"})))

    def test_a_later_entry_keeps_those_before_it(self, folder: Path) -> None:
        reopen(folder.parent, "example", reason="A late invoice", on=ON)
        reopened = grants.load(folder.parent).grant("example").closings.reopenings
        close(folder.parent, "example", on=ON)

        after = grants.load(folder.parent).grant("example").closings
        assert after.reopenings == reopened
        assert [reopening.reason for reopening in reopened] == ["A late invoice"]
        assert [closing.number for closing in after.closings] == [1, 3]

    def test_what_a_killed_writer_left_among_the_copies_is_removed(self, tmp_path: Path) -> None:
        ledger_of(tmp_path)
        folder = tmp_path / "ledgers" / "example"
        (folder / "closings/1").mkdir(parents=True)
        (folder / "closings/1/.report.md.x.staged").write_bytes(b"x")
        close(folder.parent, "example", on=ON)

        assert messages(folder) == []
        assert not (folder / "closings/1/.report.md.x.staged").exists()

    def test_a_failed_closing_says_why_and_leaves_what_lies_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(root: Path, _: object) -> Never:
            (root / "example/closings/1/note.txt").write_bytes(b"x")
            raise WriteError("the disk is full")

        ledger_of(tmp_path)
        folder = tmp_path / "ledgers" / "example"
        monkeypatch.setattr("grants.closing.files.write_together", refused)

        with pytest.raises(WriteError, match="the disk is full"):
            close(folder.parent, "example", on=ON)
        assert [path.name for path in (folder / "closings/1").iterdir()] == ["note.txt"]

    @pytest.mark.parametrize("name", ["closings", "closings/1"])
    def test_copies_are_not_written_through_a_link(self, tmp_path: Path, name: str) -> None:
        ledger_of(tmp_path)
        folder = tmp_path / "ledgers" / "example"
        (tmp_path / "elsewhere").mkdir()
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(tmp_path / "elsewhere")

        with pytest.raises(WriteError, match=r"closings/1 is a link, and links are not followed for writing"):
            close(folder.parent, "example", on=ON)
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_a_folder_of_copies_that_cannot_be_made_is_named_with_the_reason(self, tmp_path: Path) -> None:
        ledger_of(tmp_path)
        folder = tmp_path / "ledgers" / "example"
        (folder / "closings").write_bytes(b"")

        with pytest.raises(WriteError, match=r"closings/1 cannot be written: Not a directory$"):
            close(folder.parent, "example", on=ON)
