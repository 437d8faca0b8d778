"""What is wrong with a record that a program wrote is said in the words of grant.toml."""

from grants.store.declared.closings import closings_in
from grants.store.declared.imports import read_imports


def test_faults_of_imports_are_placed_and_plain() -> None:
    def said(text: str) -> str:
        records, findings = read_imports(text, "imports.toml")
        assert records == ()
        return f"{findings[0].where} {findings[0].code} {findings[0].message}"

    assert said("a = \n") == "imports.toml:1:5 G950 the file is not valid TOML: Invalid value"
    assert said("[[import]]\n") == "imports.toml:1:1 G950 import[1].number is missing"
    assert said("x = 1\n").startswith("imports.toml:1:1 G950 x is no key of this table")


def test_an_unknown_key_leaves_no_closing() -> None:
    closings, findings = closings_in(b"x = 1\n", "closing.toml")

    assert closings.closings == ()
    assert [(f.code, f.message.partition(";")[0]) for f in findings] == [
        ("G803", "x is no key of this table")
    ]
