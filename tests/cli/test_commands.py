"""The command line: results on standard output, the rest on standard error, and exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import Result

import grants
from grants.cli import COMMANDS, cli, run
from tests.support import Block, ledger_of, postings, write_example

Run = Callable[..., Result]


def all_commands() -> list[click.Command]:
    context = click.Context(cli)
    found: list[click.Command] = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        found.append(command)
        if isinstance(command, click.Group):
            found += command.commands.values()
    return found


def test_every_command_explains_itself() -> None:
    assert len(all_commands()) > len(COMMANDS)
    for command in all_commands():
        assert command.help
        assert all(p.help for p in command.params if isinstance(p, click.Option))


def test_check_is_clean_and_counts(in_root: Path, run: Run) -> None:
    result = run("check")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("ledgers/gp-fees-2014/postings.csv:2: note[G303]: ")
    assert result.stdout.splitlines()[1].startswith("    remedy: ")
    assert result.stdout.splitlines()[-1] == "3 grants, 44 postings: no errors, no warnings, 1 note"


def test_errors_end_with_1_and_warnings_only_when_strict(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, csv=postings("2014-05-12,meetings,1.00,,t"))
    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 1

    ledger_of(in_folder, csv=postings("2014-05-12,meetings,1.000,V,t"))
    result = run("check", "ledgers/example")
    assert result.exit_code == 1
    assert "ledgers/example/postings.csv:2:21: error[G104]: " in result.stdout
    assert "note[G025]" in result.stdout, "sums are not checked on such a ground"
    assert result.stdout.splitlines()[-1] == "1 grant, no postings: 1 error, no warnings, 1 note"


def test_no_ledger_is_an_error_with_a_remedy(in_folder: Path, run: Run) -> None:
    result = run("check")

    assert result.exit_code == 2
    assert "error[G001]" in result.stdout
    assert "grants init" in result.stdout


def test_a_grant_is_checked_by_its_id(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    (in_folder / "ledgers").rename(in_folder / "accounts")

    assert run("check", "example", "--ledgers", "accounts").stdout.startswith(
        "1 grant, 2 postings: no errors"
    )
    missed = run("check", "exampel", "--ledgers", "accounts")
    assert missed.exit_code == 2
    assert "accounts/exampel:1: error[G001]: no grant found: " in missed.stdout
    assert "did you mean 'example'?" in missed.stdout
    assert "known are" not in run("check", "nowhere/at/all").stdout


def test_a_folder_that_is_there_comes_before_an_id(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    (in_folder / "example").mkdir()

    assert "example:1: error[G001]" in run("check", "example").stdout


def test_a_grant_that_cannot_be_read_is_no_grant_without_postings(in_folder: Path, run: Run) -> None:
    write_example(in_folder / "ledgers" / "example", [])
    write_example(in_folder / "ledgers" / "other", [Block("toml", "grant.toml", "= broken")])

    assert run("check").stdout.splitlines()[-1] == (
        "1 grant, 2 postings, 1 grant that cannot be read: 1 error, no warnings, no notes"
    )


def test_several_ledgers_are_checked_one_after_the_other(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    ledger_of(in_folder / "other", toml="[award]\namount = 1.00\n")

    result = run("check", "ledgers", "other/ledgers")

    assert result.exit_code == 1
    assert result.stdout.count("1 grant, ") == 2


def test_the_ledger_may_come_from_the_environment(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder / "elsewhere")

    assert run("check", env={"GRANTS_LEDGERS": "elsewhere/ledgers"}).exit_code == 0


def test_json_is_for_programs(in_root: Path, run: Run) -> None:
    result = run("report", "budget", "gp-fees-2014", "--format", "json")
    data = json.loads(result.stdout)

    assert (data["grant"], data["currency"], data["by"]) == ("gp-fees-2014", "DKK", "total")
    assert {"activity", "title", "period", "budget", "actual", "deviation", "percent"} <= set(data["rows"][0])
    assert data["rows"][0]["actual"] == "31138.00"
    assert data["totals"]["actual"] == "264400.00"


@pytest.mark.parametrize(
    ("suffix", "beginning"), [("txt", "Favrskov Kommune\n"), ("md", "Favrskov Kommune\\\n"), ("json", "{")]
)
def test_the_suffix_decides_the_format(
    suffix: str, beginning: str, in_root: Path, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / f"rapport.{suffix}"
    result = run("report", "final", "gp-fees-2014", "-o", str(path))

    assert (result.exit_code, result.stdout) == (0, "")
    assert path.read_text(encoding="utf-8").startswith(beginning)


def test_a_report_with_errors_is_refused_unless_wanted(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, toml="[award]\namount = 1.00\n")

    refused = run("report", "final", "example")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "error[G201]" in refused.stderr
    assert "--with-errors" in refused.stderr

    wanted = run("report", "final", "example", "--with-errors", "--language", "da")
    assert wanted.exit_code == 0
    assert "UDKAST" in wanted.stdout
    assert run("report", "budget", "example").exit_code == 1


def test_figures_that_lack_a_faulty_line_are_marked(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, csv=postings("2014-05-12,meetings,1.00,V,t", "2014-05-12,meetings,x,V,t"))

    for arguments in (["list"], ["show", "example"], ["show", "example", "--postings"]):
        result = run(*arguments)
        assert result.exit_code == 1
        assert result.stdout
        assert "error[G104]" in result.stderr
    report = run("report", "budget", "example", "--with-errors", "--format", "json")
    assert json.loads(report.stdout)["errors"] == 1
    assert "UDKAST" in run("report", "budget", "example", "--with-errors").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "budget", "gp-fee-2014"], "did you mean 'gp-fees-2014'?"),
        (["report", "budget", "gp-fees-2014", "--as-of", "30-06-2016"], "write 2016-06-30"),
        (["report", "budget", "gp-fees-2014", "--as-of", "2016"], "one day"),
        (["report", "budget", "gp-fees-2014", "--by", "week"], "week"),
        (["report", "final", "gp-fees-2014", "-o", "x.xyz"], "no format has the suffix"),
        (["report", "final", "gp-fees-2014", "--format", "csv"], "csv"),
        (["explain", "G040"], "did you mean"),
        (["show", "gp-fees-2014", "--activity", "laboratories"], "--postings"),
        (["nonsense"], "there is no command 'nonsense'"),
    ],
)
def test_what_is_not_understood_ends_with_2(arguments: list[str], said: str, in_root: Path, run: Run) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr


def test_show_lists_postings_of_one_activity(in_root: Path, run: Run) -> None:
    result = run("show", "gp-fees-2014", "--postings", "--activity", "laboratories", "--format", "json")

    assert [row["amount"] for row in json.loads(result.stdout)["postings"]] == ["204737.00"]


def test_show_a_broken_grant_says_why(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, toml="# the whole file\nid = ")

    result = run("show", "example")

    assert result.exit_code == 1
    assert "error[G005]" in result.stderr
    assert run("list").exit_code == 1


def test_explain_prints_the_page(run: Run) -> None:
    result = run("explain", "g303")

    assert result.exit_code == 0
    assert result.stdout.startswith("# G303: A posting is outside the grant's period")
    assert "## An example that fails" in result.stdout


def test_explain_says_that_a_code_is_retired_and_why(run: Run) -> None:
    result = run("explain", "g202")

    assert result.exit_code == 0
    assert result.stdout.startswith("G202 is retired, and no finding has this code any more. It compared")
    assert "G202" not in run("explain").stdout


def test_explain_lists_all_codes(run: Run) -> None:
    from grants.checks import RULES

    assert run("explain").stdout.count("\n") == len(RULES)


KEYWORDS = (
    "$defs $ref $schema additionalProperties anyOf default description enum examples exclusiveMinimum format "
    "items maxLength maximum minimum multipleOf pattern patternProperties properties required title type"
)


def _keywords(schema: object) -> Iterator[str]:
    """Every keyword of a schema; what names properties, and defaults, are none."""
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        yield keyword
        named = value.values() if keyword in ("properties", "patternProperties", "$defs") else [value]
        for part in named if keyword != "default" else []:
            for entry in part if isinstance(part, list) else [part]:
                yield from _keywords(entry)


def test_the_schema_is_the_one_beside_the_ledgers_and_they_keep_to_it(in_root: Path, run: Run) -> None:
    text = run("schema").stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert set(_keywords(schema)) <= set(KEYWORDS.split())
    assert (in_root / "ledgers" / "grant.schema.json").read_text(encoding="utf-8") == text
    for path in (in_root / "ledgers").glob("*/grant.toml"):
        toml = path.read_text(encoding="utf-8")
        assert toml.startswith("#:schema ../grant.schema.json\n")
        document = json.loads(json.dumps(tomllib.loads(toml), default=str))
        jsonschema.validate(document, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document | {"titel": "x"}, schema)


INIT = ["--title", 'A "grant"', "--funder", "F", "--funder-kind", "private", "--recipient", "R"]


def test_init_writes_the_kind_of_the_recipient_and_the_day_of_the_award(in_folder: Path, run: Run) -> None:
    more = ["--recipient-kind", "region", "--award-date", "2026-01-15"]
    result = run("init", "new", *INIT, "--period", "2026", "--budget", "meetings=100.00", *more)

    assert result.exit_code == 0, result.stderr
    record = grants.load("ledgers").grant("new").grant
    assert record.recipient.kind == "region"
    assert record.award is not None
    assert str(record.award.date) == "2026-01-15"
    run("init", "other", *INIT, "--period", "2026", "--budget", "meetings=100.00")
    text = Path("ledgers/other/grant.toml").read_text(encoding="utf-8")
    assert '# kind = "municipality"    # municipality | region | other: decides fondsmoms' in text
    assert "# date = 2026-01-31    # decides which dated terms apply" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--award-date", "2026-01-15"], "--award-date goes with --budget"),
        (["--budget", "meetings=1.00", "--award-date", "2026-02-30"], "--award-date"),
        (["--budget", "meetings=1.00", "--award-date", "2026"], "is not one day"),
    ],
)
def test_init_refuses_an_invalid_date(in_folder: Path, run: Run, arguments: list[str], said: str) -> None:
    result = run("init", "new", *INIT, "--period", "2026", *arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert not Path("ledgers/new").exists()


def test_init_starts_a_sound_grant(in_folder: Path, run: Run) -> None:
    more = ["--budget", "meetings=34400.00", "--budget", "travel=100.50", "--recipient-kind", "other"]
    result = run("init", "new-grant", *INIT, "--period", "2026/2027", *more)

    assert result.exit_code == 0, result.stderr
    assert run("check").stdout.splitlines()[-1] == "1 grant, no postings: no errors, no warnings, 1 note"
    grant = grants.load("ledgers").grant("new-grant").grant
    assert (grant.title, grant.status, str(grant.ceiling)) == ('A "grant"', "awarded", "34500.50")
    assert json.loads(Path("ledgers/grant.schema.json").read_text(encoding="utf-8"))["title"]
    assert run("post", "new-grant", "2026-03-14", "meetings", "-1.00", "--voucher", "V").exit_code == 0


def test_init_without_a_budget_is_an_application(in_folder: Path, run: Run) -> None:
    assert run("init", "new-grant", *INIT, "--period", "2026").exit_code == 0
    assert run("check", "--strict").exit_code == 0
    assert grants.load("ledgers").grant("new-grant").grant.status == "applied"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["new", *INIT], 2, "--period"),
        (["new", *INIT, "--period", "2027/2026"], 1, "ends before it begins"),
        (["New Grant", *INIT, "--period", "2026"], 1, "no id"),
        (["../new", *INIT, "--period", "2026"], 1, "no id"),
        (["new", *INIT, "--period", "2026", "--budget", "meetings"], 2, "blank"),
        (["new", *INIT, "--period", "2026", "--budget", "meetings=1,00"], 2, "decimal comma"),
        (["new", *INIT, "--period", "2026", "--currency", "kr"], 1, "currency"),
    ],
)
def test_init_refuses_and_makes_nothing(
    arguments: list[str], exit_code: int, said: str, in_folder: Path, run: Run
) -> None:
    result = run("init", *arguments)

    assert result.exit_code == exit_code
    assert said in result.stderr
    assert list(in_folder.iterdir()) == []


def test_init_overwrites_nothing(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    before = (in_folder / "ledgers" / "example" / "grant.toml").read_text(encoding="utf-8")

    result = run("init", "example", *INIT, "--period", "2026")

    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert (in_folder / "ledgers" / "example" / "grant.toml").read_text(encoding="utf-8") == before


def test_post_says_where_it_landed(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, csv=postings())

    result = run("post", "example", "2014-05-12", "meetings", "12.50", "--voucher", "V-1")

    assert result.exit_code == 0, result.output
    assert result.stdout == "ledgers/example/postings.csv:2: 12.50 posted on meetings\n"


def test_post_refuses_with_a_remedy(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, csv=postings())

    result = run("post", "example", "2014-05-12", "meetings", "12,50")

    assert result.exit_code == 1
    assert "write 12.50" in result.stderr
    assert result.stderr.endswith("nothing is posted\n")


def test_colour_is_for_terminals_that_want_it(in_root: Path, run: Run) -> None:
    assert "\x1b[" in run("check", color=True).stdout
    assert "\x1b[" not in run("check", color=True, env={"NO_COLOR": "1"}).stdout
    assert "\x1b[" not in run("check").stdout


def test_a_bug_ends_with_3_and_says_so(
    in_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("grants.checks.check", broken)

    assert run_main("check") == 3
    assert "fault of the program" in capsys.readouterr().err


def run_main(*arguments: str) -> int:
    return run(list(arguments))


@pytest.mark.parametrize(("arguments", "code"), [(["check"], 0), (["nonsense"], 2), (["--help"], 0)])
def test_the_process_has_the_same_exit_codes(arguments: list[str], code: int, in_root: Path) -> None:
    result = subprocess.run([sys.executable, "-m", "grants", *arguments], capture_output=True, check=False)

    assert result.returncode == code


def test_a_reader_that_has_enough_is_no_error(in_root: Path) -> None:
    command = f"{sys.executable} -m grants report final gp-fees-2014 | head -c 10"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)

    assert (result.returncode, result.stderr) == (0, b"")


def test_a_full_disk_is_no_bug(in_root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "grants", "list"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert result.returncode == 4
    assert result.stderr == b"grants: No space left on device: standard output\n"


def test_a_dash_is_standard_output(in_root: Path, run: Run) -> None:
    result = run("list", "--format", "csv", "-o", "-")

    assert result.stdout.startswith("Bevilling,")
    assert not Path("-").exists()


def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    fifo = tmp_path / "form.docx"
    ledger_of(tmp_path)
    os.mkfifo(fifo)
    ledgers = ("--ledgers", str(tmp_path / "ledgers"))
    command = [sys.executable, "-m", "grants", "fill", "example", str(fifo), "--list", *ledgers]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=_hear_ctrl_c) as process,  # noqa: PLW1509
        fifo.open("wb"),  # opens when the other end does
    ):
        time.sleep(0.5)  # and now the command waits for the first byte
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130


def _hear_ctrl_c() -> None:
    """A suite that runs in the background has inherited that nobody interrupts it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_there(shell: str, in_root: Path) -> None:
    environment = os.environ | {"_GRANTS_COMPLETE": f"{shell}_source"}
    result = subprocess.run(
        [sys.executable, "-c", "from grants.cli import cli; cli(prog_name='grants')"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "_GRANTS_COMPLETE" in result.stdout


def test_shell_completion_knows_the_grants(in_root: Path) -> None:
    environment = os.environ | {
        "_GRANTS_COMPLETE": "bash_complete",
        "COMP_WORDS": "grants show gp",
        "COMP_CWORD": "2",
    }
    result = subprocess.run(
        [sys.executable, "-c", "from grants.cli import cli; cli(prog_name='grants')"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "gp-fees-2014" in result.stdout


def test_the_name_of_a_folder_starts_no_line_of_its_own(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "ledgers" / "a\nledgers: error[G999]: forged"
    folder.mkdir(parents=True)
    (folder / "grant.toml").write_text("id = 1\n", encoding="utf-8")

    result = run("check", str(tmp_path / "ledgers"))

    assert result.exit_code == 1
    assert not [line for line in result.output.splitlines() if line.startswith("ledgers: error[G999]")]
    assert "\N{REPLACEMENT CHARACTER}ledgers: error[G999]: forged" in result.output
