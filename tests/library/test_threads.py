"""Eight threads at once get the documents that one thread gets, byte by byte."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import grants
from tests.conftest import ROOT

THREADS = 8
LEDGER = grants.load(ROOT / "ledgers")

Job = Callable[[grants.Account], bytes]


def as_file(form: str) -> Job:
    return lambda account: grants.draw_bytes(grants.final_report(account, with_errors=True), form)


def as_form(account: grants.Account) -> bytes:
    table = grants.fields_table(grants.fields_of(account, with_errors=True))
    return grants.draw_bytes(table, "xlsx")


def as_workbook(account: grants.Account) -> bytes:
    return grants.export_workbook(grants.Ledger(grants=(account,)), with_errors=True)


JOBS: dict[str, Job] = {
    **{form: as_file(form) for form in ("pdf", "docx", "html", "markdown", "text")},
    "form": as_form,
    "workbook": as_workbook,
}


@pytest.mark.parametrize("name", JOBS)
def test_documents_of_several_threads_are_those_of_one(name: str) -> None:
    accounts = list(LEDGER) * (4 if name in ("pdf", "docx") else 2)
    alone = [JOBS[name](account) for account in accounts]

    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(JOBS[name], accounts))

    assert together == alone


FIRST_USE = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor

import grants

sys.setswitchinterval(1e-5)
start = threading.Barrier(8)


def use(number):
    start.wait()
    account = grants.load("ledgers").grant("gp-fees-2014")
    grants.draw_bytes(grants.final_report(account), ("pdf", "docx", "html", "text")[number % 4])
    grants.export_workbook(grants.Ledger(grants=(account,)))
    return len(grants.check(grants.load("ledgers")))


with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(use, range(8)))))
"""


def test_threads_may_be_the_first_to_use_the_package() -> None:
    command = [sys.executable, "-c", FIRST_USE]

    made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)

    assert made.stdout.split() == ["1"]
