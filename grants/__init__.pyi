# The public names and their homes. Type checkers read this list, and so does `__init__.py`.

import grants.figures.comparison
import grants.findings.finding
import grants.forms
import grants.history.events
import grants.importing.detection.detect
import grants.importing.importer
import grants.importing.preview
from grants.archive import Archived as Archived
from grants.archive import ArchiveProof as ArchiveProof
from grants.archive import verify_archive as verify_archive
from grants.archive import write_archive as write_archive
from grants.bookkeeping.amend import Amended as Amended
from grants.bookkeeping.amend import Approval as Approval
from grants.bookkeeping.amend import amend as amend
from grants.bookkeeping.close import Closed as Closed
from grants.bookkeeping.close import Signer as Signer
from grants.bookkeeping.close import close as close
from grants.bookkeeping.close import reopen as reopen
from grants.bookkeeping.post import Posted as Posted
from grants.bookkeeping.post import post as post
from grants.bookkeeping.post import post_all as post_all
from grants.bookkeeping.reverse import Reversed as Reversed
from grants.bookkeeping.reverse import reverse as reverse
from grants.checks import RULES as RULES
from grants.checks import check as check
from grants.closing.signatures import verify as verify
from grants.closing.verification import Problem as Problem
from grants.closing.verification import Verification as Verification
from grants.errors import AmendmentError as AmendmentError
from grants.errors import ArchiveError as ArchiveError
from grants.errors import ArgumentError as ArgumentError
from grants.errors import ClosingError as ClosingError
from grants.errors import FormError as FormError
from grants.errors import GrantsError as GrantsError
from grants.errors import RenderError as RenderError
from grants.errors import RevisionError as RevisionError
from grants.errors import SigningError as SigningError
from grants.errors import TemplateError as TemplateError
from grants.errors import UnknownExtensionError as UnknownExtensionError
from grants.errors import UnknownFormatError as UnknownFormatError
from grants.errors import UnknownGrantError as UnknownGrantError
from grants.errors import UnknownTermsError as UnknownTermsError
from grants.errors import WorkbookError as WorkbookError
from grants.errors import WriteError as WriteError
from grants.extensions import extension as extension
from grants.extensions import extension_names as extension_names
from grants.figures.approved_budget import ApprovedBudget as ApprovedBudget
from grants.figures.approved_budget import ApprovedLine as ApprovedLine
from grants.figures.comparison import Comparison as Comparison
from grants.figures.comparison import ComparisonRow as ComparisonRow
from grants.figures.comparison import Figures as Figures
from grants.figures.postings import Group as Group
from grants.figures.postings import Posting as Posting
from grants.figures.postings import Postings as Postings
from grants.figures.postings import PostingText as PostingText
from grants.figures.settlement import Availability as Availability
from grants.figures.settlement import Settlement as Settlement
from grants.findings.finding import Finding as Finding
from grants.findings.finding import Rule as Rule
from grants.findings.finding import Severity as Severity
from grants.findings.finding import Where as Where
from grants.findings.unreadable import UnreadableAccountError as UnreadableAccountError
from grants.history.differences import Difference as Difference
from grants.history.differences import differences as differences
from grants.history.differences import history_differences as history_differences
from grants.history.events import Event as Event
from grants.history.events import EventKind as EventKind
from grants.importing.decisions import Decisions as Decisions
from grants.importing.decisions import read_decisions as read_decisions
from grants.importing.detection.proposal import AnswerError as AnswerError
from grants.importing.detection.proposal import Detection as Detection
from grants.importing.importer import Imported as Imported
from grants.importing.importer import import_file as import_file
from grants.importing.importer import plan_import as plan_import
from grants.importing.plan import ImportPlan as ImportPlan
from grants.importing.preview import mapping_sheet as mapping_sheet
from grants.importing.preview import review_sheet as review_sheet
from grants.importing.profiles.profile import ImportRule as ImportRule
from grants.importing.profiles.profile import Profile as Profile
from grants.importing.profiles.profile_files import load_profile as load_profile
from grants.importing.profiles.profile_files import profile_names as profile_names
from grants.importing.readers.camt053 import read_statement as read_statement
from grants.importing.receipts import compare_receipts as compare_receipts
from grants.importing.source_line import ControlTotal as ControlTotal
from grants.importing.source_line import SourceLine as SourceLine
from grants.ledger import Account as Account
from grants.ledger import Ledger as Ledger
from grants.records.budget import Activity as Activity
from grants.records.budget import Amendment as Amendment
from grants.records.budget import BudgetLine as BudgetLine
from grants.records.budget import Calculation as Calculation
from grants.records.budget import Factor as Factor
from grants.records.budget import FundingSource as FundingSource
from grants.records.budget import LineChange as LineChange
from grants.records.budget import RateStep as RateStep
from grants.records.budget import RateTable as RateTable
from grants.records.closings import Closing as Closing
from grants.records.closings import Closings as Closings
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
from grants.render import SourceFile as SourceFile
from grants.render import draw as draw
from grants.render import draw_bytes as draw_bytes
from grants.render import formats_of as formats_of
from grants.render.findings import Checked as Checked
from grants.render.findings import draw_findings as draw_findings
from grants.reports import make_report as make_report
from grants.reports.application import application_report as application_report
from grants.reports.budget import budget_report as budget_report
from grants.reports.budget_changes import EditedLine as EditedLine
from grants.reports.budget_changes import budget_changes as budget_changes
from grants.reports.changes import history_table as history_table
from grants.reports.differences import differences_table as differences_table
from grants.reports.document import Document as Document
from grants.reports.document import Heading as Heading
from grants.reports.document import Paragraph as Paragraph
from grants.reports.document import plain as plain
from grants.reports.fields import Fields as Fields
from grants.reports.fields import fields_of as fields_of
from grants.reports.fields import fields_table as fields_table
from grants.reports.final import final_report as final_report
from grants.reports.log import log_table as log_table
from grants.reports.overview import grant_overview as grant_overview
from grants.reports.overview import ledger_overview as ledger_overview
from grants.reports.overview import postings_table as postings_table
from grants.reports.portfolio import portfolio_report as portfolio_report
from grants.reports.settlement import availability_report as availability_report
from grants.reports.settlement import settlement_report as settlement_report
from grants.reports.status import status_report as status_report
from grants.reports.table import Align as Align
from grants.reports.table import Column as Column
from grants.reports.table import Money as Money
from grants.reports.table import Percent as Percent
from grants.reports.table import Row as Row
from grants.reports.table import Table as Table
from grants.reports.terms import term_entries as term_entries
from grants.reports.terms import term_sets as term_sets
from grants.store import load as load
from grants.store import load_grant as load_grant
from grants.store.declared.new_grant import NewGrant as NewGrant
from grants.store.declared.new_grant import start_grant as start_grant
from grants.store.declared.new_grant import write_grant as write_grant
from grants.store.declared.schema import schema_text as schema_text
from grants.store.revisions import load_grant_at as load_grant_at
from grants.values.financing import Payer as Payer
from grants.values.money import Amount as Amount
from grants.values.periods import Granularity as Granularity
from grants.values.periods import Period as Period
from grants.values.periods import Spread as Spread
from grants.values.schema import RecordSchema as RecordSchema
from grants.workbook import export_workbook as export_workbook
from grants.workbook.edited_budget import read_edited_budget as read_edited_budget

ComparisonColumn = grants.figures.comparison.Column
ImportRequest = grants.importing.importer.Request
apply_import = grants.importing.importer.apply
audit_trail = grants.history.events.trail
detect_profile = grants.importing.detection.detect.detect
fill_form = grants.forms.fill
import_preview = grants.importing.preview.preview
rule_page = grants.findings.finding.page

__all__: list[str]  # noqa: PYI035  # made from this file
__version__: str
