"""The words of an import's preview, in Danish and English."""

from dataclasses import dataclass

from grants.reports.locale import Language


@dataclass(frozen=True, slots=True)
class ImportWords:
    """Every label and sentence of the preview in one language; `{braces}` are filled with values."""

    title: str
    grants: str
    file: str
    size: str
    checksum: str
    profile: str
    days: str
    lines: str
    outcome: str
    amount: str
    new: str
    in_place: str
    taken_back: str
    known: str
    ignored: str
    unmatched: str
    late: str
    still_open: str
    total: str
    sum: str
    sums: str
    activity: str
    before: str
    added: str
    after: str
    budget: str
    left: str
    rules: str
    rule: str
    target: str
    hits: str
    ignores: str
    no_hits_note: str
    controls: str
    row: str
    label: str
    in_file: str
    counted: str
    changes: str
    voucher: str
    date: str
    becomes: str
    gone: str
    text: str
    booked_on: str
    more_note: str
    nothing_new: str
    would_write: str
    would_keep: str
    refused: str


ENGLISH = ImportWords(
    title="Import of {file}",
    grants="Grants",
    file="File",
    size="{size} bytes",
    checksum="SHA-256",
    profile="Profile",
    days="Dates",
    lines="Lines",
    outcome="Outcome",
    amount="Amount",
    new="New",
    in_place="New in place of a posting that changed",
    taken_back="Postings taken back",
    known="Known already",
    ignored="Ignored: {reason}",
    unmatched="Unmatched: no rule",
    late="In a closed period",
    still_open="Lines to be decided",
    total="Total of the file",
    sum="Total",
    sums="Sums per activity",
    activity="Activity",
    before="Before",
    added="Import",
    after="After",
    budget="Budget",
    left="Left",
    rules="Rules",
    rule="Rule",
    target="Becomes",
    hits="Lines",
    ignores="ignored: {reason}",
    no_hits_note="Rules without any line: {count}.",
    controls="Totals that the file states",
    row="Row",
    label="Text",
    in_file="In the file",
    counted="Sum of the lines",
    changes="Changed since an earlier import",
    voucher="Voucher",
    date="Date",
    becomes="Becomes",
    gone="no longer in the export",
    text="Text",
    booked_on="Booked on",
    more_note="And {count} more.",
    nothing_new="Nothing is new: the ledger has every line already.",
    would_write="{count} postings of {amount} are to be added.",
    would_keep="No posting is to be added; decisions of the sheet to be kept: {count}.",
    refused="The import is refused until the errors are put right; nothing is written.",
)

DANISH = ImportWords(
    title="Import af {file}",
    grants="Bevillinger",
    file="Fil",
    size="{size} byte",
    checksum="SHA-256",
    profile="Profil",
    days="Datoer",
    lines="Linjer",
    outcome="Udfald",
    amount="Beløb",
    new="Nye",
    in_place="Nye i stedet for en ændret postering",
    taken_back="Tilbageførte posteringer",
    known="Kendte i forvejen",
    ignored="Udeladt: {reason}",
    unmatched="Uden regel",
    late="I en lukket periode",
    still_open="Linjer, der skal besluttes",
    total="Filen i alt",
    sum="I alt",
    sums="Summer pr. aktivitet",
    activity="Aktivitet",
    before="Før",
    added="Import",
    after="Efter",
    budget="Budget",
    left="Rest",
    rules="Regler",
    rule="Regel",
    target="Bliver til",
    hits="Linjer",
    ignores="udeladt: {reason}",
    no_hits_note="Regler uden nogen linje: {count}.",
    controls="Summer, som filen selv oplyser",
    row="Række",
    label="Tekst",
    in_file="I filen",
    counted="Sum af linjerne",
    changes="Ændret siden en tidligere import",
    voucher="Bilag",
    date="Dato",
    becomes="Bliver til",
    gone="findes ikke længere i udtrækket",
    text="Tekst",
    booked_on="Bogført på",
    more_note="Og {count} mere.",
    nothing_new="Intet nyt: regnskabet har alle linjer i forvejen.",
    would_write="{count} posteringer på {amount} tilføjes.",
    would_keep="Ingen posteringer tilføjes; afgørelser fra arket, som gemmes: {count}.",
    refused="Importen er afvist, til fejlene er rettet; intet er skrevet.",
)

WORDS: dict[Language, ImportWords] = {"da": DANISH, "en": ENGLISH}
