# What contributors run, by name: `just` lists it. Each command stands in one place, here or in a script of .ci/,
# which CI runs too. On another Python: `just python=python3.14 setup`.

python := "python3"
venv := ".venv/bin/python"

[private]
list:
    @just --list

# set up .venv with all that tests and linters need
setup:
    {{python}} -m venv .venv
    {{venv}} -m pip install -q -e ".[test,lint,docs]"

# the whole suite, or what is named: just test tests/values -n 0
test *arguments:
    {{venv}} -m pytest {{arguments}}

# the tests that take seconds
fast *arguments:
    .ci/fast {{arguments}}

# format and linters
lint:
    .ci/lint

# put every file into its format
format:
    {{venv}} -m ruff format .
    {{venv}} -m ruff check --fix .

# types
types:
    .ci/types

# spelling, and the words that we no longer use
words:
    .ci/words

# write docs/checks.md anew from the pages of the findings, then run every command of the docs
docs:
    {{venv}} -m tools.checks_page > docs/checks.md
    {{venv}} -m pytest -q tests/test_docs.py tests/docs/test_checks_page.py

# the documentation site, in build/site
site:
    .ci/site

# before a pull request: format, linters, spelling, types, suite
check: lint words types site test

# lines and branches of grants/ that no test reaches
coverage *arguments:
    {{venv}} -m pytest -q --cov --cov-report=term-missing:skip-covered {{arguments}}

# change the code of values, figures or closing in small ways: which change does no test notice?
mutants folder *modules:
    {{venv}} -m tools.mutants {{folder}} {{modules}}

# the wheel, built and tried apart from the checkout
wheel:
    .ci/wheel

# what CI runs, in a clean clone of the last commit
ci:
    .ci/run

# how long commands take to start; docs/benchmarks.md names the other benchmarks
bench times="15":
    {{venv}} -m benchmarks.startup {{times}}
