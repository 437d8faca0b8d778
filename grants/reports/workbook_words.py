"""The words of the workbook in Danish and English: names of sheets, headings and notes on figures.

Names of sheets have at most 20 characters and none of `[ ] : * ?` or strokes; names of tables and their
columns hold letters only, so that formulas can name them without quotes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkbookWords:
    """Every word of the workbook that the reports do not have already."""

    portfolio: str
    overview: str
    budget: str
    follow_up: str
    payments: str
    postings: str
    reconciliation: str
    findings: str
    part: str

    table_postings: str
    table_budget: str
    table_findings: str
    name_award: str
    name_budget: str
    name_spent: str
    name_rest: str
    name_limit: str
    name_limit_amount: str
    name_status: str
    name_postings: str

    line: str
    starts: str
    ends: str
    slot: str
    activity: str
    title: str
    category: str
    uncategorised: str
    financing: str
    amount: str
    voucher: str
    text: str
    document: str
    quantity: str
    unit: str
    day: str
    posted: str
    number: str
    period: str
    approximate: str
    yes: str
    original: str
    changed: str
    approvals: str

    amounts_in: str
    counted_until: str
    master_data: str
    key_figures: str
    share_used: str
    state_of_checks: str
    errors: str
    warnings: str
    notes: str
    all_reconciled: str
    ok: str
    wrong: str
    by_activity: str
    all_postings: str
    shown_postings: str
    not_counted: str
    of_award: str
    transfer_limit: str

    control: str
    in_ledger: str
    in_workbook: str
    difference: str
    source: str
    sum_of_postings: str
    number_of_postings: str
    follow_up_and_left_out: str
    sum_of_budget: str
    budget_in_follow_up: str
    row_of: str
    column_of: str
    grant_financed: str
    rows_and_columns: str
    control_total: str
    budget_and_award: str

    severity: str
    severities: dict[str, str]
    code: str
    place: str
    finding: str
    remedy: str
    nothing_found: str

    page: str

    note_slot: str
    note_amount: str
    note_voucher: str
    note_line: str
    note_budget: str
    note_actual: str
    note_deviation: str
    note_percent: str
    note_not_periodised: str
    note_in_ledger: str
    note_in_workbook: str
    note_rest: str
    note_budget_number: str
    note_budget_period: str
    note_original: str
    note_changed: str

    budget_differences: str
    change: str
    line_added: str
    line_removed: str
    before: str
    after: str
    no_differences: str
    proposal_note: str
    not_award_note: str


DANISH_WORKBOOK = WorkbookWords(
    portfolio="Portefølje",
    overview="Oversigt",
    budget="Budget",
    follow_up="Opfølgning",
    payments="Indbetalinger",
    postings="Posteringer",
    reconciliation="Afstemning",
    findings="Kontrol",
    part="del",
    table_postings="Posteringer",
    table_budget="Budgetlinjer",
    table_findings="Kontrolfund",
    name_award="Bevilget",
    name_budget="Budgetteret",
    name_spent="Anvendt",
    name_rest="Rest",
    name_limit="Grænse",
    name_limit_amount="GrænseBeløb",
    name_status="Afstemt",
    name_postings="AllePosteringer",
    line="Linje",
    starts="Fra",
    ends="Til",
    slot="Opfølgning",
    activity="Aktivitet",
    title="Titel",
    category="Kategori",
    uncategorised="uden kategori",
    financing="Finansiering",
    amount="Beløb",
    voucher="Bilag",
    text="Tekst",
    document="Dokument",
    quantity="Antal",
    unit="Enhed",
    day="Dato",
    posted="Posteret den",
    number="Nr.",
    period="Periode",
    approximate="Omtrentlig",
    yes="ja",
    original="Oprindeligt",
    changed="Ændret",
    approvals="Godkendelser",
    amounts_in="Beløb i {currency}",
    counted_until="Anvendt til og med {date}",
    master_data="Stamdata",
    key_figures="Nøgletal",
    share_used="Anvendt i % af budgettet",
    state_of_checks="Kontrol af regnskabet",
    errors="Fejl",
    warnings="Advarsler",
    notes="Bemærkninger",
    all_reconciled="Afstemning",
    ok="OK",
    wrong="FEJL",
    by_activity="Budget og anvendt pr. aktivitet",
    all_postings="Alle posteringer",
    shown_postings="Viste posteringer",
    not_counted="Ikke medregnet",
    of_award="Heraf betalt af bevillingen",
    transfer_limit="Grænse for afvigelse",
    control="Kontrol",
    in_ledger="Regnskabet",
    in_workbook="Projektmappen",
    difference="Forskel",
    source="Kilde",
    sum_of_postings="Alle posteringer, sum",
    number_of_postings="Alle posteringer, antal",
    follow_up_and_left_out="Opfølgning i alt og ikke medregnet",
    sum_of_budget="Budgetlinjer, sum",
    budget_in_follow_up="Opfølgning, budget i alt",
    row_of="Aktivitet: {title}",
    column_of="Periode: {title}",
    grant_financed="Posteringer betalt af bevillingen",
    rows_and_columns="Opfølgning, kolonner mod rækker",
    control_total="Kontroltotal: {what}",
    budget_and_award="Budget betalt af bevillingen mod det bevilgede",
    severity="Art",
    severities={"error": "fejl", "warning": "advarsel", "note": "bemærkning"},
    code="Kode",
    place="Sted",
    finding="Fundet",
    remedy="Hvad der kan gøres",
    nothing_found="Kontrollen fandt intet.",
    page="Side &P af &N",
    note_slot=(
        "Den kolonne i opfølgningen, som beløbet tælles i. Ikke periodiseret: beløbet er kun kendt for en "
        "længere periode end en kolonne. Ikke medregnet: det ligger efter opgørelsesdatoen."
    ),
    note_amount="Anvendt beløb. En tilbageførsel er negativ.",
    note_voucher="Nummeret på det bilag, der dokumenterer udgiften.",
    note_line="Linjen i postings.csv, som posteringen står på.",
    note_budget="Summen af aktivitetens budgetlinjer for perioden.",
    note_actual="Summen af aktivitetens posteringer for perioden.",
    note_deviation="Anvendt minus budget: positiv, når der er brugt mere end budgetteret.",
    note_percent="Afvigelsen i procent af budgettet. Tom uden budget.",
    note_not_periodised=(
        "Beløb, som kun er kendt for en længere periode end en kolonne. De er ikke fordelt på perioder."
    ),
    note_in_ledger="Det nøjagtige tal fra regnskabet, beregnet i hele ører.",
    note_in_workbook="Det samme tal, beregnet af formlerne i denne projektmappe.",
    note_rest="Bevilget minus det, som bevillingen har betalt.",
    note_budget_number="Linjens plads i grant.toml. En ny linje har intet nummer.",
    note_budget_period="ISO 8601, for eksempel 2018, 2018-Q1 eller 2018/2019. Tom: hele perioden.",
    note_original="Beløbet i det første budget, før nogen ændring blev godkendt.",
    note_changed="Beløbet minus det oprindelige. Godkendelserne står i næste kolonne.",
    budget_differences="Ændringer af budgettet",
    change="Ændring",
    line_added="ny linje",
    line_removed="linje fjernet",
    before="Før",
    after="Efter",
    no_differences="Budgettet i projektmappen er det samme som i regnskabet.",
    proposal_note="Et forslag: intet er skrevet i grant.toml.",
    not_award_note="Budgettet betalt af bevillingen er {budget}, det bevilgede eller ansøgte er {award}.",
)

ENGLISH_WORKBOOK = WorkbookWords(
    portfolio="Portfolio",
    overview="Overview",
    budget="Budget",
    follow_up="Follow-up",
    payments="Instalments",
    postings="Postings",
    reconciliation="Reconciliation",
    findings="Findings",
    part="part",
    table_postings="Postings",
    table_budget="BudgetLines",
    table_findings="FindingsList",
    name_award="Awarded",
    name_budget="Budgeted",
    name_spent="Spent",
    name_rest="Rest",
    name_limit="Limit",
    name_limit_amount="LimitAmount",
    name_status="Reconciled",
    name_postings="AllPostings",
    line="Line",
    starts="From",
    ends="To",
    slot="Counted",
    activity="Activity",
    title="Title",
    category="Category",
    uncategorised="no category",
    financing="Financing",
    amount="Amount",
    voucher="Voucher",
    text="Text",
    document="Document",
    quantity="Quantity",
    unit="Unit",
    day="Date",
    posted="Posted on",
    number="No.",
    period="Period",
    approximate="Approximate",
    yes="yes",
    original="Original",
    changed="Changed",
    approvals="Approvals",
    amounts_in="Amounts in {currency}",
    counted_until="Spent up to and including {date}",
    master_data="Master data",
    key_figures="Key figures",
    share_used="Spent in % of the budget",
    state_of_checks="Checks of the account",
    errors="Errors",
    warnings="Warnings",
    notes="Notes",
    all_reconciled="Reconciliation",
    ok="OK",
    wrong="ERROR",
    by_activity="Budget and actual by activity",
    all_postings="All postings",
    shown_postings="Postings shown",
    not_counted="Not counted",
    of_award="Of which paid by the grant",
    transfer_limit="Limit of deviation",
    control="Control",
    in_ledger="The ledger",
    in_workbook="This workbook",
    difference="Difference",
    source="Source",
    sum_of_postings="All postings, sum",
    number_of_postings="All postings, number",
    follow_up_and_left_out="Follow-up in total and not counted",
    sum_of_budget="Budget lines, sum",
    budget_in_follow_up="Follow-up, budget in total",
    row_of="Activity: {title}",
    column_of="Period: {title}",
    grant_financed="Postings paid by the grant",
    rows_and_columns="Follow-up, columns against rows",
    control_total="Control total: {what}",
    budget_and_award="Budget paid by the grant against the award",
    severity="Kind",
    severities={"error": "error", "warning": "warning", "note": "note"},
    code="Code",
    place="Place",
    finding="Found",
    remedy="What can be done",
    nothing_found="The checks found nothing.",
    page="Page &P of &N",
    note_slot=(
        "The column of the follow-up in which the amount is counted. Not periodised: the amount is known "
        "only for a longer period than a column. Not counted: it lies after the date of the statement."
    ),
    note_amount="Amount spent. A reversal is negative.",
    note_voucher="The number of the voucher that documents the cost.",
    note_line="The line of postings.csv on which the posting stands.",
    note_budget="The sum of the activity's budget lines for the period.",
    note_actual="The sum of the activity's postings for the period.",
    note_deviation="Actual less budget: positive when more was spent than budgeted.",
    note_percent="The deviation in percent of the budget. Empty without a budget.",
    note_not_periodised=(
        "Amounts known only for a longer period than one column. They are not spread over periods."
    ),
    note_in_ledger="The exact figure of the ledger, computed in whole minor units.",
    note_in_workbook="The same figure, computed by the formulas of this workbook.",
    note_rest="Awarded less what the grant has paid for.",
    note_budget_number="The place of the line in grant.toml. A new line has no number.",
    note_budget_period="ISO 8601, such as 2018, 2018-Q1 or 2018/2019. Empty: the whole period of the grant.",
    note_original="The amount in the first budget, before any change was approved.",
    note_changed="The amount less the original one. The approvals stand in the next column.",
    budget_differences="Changes of the budget",
    change="Change",
    line_added="new line",
    line_removed="line removed",
    before="Before",
    after="After",
    no_differences="The budget in the workbook is the same as in the ledger.",
    proposal_note="A proposal: nothing is written to grant.toml.",
    not_award_note="The budget paid by the grant is {budget}; awarded or applied for is {award}.",
)
