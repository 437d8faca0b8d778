"""Profiles: those of the package, those of a ledger, and what is said of bad ones."""

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from grants.importing.profiles.profile import Columns, ImportRule, Profile
from grants.importing.profiles.profile_files import (
    MAX_SIZE,
    load_profile,
    profile_names,
    profile_schema_text,
    read_profile,
    shipped_names,
)
from grants.store.declared.schema import field_texts

SHIPPED = ["camt053", "g69", "generic-dk", "navision", "opus-sap", "prisme"]


def said(text: str) -> list[tuple[str, int, str]]:
    profile, findings = read_profile(text, "p.toml")
    assert profile is None
    return [(finding.code, finding.where.line, finding.message) for finding in findings]


def write(ledgers: Path, name: str, text: str) -> None:
    (ledgers / "profiles").mkdir(exist_ok=True)
    (ledgers / "profiles" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_the_shipped_ones_are_sound_and_conform_to_the_schema() -> None:
    schema = json.loads(profile_schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)

    assert shipped_names() == SHIPPED
    for name in SHIPPED:
        profile, findings = load_profile(name)
        assert findings == []
        assert profile is not None
        text = (
            files("grants.importing.profiles").joinpath("shipped", f"{name}.toml").read_text(encoding="utf-8")
        )
        jsonschema.validate(tomllib.loads(text), schema)


@pytest.mark.parametrize("record", [Profile, Columns, ImportRule])
def test_every_key_is_described(record: type) -> None:
    assert set(field_texts(record)) == set(record.model_fields)  # type: ignore[attr-defined]


def test_the_page_names_every_key() -> None:
    page = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    for record in (Profile, Columns, ImportRule):
        for name, info in record.model_fields.items():
            assert f"`{info.alias or name}`" in page, name
    for name in SHIPPED:
        assert f"`{name}`" in page


def test_a_small_profile_extends_a_shipped_one(tmp_path: Path) -> None:
    fees = '[[rule]]\naccount = "56*"\nactivity = "fees"\n'
    other = '[[rule]]\naccount = "57*"\nactivity = "other"\n'
    write(tmp_path, "ours", f'title = "Ours"\nextends = "prisme"\n[columns]\ntext = "Note"\n{fees}')
    write(tmp_path, "mine", f'title = "Mine"\nextends = "ours"\n{other}')
    profile, findings = load_profile("mine", tmp_path)

    assert findings == []
    assert profile is not None
    assert profile.columns.text == ("Note",)
    assert profile.columns.date[0] == "Bogført dato"
    assert [rule.activity for rule in profile.rules] == ["other", "fees"]
    assert profile_names(tmp_path) == sorted([*SHIPPED, "mine", "ours"])


def test_a_profile_of_the_ledger_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, "prisme", 'title = "Our Prisme"\nextends = "prisme"\ncosts = "negative"\n')
    profile, findings = load_profile("prisme", tmp_path)

    assert findings == []
    assert profile is not None
    assert (profile.title, profile.costs) == ("Our Prisme", "negative")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/b", "..", "", "A", "x" * 65, "x.toml", "a\0b"])
def test_a_name_is_never_a_path(name: str, tmp_path: Path) -> None:
    profile, findings = load_profile(name, tmp_path)

    assert profile is None
    assert [finding.code for finding in findings] == ["G900"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text('title = "Secret"\n', encoding="utf-8")
    ledgers = tmp_path / "ledgers"
    (ledgers / "profiles").mkdir(parents=True)
    (ledgers / "profiles" / "ours.toml").symlink_to(tmp_path / "secret.toml")
    profile, findings = load_profile("ours", ledgers)

    assert profile is None
    assert "no plain file in the folder" in findings[0].message


def test_a_file_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "large", "#" * (MAX_SIZE + 1))
    write(tmp_path, "bytes", "")
    (tmp_path / "profiles" / "bytes.toml").write_bytes(b"\xff")

    assert "more than" in load_profile("large", tmp_path)[1][0].message
    assert "UTF-8" in load_profile("bytes", tmp_path)[1][0].message


def test_profiles_in_a_ring_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one", 'title = "One"\nextends = "two"\n')
    write(tmp_path, "two", 'title = "Two"\nextends = "one"\n')
    profile, findings = load_profile("one", tmp_path)

    assert profile is None
    assert "one -> two -> one" in findings[0].message
    assert findings[0].where.line == 2


def test_a_fault_of_the_profile_below_is_reported_at_its_place(tmp_path: Path) -> None:
    write(
        tmp_path,
        "below",
        'title = "Below"\nextends = "prisme"\n\n[[rule]]\naccount = "56*"\nactivty = "fees"\n',
    )
    write(tmp_path, "above", 'title = "Above"\nextends = "below"\n[[rule]]\ntext = "x"\nactivity = "a"\n')
    profile, findings = load_profile("above", tmp_path)
    (unknown, *_) = findings

    assert profile is None
    assert (Path(unknown.where.path).name, unknown.where.line) == ("below.toml", 6)
    assert "did you mean 'activity'?" in unknown.message


BASE = 'title = "T"\nextends = "generic-dk"\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "word"),
    [
        (BASE + 'decimal = ";"\n', "G904", 3, "none of"),
        (BASE + 'dates = "dd-mm"\n', "G904", 3, "no form of dates"),
        (BASE + 'dates = "ddmyyyy"\n', "G904", 3, "nothing between"),
        (BASE + 'dates = ["dd-mm-yyyy", "mm/dd/yyyy"]\n', "G904", 1, "not both"),
        (BASE + "encoding = []\n", "G904", 3, "encoding"),
        (BASE + 'sign = "columns"\n', "G904", 1, "columns.debit is missing"),
        (BASE + 'quote = ""\ndelimiter = ","\n', "G904", 1, "nothing is quoted"),
        (BASE + '[[rule]]\nactivity = "a"\n', "G904", 3, "at least one condition"),
        (BASE + '[[rule]]\ntext = "a"\nignore = true\n', "G904", 3, "gives the reason"),
        (BASE + '[[rule]]\ntext = "a"\n', "G904", 3, "gives an activity"),
        (BASE + '[[rule]]\ntext = { below = "a" }\nactivity = "a"\n', "G904", 4, "a condition is"),
        (BASE + '[[rule]]\ntext = ["a", 3]\nactivity = "a"\n', "G904", 4, "a condition is"),
        (BASE + f'[[rule]]\ntext = "{"*" * 201}"\nactivity = "a"\n', "G904", 4, "at most 200"),
        (BASE + '[[rule]]\ntext = "a"\nactivity = "A B"\n', "G904", 5, "no id"),
        (BASE + '[columns]\ndato = "x"\n', "G902", 4, "did you mean 'date'?"),
        ('costs = "positive"\nformat = "g69"\n', "G903", 1, "title is missing"),
        ('title = "T"\nextends = "generic-dk', "G901", 2, ""),
    ],
)  # fmt: skip
def test_bad_profiles(text: str, code: str, line: int, word: str) -> None:
    assert any(found[:2] == (code, line) and word in found[2] for found in said(text)), said(text)
