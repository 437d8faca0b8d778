"""The words that reports are made of, in Danish and English.

Names of the fields are the field's own terms; `{braces}` are filled with values by the report that
uses the sentence.
"""

from dataclasses import dataclass

from grants.reports.locale import Language
from grants.reports.workbook_words import DANISH_WORKBOOK, ENGLISH_WORKBOOK, WorkbookWords


@dataclass(frozen=True, slots=True)
class Labels:
    """Every label and sentence of the reports in one language."""

    activity: str
    figure: str
    budget: str
    actual: str
    deviation: str
    deviation_percent: str
    total: str
    not_periodised: str
    budget_against_actual: str
    by_unit: str
    not_periodised_note: str
    spread_days_note: str
    spread_months_note: str
    as_of_note: str
    left_out_note: str
    approximate_note: str

    grant: str
    title: str
    status: str
    statuses: dict[str, str]
    period: str
    award: str
    applied_for: str
    spent: str
    rest: str
    grants: str

    funder: str
    recipient: str
    on_behalf_of: str
    case_number: str
    document_number: str
    date: str
    date_of_award: str
    currency: str
    period_of_use: str
    voucher: str
    text: str
    amount: str
    financing: str
    postings: str
    explanations: str
    controls: str
    line: str

    final_report: str
    application: str
    award_and_use: str
    awarded_sentence: str
    applied_sentence: str
    behalf: str
    in_year: str
    on_date: str
    used_sentence: str
    used_otherwise_sentence: str
    all_spent_sentence: str
    shared_sentence: str
    unspent_sentence: str
    overspent_sentence: str
    attachments: str
    explanation_of_deviations: str
    period_explanation: str
    award_explanation: str
    whole_explanation: str
    management_statement: str
    management_sentence: str
    place_and_date: str
    name_and_title: str
    signature: str
    draft_note: str

    page_of: str
    chart_title: str
    chart_bar: str
    checksum: str
    approved_changes: str
    document: str
    settlement: str
    settlement_table: str
    auditor_statement: str
    auditor_sentence: str
    auditor_tier_sentence: str
    auditor_kinds: dict[str, str]
    auditor_lines: tuple[str, ...]

    status_sentence: str
    others_sentence: str
    committed_sentence: str
    nothing_spent_sentence: str
    time_gone_sentence: str
    before_start_sentence: str
    after_end_sentence: str
    left_out_sentence: str
    forecast: str
    forecast_sentence: str
    forecast_commitments_sentence: str
    no_forecast_sentence: str
    forecast_over_sentence: str
    forecast_under_sentence: str
    deadlines: str
    deadlines_from: str
    deadline: str
    end_of_period: str
    report_due: str
    instalment_planned: str
    days_left: str
    no_deadlines_sentence: str
    burn_title: str
    burn_budget: str
    burn_description: str
    burn_placed_note: str

    budget_appendix: str
    budget_by_year: str
    applied_amount: str
    share: str

    portfolio: str
    portfolio_sentence: str
    others_note: str
    spent_of_which: str
    grant_spending_note: str
    time_gone: str
    money_gone: str
    next_deadline: str
    findings: str
    finding_counts: str
    portfolio_chart: str

    fields: str
    field: str
    value: str
    workbook: WorkbookWords
    original_budget: str
    approved_budget: str
    history: str
    history_added: str
    history_approved: str
    change: str
    amount_after: str
    period_changed_sentence: str
    award_changed_sentence: str
    award_changed_later_sentence: str
    approval_clause: str
    applied_clause: str
    pending_clause: str
    settlement_figures: str
    settled_as_of_note: str
    received: str
    repaid: str
    eligible: str
    unspent: str
    overspent: str
    receivable: str
    to_repay: str
    held: str
    instalments: str
    planned: str
    received_on: str
    availability: str
    committed: str
    available: str
    available_of_grant: str
    keep_until: str
    auditor: str
    statement_signed: str
    source: str
    valid_from: str
    valid_to: str
    unit: str
    terms: str
    name: str
    sources: dict[str, str]
    in_kind: str


