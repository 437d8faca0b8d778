"""One grant: everything that its grant.toml declares."""

from datetime import date
from typing import Literal

from pydantic import Field

from grants.records.budget import Activity, Amendment, BudgetLine, FundingSource, RateTable
from grants.records.payments import Application, Award, Commitment, Instalment, Repayment, StatedSettlement
from grants.records.report import Attachment, CheckSetting, Control, Explanation, ReportDetails
from grants.records.terms import Terms
from grants.records.types import Code, Currency, Id, Many, Record, Span, Text
from grants.values.money import Amount
from grants.values.periods import Period


class Funder(Record):
    """Who gives the grant. `kind` decides which public rules follow, such as fondsmoms."""

    name: Text
    """The name of the body, foundation or association that gives the money."""
    kind: Literal["public", "private"]
    """public: a state or other public-law body, the EU included. private: a foundation or association."""


class Recipient(Record):
    """Who receives the grant and answers for it, and for whom (`on_behalf_of`)."""

    name: Text
    """The name of the body that receives the money."""
    kind: Literal["municipality", "region", "other"] | None = None
    """What the recipient is; it decides fondsmoms, which concerns municipalities and regions only."""
    unit: Text | None = None
    """The department or office that keeps the account."""
    address: Many[Text] = ()
    """The lines of the address."""
    on_behalf_of: Text | None = None
    """For whom the recipient holds the grant, such as the partners of a cluster."""


class Partner(Record):
    """Someone who pays a part of the project; budget lines and postings name it by `id`."""

    id: Id
    """Short name, used in `partner = "..."` and in postings.csv as `partner:ID`."""
    name: Text
    """Full name."""


class Grant(Record):
    """Everything that grant.toml declares of one grant.

    `id` is the name of the grant's folder. `period` is the period of the award, or the one applied
    for. Every amount is in `currency` (ISO 4217).
    """

    id: Id
    """The grant's short name, which is the name of its folder."""
    title: Text
    """What the grant is for."""
    funder: Funder
    """Who gives the grant."""
    recipient: Recipient
    """Who receives it."""
    period: Span
    """The period of the award, or the one applied for, both ends included."""
    language: Literal["da", "en"] = "da"
    """The language of reports."""
    currency: Currency = "DKK"
    """The currency of every amount, by ISO 4217."""
    status: Literal["applied", "awarded", "reported", "closed"]
    """How far the grant is."""
    case_number: Text | None = None
    """The funder's or the recipient's case number."""
    application: Application | None = None
    """What was applied for."""
    award: Award | None = None
    """What was granted."""
    report: ReportDetails | None = None
    """Facts on the final report."""
    settlement: StatedSettlement | None = None
    """The settlement as stated to the funder."""
    terms: Terms = Terms()
    """The funder's rules."""
    checks: dict[Code, CheckSetting] = Field(default_factory=dict)
    """Rules that weigh more or less in this grant, by their code."""
    partners: Many[Partner] = Field(default=(), alias="partner")
    """Who takes part and pays a share."""
    activities: Many[Activity] = Field(default=(), alias="activity")
    """What the grant pays for."""
    rates: Many[RateTable] = Field(default=(), alias="rate")
    """Rates that change on dates."""
    budget: Many[BudgetLine] = ()
    """The lines of the budget as first approved, or as applied for."""
    financing: Many[FundingSource] = ()
    """The financing plan: what each source pays in all."""
    amendments: Many[Amendment] = Field(default=(), alias="amendment")
    """Changes that the funder approved."""
    instalments: Many[Instalment] = Field(default=(), alias="instalment")
    """Payments from the funder."""
    repayments: Many[Repayment] = Field(default=(), alias="repayment")
    """Money paid back to the funder."""
    commitments: Many[Commitment] = Field(default=(), alias="commitment")
    """What is ordered and not yet posted."""
    controls: Many[Control] = Field(default=(), alias="control")
    """Totals that must hold."""
    explanations: Many[Explanation] = Field(default=(), alias="explanation")
    """Why something is as it is."""
    attachments: Many[Attachment] = Field(default=(), alias="attachment")
    """What is enclosed with the report."""

    @property
    def effective_period(self) -> Period:
        """The period in force: that of the latest approved amendment with one, else the grant's own."""
        return self.period_on(None)

    def period_on(self, day: date | None) -> Period:
        """The period in force on a day, or now; of two with the same date the longer one counts."""
        dated = [
            (a.date, a.period.end, a.period) for a in self.approved_amendments(day) if a.period is not None
        ]
        return max(dated)[2] if dated else self.period

    def award_changed_to(self, day: date | None) -> Amount | None:
        """What amendments made of the award up to and with a day, or by now; None if they left it.

        Of two changed on the same day it is the larger one, whichever comes first.
        """
        changed = [(a.date, a.award) for a in self.approved_amendments(day) if a.award is not None]
        return max(changed)[1] if changed else None

    def approved_amendments(self, day: date | None) -> list[Amendment]:
        """The amendments that were approved up to and with a day, or by now."""
        approved = [a for a in self.amendments if a.approved_by is not None]
        return [a for a in approved if day is None or a.date <= day]

    @property
    def is_awarded(self) -> bool:
        """Whether there is a grant, and not only an application for one."""
        return self.status != "applied"

    @property
    def is_final(self) -> bool:
        """Whether the account is reported or closed, so that nothing may be left open."""
        return self.status in ("reported", "closed")

    @property
    def ceiling(self) -> Amount | None:
        """What the original budget must add up to: the first award, or the amount applied for."""
        source = self.award if self.is_awarded else self.application
        return source.amount if source is not None else None

    def title_of(self, activity: str) -> str:
        """The title of an activity; its id where nothing declares it."""
        return next((a.title for a in self.activities if a.id == activity), activity)

    def explained(self, of: str, activity: str | None = None) -> Explanation | None:
        """The explanation of this kind for the activity, else the one for the whole account."""
        fitting = [e for e in self.explanations if e.of == of and e.activity in (activity, None)]
        return max(fitting, key=lambda e: e.activity is not None, default=None)
