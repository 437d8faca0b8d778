"""What was granted, spent and is left, as tables and documents: every report by its name.

A report is imported when it is made, so that the list costs nothing.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from grants.ledger import Account, Ledger
    from grants.reports.document import Document
    from grants.reports.table import Table


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the module and the function that make it, of an account or of a whole ledger.

    One that `needs_day` is made only with `as_of`; a letter goes to the funder with the account's files.
    """

    module: str
    function: str
    of: Literal["account", "ledger"] = "account"
    is_letter: bool = False
    needs_day: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that `make` takes."""
        parameters = inspect.signature(self._function).parameters.values()
        return tuple(one.name for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY)

    def make(self, subject: object, /, **options: object) -> Any:
        """A table or a document of an account or a ledger; None where there is nothing to report."""
        return self._function(subject, **options)

    @property
    def _function(self) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(import_module(f"grants.reports.{self.module}"), self.function)
        return function


REPORTS: Mapping[str, Report] = {
    "budget": Report("budget", "budget_report"),
    "settlement": Report("settlement", "settlement_report"),
    "available": Report("settlement", "availability_report"),
    "status": Report("status", "status_report", is_letter=True, needs_day=True),
    "application": Report("application", "application_report", is_letter=True),
    "final": Report("final", "final_report", is_letter=True),
    "portfolio": Report("portfolio", "portfolio_report", of="ledger", needs_day=True),
    "list": Report("overview", "ledger_overview", of="ledger"),
    "show": Report("overview", "grant_overview"),
    "postings": Report("overview", "postings_table"),
    "history": Report("changes", "history_table"),
    "log": Report("log", "log_table"),
}
"""Every report on what a ledger holds, by its name."""


def make_report(
    report: "str | Callable[..., Table | Document | None]", subject: "Account | Ledger", /, **options: object
) -> "Table | Document | None":
    """A report of an account or a ledger: one of the package, a registered one, or a function of one's own.

    `report` is a name, such as `budget`, that of the package first, or a function that is called with the
    subject and the options. `options` are those of the report's own function, such as `by` of
    `budget_report`. None where there is nothing to report. Raises `UnknownExtensionError` for another name,
    and `ArgumentError` for an option that the report has not, for one that it needs, or for a subject of
    another kind.
    """
    if not isinstance(report, str):
        return report(subject, **options)
    made: Table | Document | None
    if report in REPORTS:
        _prove(report, subject, options)
        made = REPORTS[report].make(subject, **options)
    else:
        from grants.extensions import extension

        made = extension("reports", report, known=REPORTS)(subject, **options)
    return made


def _prove(name: str, subject: object, options: Mapping[str, object]) -> None:
    """Raise `ArgumentError` for what a report of the package is not made of."""
    from grants.errors import ArgumentError
    from grants.ledger import Account, Ledger
    from grants.values.text import did_you_mean

    report = REPORTS[name]
    kind, such_as = (Account, "ledger.grant(id)") if report.of == "account" else (Ledger, "load(folder)")
    if not isinstance(subject, kind):
        raise ArgumentError(
            f"the report {name!r} is of one {report.of}, such as {such_as}, not {subject!r:.80}"
        )
    for option in options:
        if option not in report.options:
            known = ", ".join(report.options)
            hint = did_you_mean(option, report.options)
            hint = "" if hint.startswith("; known") else hint
            raise ArgumentError(f"the report {name!r} has no option {option!r}; it has {known}{hint}")
    if report.needs_day and options.get("as_of") is None:
        raise ArgumentError(f"the report {name!r} needs the day that it is of: as_of=date(2026, 6, 30)")