DANISH = Labels(
    activity="Aktivitet",
    figure="Beløb",
    budget="Budget",
    actual="Anvendt",
    deviation="Afvigelse",
    deviation_percent="Afvigelse i %",
    total="I alt",
    not_periodised="Ikke periodiseret",
    budget_against_actual="Budget og anvendt beløb",
    by_unit="pr. {unit}",
    not_periodised_note=(
        "Ikke periodiseret: beløb, som kun er kendt for en længere periode end en kolonne. De er "
        "ikke fordelt."
    ),
    spread_days_note=(
        "Beløb, som kun er kendt for en længere periode, er fordelt efter antal dage. Fordelingen "
        "er beregnet, ikke bogført."
    ),
    spread_months_note=(
        "Beløb, som kun er kendt for en længere periode, er fordelt efter antal måneder. "
        "Fordelingen er beregnet, ikke bogført."
    ),
    as_of_note="Anvendt til og med {date}. Budgettet er for hele perioden.",
    left_out_note=("{amount} er kun kendt for en periode, der går ud over datoen, og er ikke regnet med."),
    approximate_note="ca.: beløbet er i kilden angivet som omtrentligt.",
    grant="Bevilling",
    title="Titel",
    status="Status",
    statuses={
        "applied": "ansøgt",
        "awarded": "bevilget",
        "reported": "afrapporteret",
        "closed": "afsluttet",
    },
    period="Periode",
    award="Bevilget",
    applied_for="Ansøgt",
    spent="Anvendt",
    rest="Rest",
    grants="Bevillinger",
    funder="Bevillingsgiver",
    recipient="Modtager",
    on_behalf_of="På vegne af",
    case_number="Sagsnr.",
    document_number="Dokument nr.",
    date="Dato",
    date_of_award="Bevilget i",
    currency="Valuta",
    period_of_use="Anvendt i perioden",
    voucher="Bilag",
    text="Tekst",
    amount="Beløb",
    financing="Finansiering",
    postings="Posteringer",
    explanations="Forklaringer",
    controls="Kontroltotaler",
    line="Linje",
    final_report="Afrapportering",
    application="Ansøgning",
    award_and_use="Bevilling og anvendelse",
    awarded_sentence="{recipient} fik{when}{behalf} bevilget {amount} fra {funder} til »{title}«.",
    applied_sentence="{recipient} søger{behalf} {amount} fra {funder} til »{title}«.",
    behalf=" på vegne af {name}",
    in_year=" i {year}",
    on_date=" den {date}",
    used_sentence="Midlerne er anvendt {when}.",
    used_otherwise_sentence=("Midlerne er anvendt {when}; bevillingen var ventet anvendt {planned}."),
    shared_sentence=(
        "Der er i alt anvendt {total}; heraf betaler bevillingen {spent}, og {others} er egne midler "
        "eller kommer fra partnere."
    ),
    all_spent_sentence="Hele bevillingen er anvendt.",
    unspent_sentence="Af bevillingen er {spent} anvendt og {rest} ikke anvendt.",
    overspent_sentence="For bevillingens regning er der anvendt {spent}, som er {rest} mere end bevillingen.",
    attachments="Bilag",
    explanation_of_deviations="Forklaring på afvigelser",
    period_explanation="Perioden",
    award_explanation="Forbrug ud over bevillingen",
    whole_explanation="Budgettet i alt",
    management_statement="Ledelseserklæring",
    management_sentence=(
        "Det erklæres, at regnskabet er rigtigt, at de dispositioner, som regnskabet omfatter, er i "
        "overensstemmelse med bevillingen, love, andre forskrifter og indgåede aftaler, og at der "
        "er taget skyldige økonomiske hensyn ved forvaltningen af midlerne."
    ),
    place_and_date="Sted og dato",
    name_and_title="Navn og titel",
    signature="Underskrift",
    draft_note="UDKAST: kontrollen af regnskabet fandt {count} fejl, som ikke er rettet.",
    page_of="Side {page} af {pages}",
    chart_title="Budget og anvendt beløb pr. aktivitet",
    chart_bar="{category}: {values}",
    checksum="SHA-256",
    approved_changes="Godkendte ændringer",
    document="Dokument",
    settlement="Afregning",
    settlement_table="Bevilling, forbrug og rest",
    auditor_statement="Revisors erklæring",
    auditor_kinds={
        "declaration": "erklæring",
        "competent-person": "regnskabskyndig person",
        "approved-auditor": "godkendt revisor",
        "performance-audit": "revision med forvaltningsrevision",
    },
    auditor_tier_sentence="Vilkårene for en bevilling over {above} kræver: {requires}.",
    auditor_sentence=(
        "Revisor udfylder denne side. Erklæringen omfatter regnskabet for »{title}« hvor der "
        "er anvendt {spent} i alt."
    ),
    auditor_lines=("Sted og dato", "Revisors navn og firma", "Underskrift"),
    committed_sentence="Af resten er {committed} disponeret, så {available} er til rådighed.",
    others_sentence="Hertil kommer {amount}, som er egne midler eller kommer fra partnere.",
    status_sentence="Pr. {date} er {spent} af bevillingens {award} anvendt. Der er {rest} tilbage.",
    nothing_spent_sentence="Pr. {date} er intet forbrug registreret af bevillingens {award}.",
    time_gone_sentence="{percent} af perioden {period} er gået.",
    before_start_sentence="Perioden {period} er ikke begyndt.",
    after_end_sentence="Perioden {period} er slut.",
    left_out_sentence=(
        "{amount} er kun kendt for en periode, der går ud over datoen, og indgår ikke i tallene."
    ),
    forecast="Prognose",
    forecast_commitments_sentence=(
        "Der er anvendt og disponeret {forecast}, som er mere, end forbruget hidtil peger mod."
    ),
    forecast_sentence=(
        "Fortsætter forbruget som hidtil, er {forecast} af bevillingen anvendt ved periodens slutning. "
        "Beregningen er det hidtidige forbrug pr. dag i perioden gange periodens antal dage."
    ),
    no_forecast_sentence="Der er endnu ikke grundlag for en prognose.",
    forecast_over_sentence="Det er {amount} mere end bevillingen.",
    forecast_under_sentence="Det er {amount} mindre end bevillingen.",
    deadlines="Kommende frister",
    deadlines_from="Frister fra og med {date}",
    deadline="Frist",
    instalment_planned="Rate på {amount} ventes fra bevillingsgiver",
    report_due="Afrapportering skal være hos bevillingsgiver",
    end_of_period="Bevillingens periode slutter; en forlængelse skal være søgt forinden",
    days_left="Dage tilbage",
    no_deadlines_sentence="Der er ingen kendte frister efter {date}.",
    burn_title="Forbrug over tid ({currency})",
    burn_budget="Budget, jævnt fordelt",
    burn_description=(
        "Kurven over anvendte beløb når {spent} pr. {date}. Var budgettets {budget} anvendt jævnt, "
        "ville kurven være nået til {even} samme dag."
    ),
    burn_placed_note="Beløb, som kun er kendt for en længere periode, er tegnet på periodens sidste dag.",
    budget_appendix="Budgetbilag",
    budget_by_year="Budget pr. år ({currency})",
    applied_amount="Ansøgt beløb",
    share="Andel",
    portfolio="Bevillinger i alt",
    grant_spending_note="Anvendt er det, som bevillingen betaler, og resten er bevilget minus anvendt.",
    spent_of_which="{amount}, heraf {of_grant} af bevillingen",
    others_note="{grant}: hertil kommer {amount}, som er egne midler eller kommer fra partnere.",
    portfolio_sentence="Opgjort pr. {date}. {count} bevillinger og ansøgninger.",
    time_gone="Tid gået",
    money_gone="Forbrugt",
    next_deadline="Næste frist",
    findings="Fund",
    finding_counts="{errors} fejl, {warnings} advarsler",
    portfolio_chart="Forbrug og tid i procent",
    fields="Felter",
    field="Felt",
    value="Værdi",
    workbook=DANISH_WORKBOOK,
    original_budget="Oprindeligt budget",
    approved_budget="Godkendt budget",
    history="Budgetlinjernes historik",
    history_added="Tilføjet linje",
    history_approved="Godkendt af {name}",
    change="Ændring",
    amount_after="Beløb herefter",
    period_changed_sentence="perioden er ændret til {period}",
    award_changed_later_sentence="Efter senere ændringer er {amount} bevilget i alt.",
    settlement_figures="Modtaget og anvendt",
    settled_as_of_note="Opgjort til og med {date}.",
    award_changed_sentence="bevillingen er ændret til {amount}",
    approval_clause="godkendt af {name} den {date}",
    applied_clause="ansøgt den {date}",
    pending_clause="ikke godkendt",
    received="Modtaget",
    repaid="Tilbagebetalt",
    eligible="Anvendt af bevillingen",
    unspent="Ikke anvendt",
    overspent="Anvendt ud over bevillingen",
    receivable="Til gode hos bevillingsgiver",
    to_repay="Til tilbagebetaling",
    held="Modtaget og endnu ikke anvendt",
    instalments="Rater",
    planned="Planlagt",
    received_on="Modtaget den",
    availability="Rådighed",
    committed="Disponeret",
    available="Til rådighed",
    available_of_grant="Heraf bevilling",
    keep_until="Bilag opbevares til",
    auditor="Revideret af",
    statement_signed="Ledelseserklæringen er underskrevet den {date} af {name}.",
    source="Kilde",
    valid_from="Fra",
    valid_to="Til",
    unit="Enhed",
    terms="Vilkår",
    name="Navn",
    sources={"grant": "Bevillingen", "own": "Egne midler", "partner": "Partnere"},
    in_kind="in natura",
)

