"""Reports to draw: those of the two real grants, and one whose every text is an attack."""

import datetime as dt
from pathlib import Path

import pytest

import grants
from grants.checks import check
from grants.reports.application import application_report
from grants.reports.document import Document
from grants.reports.final import final_report
from grants.reports.portfolio import portfolio_report
from grants.reports.speech import Language
from grants.reports.status import status_report

LEDGERS = Path(__file__).parent.parent.parent / "ledgers"
LANGUAGES: tuple[Language, ...] = ("da", "en")
DAY = dt.date(2015, 6, 30)

ATTACK = "<b>&amp;</b> #let x = 1 $a^2$ @ref {{ 7*7 }} {% for %} =1+1 ]]> \\u{41} `code` *x*"

GRANT_TOML = f"""
id = "hostile"
title = '''{ATTACK}'''
language = "da"
status = "awarded"
period = "2014/2015"

[funder]
name = '''Fond 🎉 {ATTACK}'''
kind = "private"

[recipient]
name = "Kommunen \u202e שלום مرحبا"
address = ["{"Langevej" * 40}"]

[award]
amount = 1000.50

[[activity]]
id = "one"
title = '''{ATTACK} {"meget " * 60}'''

[[activity]]
id = "two"
title = "{"x" * 300}"

[[budget]]
activity = "one"
amount = 1000.50

[[budget]]
activity = "two"
amount = 0.00

[[amendment]]
date = 2015-01-01
period = "2014/2016"
approved_by = '''{ATTACK}'''
document = "D-1"

[[explanation]]
of = "period"
text = '''{ATTACK}'''
"""

REPORT_MD = f"""
{"Et langt afsnit uden ende. " * 4000}

# {ATTACK}

<script>alert(1)</script> <img src=x onerror=alert(1)> [farlig](javascript:alert(1)) [god](https://example.org)

### Et sprunget niveau

###

1. en
2. to
   - under
     - dybere
       - dybest
         - endnu dybere
7. tre

> citat

![et billede](ingen.png) {"ord" * 3000}

```
kode på
to linjer
```
"""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> grants.Account:
    """A grant whose texts are markup of every kind, signs no font has, and words without end."""
    folder = tmp_path_factory.mktemp("ledgers") / "hostile"
    folder.mkdir()
    (folder / "grant.toml").write_text(GRANT_TOML, encoding="utf-8")
    (folder / "report.md").write_text(REPORT_MD, encoding="utf-8")
    (folder / "postings.csv").write_text(
        "date,activity,amount,voucher,text\n2014-03-01,one,-50.25,V1,=1+1\n2014-05-01,two,700.00,V2,x\n",
        encoding="utf-8",
    )
    return grants.load(folder.parent).grant("hostile")


@pytest.fixture(scope="session")
def final() -> Document:
    return final_report(grants.load(LEDGERS).grant("gp-fees-2014"), auditor=True)


@pytest.fixture(scope="session")
def every_report(hostile: grants.Account) -> dict[str, Document]:
    """All reports of all grants, in both languages."""
    ledger = grants.load(LEDGERS)
    reports = {}
    for language in LANGUAGES:
        for grant in (*ledger, hostile):
            name = f"{grant.id}-{language}"
            reports[f"final-{name}"] = final_report(grant, language=language, auditor=True)
            reports[f"status-{name}"] = status_report(grant, as_of=DAY, language=language)
            reports[f"application-{name}"] = application_report(grant, language=language)
        gain = ledger.grant("gain-example")
        reports[f"status-midway-gain-example-{language}"] = status_report(
            gain, as_of=dt.date(2022, 8, 31), language=language
        )
        reports[f"portfolio-{language}"] = portfolio_report(
            ledger,
            as_of=DAY,
            findings=check(ledger),
            language=language,
        )
    return reports
