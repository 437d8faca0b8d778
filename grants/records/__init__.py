"""What people declare in grant.toml: frozen, strict records.

The names of the keys in the file are the aliases (`[[activity]]` is `Grant.activities`). What one
record alone can say is checked here; what several must agree on is checked in `grants.checks`.
"""

from grants.records.budget import Activity as Activity
from grants.records.budget import Amendment as Amendment
from grants.records.budget import BudgetLine as BudgetLine
from grants.records.budget import Calculation as Calculation
from grants.records.budget import Factor as Factor
from grants.records.budget import FundingSource as FundingSource
from grants.records.budget import LineChange as LineChange
from grants.records.budget import RateStep as RateStep
from grants.records.budget import RateTable as RateTable
from grants.records.closings import NOT_CLOSED as NOT_CLOSED
from grants.records.closings import ClosedFile as ClosedFile
from grants.records.closings import ClosedSettlement as ClosedSettlement
from grants.records.closings import ClosedTotal as ClosedTotal
from grants.records.closings import Closing as Closing
from grants.records.closings import Closings as Closings
from grants.records.closings import OpenErrors as OpenErrors
from grants.records.closings import Reopening as Reopening
from grants.records.grant import Funder as Funder
from grants.records.grant import Grant as Grant
from grants.records.grant import Partner as Partner
from grants.records.grant import Recipient as Recipient
from grants.records.payments import Application as Application
from grants.records.payments import Award as Award
from grants.records.payments import Commitment as Commitment
from grants.records.payments import Instalment as Instalment
from grants.records.payments import Repayment as Repayment
from grants.records.payments import StatedSettlement as StatedSettlement
from grants.records.report import Attachment as Attachment
from grants.records.report import Auditor as Auditor
from grants.records.report import CheckSetting as CheckSetting
from grants.records.report import Control as Control
from grants.records.report import Explanation as Explanation
from grants.records.report import ManagementStatement as ManagementStatement
from grants.records.report import ReportDetails as ReportDetails
from grants.records.terms import AuditorTier as AuditorTier
from grants.records.terms import DatedRules as DatedRules
from grants.records.terms import Fondsmoms as Fondsmoms
from grants.records.terms import HourNorm as HourNorm
from grants.records.terms import Match as Match
from grants.records.terms import Overhead as Overhead
from grants.records.terms import Prohibited as Prohibited
from grants.records.terms import ReportDeadline as ReportDeadline
from grants.records.terms import Retention as Retention
from grants.records.terms import Rules as Rules
from grants.records.terms import Terms as Terms
from grants.records.terms import TransferLimit as TransferLimit
from grants.records.types import CURRENCY_PATTERN as CURRENCY_PATTERN
from grants.records.types import ID_PATTERN as ID_PATTERN
from grants.records.types import Record as Record