ENGLISH = Labels(
    activity="Activity",
    figure="Figure",
    budget="Budget",
    actual="Actual",
    deviation="Deviation",
    deviation_percent="Deviation in %",
    total="Total",
    not_periodised="Not periodised",
    budget_against_actual="Budget against actual",
    by_unit="by {unit}",
    not_periodised_note=(
        "Not periodised: amounts known only for a longer period than one column. They are not spread."
    ),
    spread_days_note=(
        "Amounts known only for a longer period are spread by number of days. The split is "
        "calculated, not posted."
    ),
    spread_months_note=(
        "Amounts known only for a longer period are spread by number of months. The split is "
        "calculated, not posted."
    ),
    as_of_note="Spent up to and including {date}. The budget is for the whole period.",
    left_out_note="{amount} is known only for a period that goes beyond the date, and is not counted.",
    approximate_note="c.: the source states the amount as approximate.",
    grant="Grant",
    title="Title",
    status="Status",
    statuses={
        "applied": "applied",
        "awarded": "awarded",
        "reported": "reported",
        "closed": "closed",
    },
    period="Period",
    award="Awarded",
    applied_for="Applied for",
    spent="Spent",
    rest="Rest",
    grants="Grants",
    funder="Funder",
    recipient="Recipient",
    on_behalf_of="On behalf of",
    case_number="Case no.",
    document_number="Document no.",
    date="Date",
    date_of_award="Awarded in",
    currency="Currency",
    period_of_use="Spent in the period",
    voucher="Voucher",
    text="Text",
    amount="Amount",
    financing="Financing",
    postings="Postings",
    explanations="Explanations",
    controls="Control totals",
    line="Line",
    final_report="Final report",
    application="Application",
    award_and_use="Award and use",
    awarded_sentence="{recipient} was awarded {amount} by {funder}{when}{behalf} for “{title}”.",
    applied_sentence="{recipient} applies{behalf} to {funder} for {amount} for “{title}”.",
    behalf=" on behalf of {name}",
    in_year=" in {year}",
    on_date=" on {date}",
    used_sentence="The money was spent {when}.",
    used_otherwise_sentence=("The money was spent {when}; it was expected to be spent {planned}."),
    shared_sentence=(
        "{total} is spent in all, of which the grant pays {spent}, and {others} is own money or "
        "comes from partners."
    ),
    all_spent_sentence="The whole award is spent.",
    unspent_sentence="{spent} of the award is spent and {rest} is not.",
    overspent_sentence="{spent} is charged to the grant, which is {rest} more than the award.",
    attachments="Attachments",
    explanation_of_deviations="Explanation of deviations",
    period_explanation="The period",
    award_explanation="Spending beyond the award",
    whole_explanation="The budget as a whole",
    management_statement="Management statement",
    management_sentence=(
        "We declare that the account is correct, that the transactions in it comply with the grant, "
        "with laws and other rules and with agreements made, and that the money was administered "
        "with due regard to economy."
    ),
    place_and_date="Place and date",
    name_and_title="Name and title",
    signature="Signature",
    draft_note="DRAFT: checking the account found {count} errors that are not corrected.",
    page_of="Page {page} of {pages}",
    chart_title="Budget and actual spending by activity",
    chart_bar="{category}: {values}",
    checksum="SHA-256",
    approved_changes="Approved changes",
    document="Document",
    settlement="Settlement",
    settlement_table="Award, spending and rest",
    auditor_statement="Auditor's statement",
    auditor_kinds={
        "declaration": "declaration",
        "competent-person": "competent person",
        "approved-auditor": "approved auditor",
        "performance-audit": "audit with performance audit",
    },
    auditor_tier_sentence="The terms of an award above {above} ask for: {requires}.",
    auditor_sentence=(
        "To be filled in by the auditor. The statement covers the account of “{title}” with {spent} spent."
    ),
    auditor_lines=("Place and date", "Name and firm of the auditor", "Signature"),
    committed_sentence="Of the rest, {committed} is ordered, so that {available} is available.",
    others_sentence="Own money and partners have paid {amount} on top of that.",
    status_sentence="As of {date}, {spent} is spent of the award of {award}. {rest} is left.",
    nothing_spent_sentence="As of {date}, no spending of the award of {award} is recorded.",
    time_gone_sentence="{percent} of the period {period} has passed.",
    before_start_sentence="The period {period} has not begun.",
    after_end_sentence="The period {period} is over.",
    left_out_sentence=(
        "{amount} is known only for a period that goes beyond the date, and is not in the figures."
    ),
    forecast="Forecast",
    forecast_commitments_sentence="{forecast} is spent or ordered, more than spending so far leads to.",
    forecast_sentence=(
        "If spending goes on as until now, {forecast} is spent at the end of the period. The "
        "calculation is the spending per day of the period so far, times all its days."
    ),
    no_forecast_sentence="There is no basis for a forecast yet.",
    forecast_over_sentence="That is {amount} more than the award.",
    forecast_under_sentence="That is {amount} less than the award.",
    deadlines="Deadlines ahead",
    deadlines_from="Deadlines from {date}",
    deadline="Deadline",
    instalment_planned="An instalment of {amount} is expected from the funder",
    report_due="The final report is due",
    end_of_period="The period of the grant ends; a longer one must be applied for before",
    days_left="Days left",
    no_deadlines_sentence="No deadline after {date} is known.",
    burn_title="Spending over time ({currency})",
    burn_budget="Budget, spread evenly",
    burn_description=(
        "The line of spending ends at {spent} as of {date}. Even spending of the budget of {budget} "
        "would be {even} on the same day."
    ),
    burn_placed_note="Amounts known only for a longer period are drawn on its last day.",
    budget_appendix="Budget appendix",
    budget_by_year="Budget by year ({currency})",
    applied_amount="Amount applied for",
    share="Share",
    portfolio="All grants",
    grant_spending_note="Spent is what the grant pays, and rest is award less spent.",
    spent_of_which="{amount}, of which {of_grant} of the grant",
    others_note="{grant}: own money and partners have paid {amount} on top of that.",
    portfolio_sentence="As of {date}. {count} grants and applications.",
    time_gone="Time gone",
    money_gone="Spent in %",
    next_deadline="Next deadline",
    findings="Findings",
    finding_counts="{errors} errors, {warnings} warnings",
    portfolio_chart="Spending and time in percent",
    fields="Fields",
    field="Field",
    value="Value",
    workbook=ENGLISH_WORKBOOK,
    original_budget="Original budget",
    approved_budget="Approved budget",
    history="History of the budget lines",
    history_added="Line added",
    history_approved="Approved by {name}",
    change="Change",
    amount_after="Amount after it",
    period_changed_sentence="the period is changed to {period}",
    award_changed_later_sentence="With later changes {amount} is awarded in all.",
    settlement_figures="Received and spent",
    settled_as_of_note="Settled up to and including {date}.",
    award_changed_sentence="the award is changed to {amount}",
    approval_clause="approved by {name} on {date}",
    applied_clause="applied for on {date}",
    pending_clause="not approved",
    received="Received",
    repaid="Paid back",
    eligible="Spent of the award",
    unspent="Not spent",
    overspent="Spent beyond the award",
    receivable="Receivable from the funder",
    to_repay="To be repaid",
    held="Received and not yet spent",
    instalments="Instalments",
    planned="Planned",
    received_on="Received on",
    availability="Availability",
    committed="Ordered",
    available="Available",
    available_of_grant="Of the grant",
    keep_until="Vouchers are kept until",
    auditor="Audited by",
    statement_signed="The management statement was signed on {date} by {name}.",
    source="Source",
    valid_from="From",
    valid_to="To",
    unit="Unit",
    terms="Terms",
    name="Name",
    sources={"grant": "The grant", "own": "Own money", "partner": "Partners"},
    in_kind="in kind",
)

LABELS: dict[Language, Labels] = {"da": DANISH, "en": ENGLISH}
