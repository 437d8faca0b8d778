"""The text of an archive's README: what the archive holds, and how to verify it."""

from datetime import date

from grants.ledger import Account
from grants.reports.speech import LANGUAGES, Language, Speech


def _contents(say: Speech) -> tuple[tuple[str, str], ...]:
    """The files of an archive, and what each is."""
    return (
        ("final-report.pdf", say("the final report (PDF/A)")),
        ("workbook.xlsx", say("the account as a workbook")),
        ("{id}/", say("the account's own files: text that needs no special program")),
        ("{id}/grant.toml", say("award, budget and terms")),
        ("{id}/postings.csv", say("the postings")),
        ("{id}/report.md", say("the words of the report")),
        ("{id}/closing.toml", say("closings, each with its seal; copies in {id}/closings/")),
        ("MANIFEST.sha256", say("the checksum of each file")),
    )


def _how(account: Account, say: Speech) -> str:
    """How to prove an archive, without this program too."""
    return say(
        """\
How to see that nothing was changed

With grants:           grants verify {file}
Without grants: unpack into an empty folder, and run in it
  Linux:               sha256sum -c MANIFEST.sha256
  macOS:               shasum -a 256 -c MANIFEST.sha256
  Windows:             certutil -hashfile FILE SHA256   (compare with MANIFEST.sha256)

The seal in {id}/closing.toml is SHA-256 of the closing's lines, from [[closing]] up to and with the line
before seal. It binds the checksums of the files that were closed, and the seal before. The manifest is
not signed: whoever wants to know that the whole archive is the original one compares the seal, or the
archive's own checksum, with what was noted in the case when the account was closed.
""",
        id=account.id,
        file=f"{account.id}.zip",
    )


def readme(account: Account, day: date, language: Language) -> str:
    """The README of an archive, for people who open it in years and without this program."""
    say = Speech.of(language)
    record, final = account.grant, account.closings.final
    kept = kept_until(account)
    facts: list[tuple[str, str | None]] = [
        (say("Grant"), f"{record.title} ({record.id})"),
        (say("Funder"), record.funder.name),
        (say("Recipient"), record.recipient.name),
        (say("Case no."), record.case_number),
        (say("Period"), say.period(record.effective_period)),
        (say("Spent"), say.money(account.spent, record.currency, decimals=True)),
        (say("Postings"), str(account.postings.count)),
        (say("Archived"), say.date(day)),
    ]
    if final is not None:
        by = "" if final.by is None else f" {say('by {name}', name=final.by)}"
        facts += [
            (say("Closed"), say.date(final.date) + by),
            (say("Seal of the closing (SHA-256)"), final.seal),
        ]
    facts.append((say("Must be kept until and with"), None if kept is None else say.date(kept)))
    title = say("Archive of a grant account")
    lines = [title, "=" * len(title), ""]
    lines += [f"{label}: {' '.join(value.split())}" for label, value in facts if value]
    lines += [
        *([] if final else [say("The account is not closed.")]),
        *([] if kept else [say("The terms do not say how long the account must be kept.")]),
        "",
    ]
    lines += [
        f"  {name.format(id=account.id):<32}{said.format(id=account.id)}" for name, said in _contents(say)
    ]
    return "\n".join(lines) + "\n\n" + _how(account, say)


def stated_closing(text: str) -> str | None:
    """The seal of the final closing that a `readme` states; blank if it says that the account is open.

    None if it says neither: then it is no text of an archive.
    """
    lines = text.splitlines()
    for say in map(Speech.of, LANGUAGES):
        if say("The account is not closed.") in lines:
            return ""
        start = f"{say('Seal of the closing (SHA-256)')}: "
        for line in lines:
            if line.startswith(start):
                return line.removeprefix(start)
    return None


def kept_until(account: Account) -> date | None:
    """Until when the account must be kept: as the terms and as the report say, the later one."""
    report = account.grant.report
    stated = None if report is None else report.keep_until
    return max((day for day in (account.retention_end, stated) if day is not None), default=None)
