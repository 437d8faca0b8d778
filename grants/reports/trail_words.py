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

    log: str
    date: str
    event: str
    amount: str
    description: str
    place: str
    events: Mapping[str, str]
    pending: str
    approved_by: str
    imported: str
    import_counts: str
    without_record: str
    not_all_there: str
    entered: str
    one_line: str
    lines: str
    takes_back: str
    taken_back: str
    taken_back_unknown: str
    closed_all: str
    closed_period: str
    reopened: str
    by: str
    because: str
    seal: str
    signed: str
    out_of_order: str
    no_day_note: str
    nothing_note: str


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
        "by": "af",
        "postings": "posteringer",
        "closing": "lukning",
        "new": "nye",
        "changed": "ændrede",
        "reversed": "tilbageført",
        "sum": "sum",
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
    log="Revisionsspor",
    date="Dato",
    event="Hændelse",
    amount="Beløb",
    description="Beskrivelse",
    place="Sted",
    events={
        "application": "Ansøgning",
        "award": "Bevilling",
        "amendment": "Ændring",
        "instalment": "Rate modtaget",
        "repayment": "Tilbagebetalt",
        "report": "Rapport",
        "import": "Import",
        "postings": "Posteringer",
        "reversals": "Tilbageførsel",
        "closing": "Lukning",
        "reopening": "Genåbning",
    },
    pending="ansøgt, ikke godkendt",
    approved_by="godkendt af {name}",
    imported="import {number}: {file} (profil {profile})",
    import_counts=(
        "{new} nye, {changed} ændrede, {reversed} tilbageførte, {known} kendte, {ignored} udeladte, "
        "{unmatched} uden regel"
    ),
    without_record="import {number} er ikke optegnet i imports.toml",
    not_all_there="importen skrev {written} posteringer, her står {count}",
    entered="{count} indtastet, {period}",
    one_line="linje {line}",
    lines="linje {first}-{last}",
    takes_back="tager tilbage: {what}",
    taken_back="{voucher} af {date} (linje {line})",
    taken_back_unknown="{voucher} af {date} (findes ikke)",
    closed_all="lukning {number} af hele regnskabet (posteringer: {count})",
    closed_period="lukning {number} af perioden {period} (posteringer: {count})",
    reopened="lukning {closing} er genåbnet",
    by="af {name}",
    because="begrundelse: {reason}",
    seal="segl {seal}",
    signed="underskrevet med {key}",
    out_of_order="datoen ligger før det, der kom forud: et ur er stillet tilbage, eller en dato er forkert",
    no_day_note=(
        "Posteringer, der er indtastet, siger ikke hvilken dag det skete; de står, hvor postings.csv har dem."
    ),
    nothing_note="Der er ikke sket noget endnu.",
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
    log="Audit trail",
    date="Date",
    event="Event",
    amount="Amount",
    description="Description",
    place="Place",
    events={
        "application": "Application",
        "award": "Award",
        "amendment": "Amendment",
        "instalment": "Instalment received",
        "repayment": "Repaid",
        "report": "Report",
        "import": "Import",
        "postings": "Postings",
        "reversals": "Reversal",
        "closing": "Closing",
        "reopening": "Reopening",
    },
    pending="applied for, not approved",
    approved_by="approved by {name}",
    imported="import {number}: {file} (profile {profile})",
    import_counts=(
        "{new} new, {changed} changed, {reversed} reversed, {known} known, {ignored} left out, "
        "{unmatched} without a rule"
    ),
    without_record="import {number} is not recorded in imports.toml",
    not_all_there="the import wrote {written} postings, {count} stand here",
    entered="{count} entered, {period}",
    one_line="line {line}",
    lines="lines {first}-{last}",
    takes_back="takes back: {what}",
    taken_back="{voucher} of {date} (line {line})",
    taken_back_unknown="{voucher} of {date} (not found)",
    closed_all="closing {number} of the whole account (postings: {count})",
    closed_period="closing {number} of the period {period} (postings: {count})",
    reopened="closing {closing} is reopened",
    by="by {name}",
    because="reason: {reason}",
    seal="seal {seal}",
    signed="signed with {key}",
    out_of_order="the date lies before what came earlier: a clock was set back, or a date is wrong",
    no_day_note=(
        "Postings that were entered do not say on which day; they stand where postings.csv has them."
    ),
    nothing_note="Nothing has happened yet.",
)

TRAIL_WORDS: Mapping[Language, TrailWords] = {"da": DANISH_TRAIL, "en": ENGLISH_TRAIL}
