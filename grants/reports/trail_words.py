"""The words of the audit trail in Danish and English: of what changed, and of what was done when."""

from collections.abc import Mapping
from dataclasses import dataclass

from grants.reports.locale import Language


@dataclass(frozen=True, slots=True)
class TrailWords:
    """Every word of `grants log` and `grants diff` that the other reports do not have.

    `parts` are what a difference is of, `fields` the keys and columns that people read most; others
    are named as the files name them.
    """

    differences: str
    between: str
    what: str
    change: str
    before: str
    after: str
    kinds: Mapping[str, str]
    parts: Mapping[str, str]
    in_force: Mapping[str, str]
    fields: Mapping[str, str]
    preface: str
    on_line: str
    was_on_line: str
    many: str
    more_passages: str
    now: str
    no_differences: str
    is_new: str
    is_gone: str
    moved: str
    came: str
    went: str
    yes: str
    no: str


DANISH_TRAIL = TrailWords(
    differences="Forskelle",
    between="Fra {before} til {after}.",
    what="Hvad",
    change="Ændring",
    before="Før",
    after="Efter",
    kinds={"added": "tilføjet", "vanished": "forsvundet", "changed": "ændret"},
    parts={
        "posting": "Postering",
        "words": "Rapportens afsnit",
        "id": "Id",
        "title": "Titel",
        "funder": "Bevillingsgiver",
        "recipient": "Modtager",
        "period": "Periode",
        "language": "Sprog",
        "currency": "Valuta",
        "status": "Status",
        "case_number": "Sagsnummer",
        "application": "Ansøgning",
        "award": "Bevilling",
        "report": "Oplysninger om rapporten",
        "settlement": "Oplyst afregning",
        "terms": "Vilkår",
        "checks": "Kontrol",
        "partner": "Partner",
        "activity": "Aktivitet",
        "rate": "Takst",
        "budget": "Budgetlinje",
        "financing": "Finansiering",
        "amendment": "Ændring af bevillingen",
        "instalment": "Rate",
        "repayment": "Tilbagebetaling",
        "commitment": "Disponering",
        "control": "Kontrolsum",
        "explanation": "Forklaring",
        "attachment": "Bilag",
        "import": "Import",
        "closing": "Lukning",
        "reopening": "Genåbning",
    },
    in_force={
        "budget": "Gældende budget",
        "award": "Gældende bevilling",
        "period": "Gældende periode",
    },
    fields={
        "date": "dato",
        "activity": "aktivitet",
        "amount": "beløb",
        "voucher": "bilag",
        "text": "tekst",
        "financing": "finansiering",
        "document": "dokument",
        "quantity": "antal",
        "unit": "enhed",
        "person": "person",
        "voucher_line": "bilagslinje",
        "imported": "importeret",
        "reverses": "tilbagefører",
        "title": "titel",
        "name": "navn",
        "period": "periode",
        "status": "status",
        "award": "bevilling",
        "budget": "budget",
        "approved_by": "godkendt af",
        "applied": "ansøgt",
        "planned": "planlagt",
        "received": "modtaget",
        "received_amount": "modtaget beløb",
        "posted": "posteret",
        "total": "sum",
        "source": "kilde",
        "file": "fil",
        "year": "år",
        "category": "kategori",
        "partner": "partner",
        "reason": "begrundelse",
        "severity": "vægt",
        "words": "ord",
        "heading": "overskrift",
    },
    preface="før den første overskrift",
    on_line="linje {line}",
    was_on_line="før linje {line}",
    many="{count} flere",
    more_passages="{count} steder mere",
    now="filerne nu",
    no_differences="Ingen forskelle.",
    is_new="Bevillingen er ny: i {before} er den der ikke.",
    is_gone="Bevillingen er borte: i {after} er den der ikke.",
    moved="{field} fra {before} til {after}",
    came="{field} {after} kom til",
    went="{field} {before} faldt bort",
    yes="ja",
    no="nej",
)

ENGLISH_TRAIL = TrailWords(
    differences="Differences",
    between="From {before} to {after}.",
    what="What",
    change="Change",
    before="Before",
    after="After",
    kinds={"added": "added", "vanished": "vanished", "changed": "changed"},
    parts={
        "posting": "Posting",
        "words": "Section of the report",
        "id": "Id",
        "title": "Title",
        "funder": "Funder",
        "recipient": "Recipient",
        "period": "Period",
        "language": "Language",
        "currency": "Currency",
        "status": "Status",
        "case_number": "Case number",
        "application": "Application",
        "award": "Award",
        "report": "Details of the report",
        "settlement": "Stated settlement",
        "terms": "Terms",
        "checks": "Check",
        "partner": "Partner",
        "activity": "Activity",
        "rate": "Rate",
        "budget": "Budget line",
        "financing": "Financing",
        "amendment": "Amendment",
        "instalment": "Instalment",
        "repayment": "Repayment",
        "commitment": "Commitment",
        "control": "Control total",
        "explanation": "Explanation",
        "attachment": "Attachment",
        "import": "Import",
        "closing": "Closing",
        "reopening": "Reopening",
    },
    in_force={
        "budget": "Budget in force",
        "award": "Award in force",
        "period": "Period in force",
    },
    fields={
        "voucher_line": "voucher line",
        "approved_by": "approved by",
        "received_amount": "received amount",
    },
    preface="before the first heading",
    on_line="line {line}",
    was_on_line="line {line} before",
    many="{count} more",
    more_passages="{count} passages more",
    now="the files as they are now",
    no_differences="No differences.",
    is_new="The grant is new: it is not there in {before}.",
    is_gone="The grant is gone: it is not there in {after}.",
    moved="{field} from {before} to {after}",
    came="{field} {after} added",
    went="{field} {before} removed",
    yes="yes",
    no="no",
)

TRAIL_WORDS: Mapping[Language, TrailWords] = {"da": DANISH_TRAIL, "en": ENGLISH_TRAIL}
