"""The hook and the action, run on a scratch repository as pre-commit and GitHub would run them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.support import Block, postings, write_example

ROOT = Path(__file__).parent.parent
BAD = postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,1.000,V-2,t")
NO_VOUCHER = postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,20000.00,,t")

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not (shutil.which("git") and shutil.which("bash")), reason="needs git and bash"
)


def environment(**more: str) -> dict[str, str]:
    """The environment with this Python's programs first, and a name for git."""
    names = {
        f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, **names, "PATH": path, **more}


def call(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment(**more), capture_output=True, text=True, check=False
    )


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository with a sound grant, committed."""
    folder = tmp_path / "scratch"
    write_example(folder / "ledgers" / "example", [])
    call(folder, "git", "init", "-q")
    call(folder, "git", "add", "-A")
    assert call(folder, "git", "commit", "-q", "-m", "start").returncode == 0
    return folder


def change(folder: Path, csv: str) -> None:
    write_example(folder / "ledgers" / "example", [Block("csv", "postings.csv", csv)])
    call(folder, "git", "add", "-A")


class TestPreCommit:
    @pytest.fixture
    def hooked(self, scratch: Path, tmp_path: Path) -> Path:
        """The scratch repository with the hook installed from a repository that has the hook's file."""
        source = tmp_path / "source"
        source.mkdir()
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", source)
        call(source, "git", "init", "-q")
        call(source, "git", "add", "-A")
        call(source, "git", "commit", "-q", "-m", "hooks")
        revision = call(source, "git", "rev-parse", "HEAD").stdout.strip()
        # The library is the installed one, so that no environment is built from the network.
        hook = {"id": "grants-check", "language": "system", "args": ["--strict"]}
        config = {"repos": [{"repo": str(source), "rev": revision, "hooks": [hook]}]}
        (scratch / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        installed = call(
            scratch, sys.executable, "-m", "pre_commit", "install", PRE_COMMIT_HOME=str(tmp_path / "home")
        )
        assert installed.returncode == 0, installed.stderr
        call(scratch, "git", "add", "-A")
        return scratch

    def commit(self, folder: Path) -> subprocess.CompletedProcess[str]:
        return call(folder, "git", "commit", "-m", "change", PRE_COMMIT_HOME=str(folder.parent / "home"))

    def test_a_sound_change_is_committed_and_a_wrong_one_is_not(self, hooked: Path) -> None:
        change(hooked, postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,19000.00,V-2,t"))
        sound = self.commit(hooked)
        assert sound.returncode == 0, sound.stderr
        assert "check the accounts of grants" in sound.stderr + sound.stdout

        for csv, code in ((BAD, "G104"), (NO_VOUCHER, "G304")):
            change(hooked, csv)
            refused = self.commit(hooked)
            assert refused.returncode == 1
            assert code in refused.stderr + refused.stdout

    def test_a_removed_attachment_is_found_though_its_grant_is_not_otherwise_touched(
        self, hooked: Path
    ) -> None:
        toml = '[[attachment]]\ntitle = "Bilag"\nfile = "bilag.pdf"\n'
        folder = hooked / "ledgers" / "example"
        write_example(folder, [Block("toml", "grant.toml", toml)])
        (folder / "bilag.pdf").write_bytes(b"%PDF")
        call(hooked, "git", "add", "-A")
        assert self.commit(hooked).returncode == 0
        call(hooked, "git", "rm", "-q", "ledgers/example/bilag.pdf")
        refused = self.commit(hooked)

        assert refused.returncode == 1
        assert "bilag.pdf" in refused.stdout + refused.stderr

    def test_an_unfinished_grant_beside_the_commit_does_not_stop_it(self, hooked: Path) -> None:
        unfinished = hooked / "ledgers" / "unfinished"
        unfinished.mkdir()
        (unfinished / "grant.toml").write_text("id =\n", encoding="utf-8")
        csv = postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,19000.00,V-2,t")
        (hooked / "ledgers/example/postings.csv").write_text(csv, encoding="utf-8")
        call(hooked, "git", "add", "ledgers/example")
        assert self.commit(hooked).returncode == 0

        (hooked / "ledgers" / "profiles").mkdir()
        (hooked / "ledgers" / "profiles" / "own.toml").write_text("", encoding="utf-8")
        call(hooked, "git", "add", "ledgers/profiles")
        shared = self.commit(hooked)
        assert (
            shared.returncode,
            "1 grant, 2 postings"
            in call(hooked, sys.executable, "-m", "grants", "check", "--staged", PYTHONPATH=str(ROOT)).stdout,
        ) == (0, True)

        call(hooked, "git", "add", "-A")
        assert self.commit(hooked).returncode == 1

    def test_other_files_do_not_wait_for_the_check(self, hooked: Path) -> None:
        (hooked / "README.md").write_text("A ledger\n", encoding="utf-8")
        call(hooked, "git", "add", "-A")
        done = self.commit(hooked)

        assert done.returncode == 0


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return loaded


def filled(text: str, inputs: dict[str, str]) -> str:
    """A value of the action with its expressions replaced, as the runner does before a step."""

    def value(found: re.Match[str]) -> str:
        what, _, name = found[1].partition(".")
        return {"inputs": inputs, "github": {"action_path": str(ROOT)}}[what][name]

    return re.sub(r"\$\{\{ *([a-z_.-]+) *\}\}", value, text)


def run_action(
    folder: Path, *, skip: str = "", summary_file: str = "", **given: str
) -> subprocess.CompletedProcess[str]:
    """Run the steps one after another with `bash -eo pipefail`, until one fails."""
    loaded = action()
    chosen = {
        name: given.get(name.replace("-", "_"), entry["default"]) for name, entry in loaded["inputs"].items()
    }
    done = subprocess.CompletedProcess[str]([], 0, "", "")
    for step in loaded["runs"]["steps"]:
        if step["name"] == skip:
            continue
        script = folder.parent / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        more = {key: filled(value, chosen) for key, value in step.get("env", {}).items()}
        more |= {"GITHUB_WORKSPACE": str(folder), "GITHUB_STEP_SUMMARY": summary_file}
        done = call(folder, "bash", "--noprofile", "--norc", "-eo", "pipefail", str(script), **more)
        if done.returncode:
            break
    return done


class TestAction:
    def test_no_expression_stands_in_a_script(self) -> None:
        """What a user gives reaches a script as a variable only, so that it is never code."""
        loaded = action()

        assert loaded["runs"]["using"] == "composite"
        for step in loaded["runs"]["steps"]:
            assert "${{" not in step["run"]
            assert step["shell"] == "bash"
        assert all(entry["description"] and "default" in entry for entry in loaded["inputs"].values())

    def test_the_install_step_installs_this_checkout(self, scratch: Path, tmp_path: Path) -> None:
        step = action()["runs"]["steps"][0]
        target = tmp_path / "site"
        script = tmp_path / "install.sh"
        script.write_text(step["run"], encoding="utf-8")
        offline = {
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # of this one option pip takes the value, and 0 says no isolation
            "PIP_NO_INDEX": "1",
            "PIP_TARGET": str(target),
        }
        done = call(scratch, "bash", "-eo", "pipefail", str(script), PACKAGE=str(ROOT), **offline)

        assert done.returncode == 0, done.stderr
        assert (target / "grants" / "findings" / "pages" / "G701.md").is_file()
        assert (target / "grants" / "figures" / "terms" / "data" / "danmark.toml").is_file()
        checked = call(scratch, sys.executable, "-P", "-m", "grants", "check", PYTHONPATH=str(target))
        assert checked.stdout.endswith("no errors, no warnings, no notes\n")

    def test_a_sound_ledger_passes_without_a_word(self, scratch: Path) -> None:
        done = run_action(scratch, skip="Install grants")

        assert (done.returncode, done.stdout) == (0, "")

    def test_a_wrong_figure_fails_with_annotations_and_files(self, scratch: Path) -> None:
        change(scratch, BAD)
        done = run_action(scratch, skip="Install grants", sarif="out.sarif", junit="out.xml")

        assert done.returncode == 1
        assert "::error file=ledgers/example/postings.csv,line=3,col=19,title=G104" in done.stdout
        schema = yaml.safe_load((ROOT / "tests/data/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
        sarif = yaml.safe_load((scratch / "out.sarif").read_text(encoding="utf-8"))
        jsonschema.Draft4Validator(schema).validate(sarif)
        assert 'failures="1"' in (scratch / "out.xml").read_text(encoding="utf-8")

    def test_strict_and_changed_since_are_passed_on(self, scratch: Path) -> None:
        change(scratch, NO_VOUCHER)

        assert run_action(scratch, skip="Install grants").returncode == 0
        assert run_action(scratch, skip="Install grants", strict="true").returncode == 1
        assert run_action(scratch, skip="Install grants", strict="yes").returncode == 2
        call(scratch, "git", "commit", "-q", "-m", "change")
        strict = {"strict": "true", "changed_since": "HEAD", "sarif": "out.sarif"}
        assert run_action(scratch, skip="Install grants", **strict).returncode == 0

    def test_a_usage_error_stops_at_once(self, scratch: Path) -> None:
        done = run_action(scratch, skip="Install grants", changed_since="no-such-branch", sarif="no/folder/x")

        assert done.returncode == 1
        assert "changed-since" in done.stderr

    def test_several_folders_on_lines_and_names_with_blanks(self, scratch: Path) -> None:
        (scratch / "ledgers").rename(scratch / "first ledger")
        write_example(scratch / "second" / "example", [Block("csv", "postings.csv", BAD)])
        done = run_action(
            scratch,
            skip="Install grants",
            ledgers="first ledger\r\n\n  second  \n",
            sarif="new folder/deep/out.sarif",
        )

        assert done.returncode == 1
        assert "file=second/example/postings.csv,line=3" in done.stdout
        assert (scratch / "new folder/deep/out.sarif").is_file()

    def test_an_output_that_cannot_be_written_fails(self, scratch: Path) -> None:
        done = run_action(scratch, skip="Install grants", junit="ledgers")

        assert done.returncode != 0
        (scratch / "plain").write_text("", encoding="utf-8")
        assert run_action(scratch, skip="Install grants", sarif="plain/x").returncode != 0

    def test_the_page_of_the_run_gets_a_summary(self, scratch: Path, tmp_path: Path) -> None:
        change(scratch, BAD)
        page = tmp_path / "summary.md"
        done = run_action(scratch, skip="Install grants", summary_file=str(page))

        assert done.returncode == 1
        assert page.read_text(encoding="utf-8").startswith("## Accounts of grants: failed\n")

    def test_a_name_is_no_code(self, scratch: Path) -> None:
        done = run_action(scratch, skip="Install grants", ledgers="$(touch pwned); ledgers")

        assert done.returncode == 2
        assert not (scratch / "pwned").exists()
