"""The words of an archive: what it tells whoever opens it, and what its proof comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from grants.ledger import Account
from grants.reports.labels import LABELS
from grants.reports.locale import Language, Locale


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """Every word of an archive that the reports do not have."""

    title: str
    archived: str
    closed: str
    by: str
    seal: str
    is_open: str
    keep_until: str
    keep_unknown: str
    what: tuple[tuple[str, str], ...]
    how: str
    files: str
    unchanged: str
    changed: str
    unsigned: str
    not_closed: str
    signed: str
    keep: str


_DANISH = ArchiveWords(
    title="Arkiv af et tilskudsregnskab",
    archived="Arkiveret",
    closed="Lukket",
    by="af {name}",
    seal="Lukningens segl (SHA-256)",
    is_open="Regnskabet er ikke lukket.",
    keep_until="Skal opbevares til og med",
    keep_unknown="Vilkårene siger ikke, hvor længe regnskabet skal opbevares.",
    what=(
        ("final-report.pdf", "den endelige rapport (PDF/A)"),
        ("workbook.xlsx", "regnskabet som arbejdsbog"),
        ("{id}/", "regnskabets egne filer: tekst, som kan læses uden særlige programmer"),
        ("{id}/grant.toml", "bevilling, budget og vilkår"),
        ("{id}/postings.csv", "posteringerne"),
        ("{id}/report.md", "rapportens ord"),
        ("{id}/closing.toml", "lukninger, hver med sit segl; kopier i {id}/closings/"),
        ("MANIFEST.sha256", "kontrolsum af hver fil"),
    ),
    how="""\
Sådan ses det, at intet er ændret

Med grants:            grants verify {file}
Uden grants: pak ud i en tom mappe, og kør i den
  Linux:               sha256sum -c MANIFEST.sha256
  macOS:               shasum -a 256 -c MANIFEST.sha256
  Windows:             certutil -hashfile FIL SHA256   (sammenlign med MANIFEST.sha256)

Seglet i {id}/closing.toml er SHA-256 af lukningens linjer, fra [[closing]] til og med linjen før seal.
Det binder kontrolsummerne af de filer, der blev lukket, og det forrige segl. Manifestet er ikke
underskrevet: den, der vil vide, at hele arkivet er det oprindelige, sammenligner seglet eller arkivets
egen kontrolsum med det, der blev noteret i sagen, da regnskabet blev lukket.
""",
    files="{id}, {count} filer",
    unchanged="uændret",
    changed="ændret",
    unsigned="uændret, men ikke underskrevet, som det skulle være",
    not_closed="ikke lukket",
    signed="underskrevet af {name}",
    keep="opbevares til og med {day}",
)

_ENGLISH = ArchiveWords(
    title="Archive of a grant account",
    archived="Archived",
    closed="Closed",
    by="by {name}",
    seal="Seal of the closing (SHA-256)",
    is_open="The account is not closed.",
    keep_until="Must be kept until and with",
    keep_unknown="The terms do not say how long the account must be kept.",
    what=(
        ("final-report.pdf", "the final report (PDF/A)"),
        ("workbook.xlsx", "the account as a workbook"),
        ("{id}/", "the account's own files: text that needs no special program"),
        ("{id}/grant.toml", "award, budget and terms"),
        ("{id}/postings.csv", "the postings"),
        ("{id}/report.md", "the words of the report"),
        ("{id}/closing.toml", "closings, each with its seal; copies in {id}/closings/"),
        ("MANIFEST.sha256", "the checksum of each file"),
    ),
    how="""\
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
    files="{id}, {count} files",
    unchanged="unchanged",
    changed="changed",
    unsigned="unchanged, but not signed as it should be",
    not_closed="not closed",
    signed="signed by {name}",
    keep="keep until {day}",
)

ARCHIVE_WORDS: Mapping[Language, ArchiveWords] = {"da": _DANISH, "en": _ENGLISH}


def readme(account: Account, day: date, language: Language) -> str:
    """What an archive tells whoever opens it in years, without this program."""
    words, labels, locale = ARCHIVE_WORDS[language], LABELS[language], Locale(language)
    record, final = account.grant, account.closings.final
    kept = kept_until(account)
    facts: list[tuple[str, str | None]] = [
        (labels.grant, f"{record.title} ({record.id})"),
        (labels.funder, record.funder.name),
        (labels.recipient, record.recipient.name),
        (labels.case_number, record.case_number),
        (labels.period, locale.period(record.effective_period)),
        (labels.spent, locale.money(account.spent, record.currency, decimals=True)),
        (labels.postings, str(account.postings.count)),
        (words.archived, locale.date(day)),
    ]
    if final is not None:
        by = "" if final.by is None else f" {words.by.format(name=final.by)}"
        facts += [(words.closed, locale.date(final.date) + by), (words.seal, final.seal)]
    facts.append((words.keep_until, None if kept is None else locale.date(kept)))
    lines = [words.title, "=" * len(words.title), ""]
    lines += [f"{label}: {' '.join(value.split())}" for label, value in facts if value]
    lines += [*([] if final else [words.is_open]), *([] if kept else [words.keep_unknown]), ""]
    lines += [f"  {name.format(id=account.id):<32}{said.format(id=account.id)}" for name, said in words.what]
    return "\n".join(lines) + "\n\n" + words.how.format(id=account.id, file=f"{account.id}.zip")


def stated_closing(text: str) -> str | None:
    """The seal of the final closing that a `readme` states; blank if it says that the account is open.

    None if it says neither: then it is no text of an archive.
    """
    lines = text.splitlines()
    for words in ARCHIVE_WORDS.values():
        if words.is_open in lines:
            return ""
        start = f"{words.seal}: "
        for line in lines:
            if line.startswith(start):
                return line.removeprefix(start)
    return None


def kept_until(account: Account) -> date | None:
    """Until when the account must be kept: as the terms and as the report say, the later one."""
    report = account.grant.report
    stated = None if report is None else report.keep_until
    return max((day for day in (account.retention_end, stated) if day is not None), default=None)
