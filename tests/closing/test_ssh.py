"""Closings are signed by ssh-keygen, and verified by it: for real, with keys made for the test."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

import grants
from grants.bookkeeping.close import Signer, close, reopen
from grants.closing.signatures import fingerprint, sign, signed_by, verified_by
from grants.errors import SigningError
from grants.store.declared.closings import entry_text
from tests.support import ledger_of

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")

Run = Callable[..., Result]
ON = date(2016, 3, 1)
NOTHING_SIGNED = "no closing is in force, so nothing here is signed"
WHO = "secretariat@example.org"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two keys, and files of allowed signers with the first, the second, and one that ended in time."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("first", "second"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    first, second = ((folder / f"{name}.pub").read_text() for name in ("first", "second"))
    (folder / "signers").write_text(f"{WHO} {first}other@example.org {second}")
    (folder / "others").write_text(f"other@example.org {second}")
    (folder / "until-2017").write_text(f'{WHO} valid-before="20170101" {first}')
    (folder / "until-2016").write_text(f'{WHO} valid-before="20160101" {first}')
    return folder


@pytest.fixture
def root(tmp_path: Path, keys: Path) -> Path:
    """A grant whose accounts are closed and signed by the first key."""
    ledger_of(tmp_path)
    root = tmp_path / "ledgers"
    key = str(keys / "first")
    close(root, "example", on=ON, signer=Signer(fingerprint(key), lambda text: sign(text, key)))
    return root


def problems(root: Path, **options: str) -> list[str]:
    return [problem.message for problem in grants.verify(root, "example", **options).problems]


def test_a_signature_verifies(root: Path, keys: Path) -> None:
    key = fingerprint(str(keys / "first"))
    closing = grants.load(root).grant("example").closings.closings[0]
    assert closing.key == key

    alone = grants.verify(root, "example")
    known = grants.verify(root, "example", signers=str(keys / "signers"))
    named = grants.verify(root, "example", signers=str(keys / "signers"), identity=WHO)

    assert alone.is_unchanged
    assert alone.signatures == ((1, key),)
    assert known.is_unchanged
    assert known.signatures == named.signatures == ((1, WHO),)


def test_openssh_alone_verifies_it(root: Path, keys: Path) -> None:
    """Nothing of this program is needed: the lines of the entry without the seal are what is signed."""
    lines = (root / "example/closing.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    begin = lines.index("[[closing]]\n")
    text = "".join(line for line in lines[begin:] if not line.startswith("seal = "))
    command = ["ssh-keygen", "-Y", "verify", "-I", WHO, "-n", "grants-closing"]
    command += ["-f", str(keys / "signers"), "-s", str(root / "example/closings/1/closing.sig")]
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f'Good "grants-closing" signature for {WHO}')


def test_who_may_not_sign(root: Path, keys: Path) -> None:
    assert problems(root, signers=str(keys / "others")) != []
    assert problems(root, signers=str(keys / "signers"), identity="other@example.org") != []
    assert problems(root, signers=str(keys / "until-2016")) != []
    assert problems(root, signers=str(keys / "until-2017")) == []


def test_a_signature_that_is_gone_or_another(root: Path, keys: Path) -> None:
    path = root / "example/closings/1/closing.sig"
    signature = path.read_bytes()
    path.unlink()
    assert problems(root) == ["closing 1: its signature is missing"]

    path.write_bytes(b"nothing")
    assert problems(root) == ["closing 1: the file of its signature does not sign this closing"]

    text = entry_text(grants.load(root).grant("example").closings.closings[0]).encode()
    path.write_bytes(sign(text, str(keys / "second")))
    assert "not by SHA256:" in problems(root)[0]

    path.write_bytes(sign(b"something else", str(keys / "first")))
    assert problems(root) == ["closing 1: the file of its signature does not sign this closing"]

    path.write_bytes(signature)
    assert problems(root) == []


def test_what_is_not_signed_though_it_should_be(tmp_path: Path, keys: Path) -> None:
    ledger_of(tmp_path)
    close(tmp_path / "ledgers", "example", on=ON)

    assert problems(tmp_path / "ledgers") == []
    assert problems(tmp_path / "ledgers", signers=str(keys / "signers")) == ["closing 1: it is not signed"]

    reopen(tmp_path / "ledgers", "example", reason="r", on=ON)
    assert problems(tmp_path / "ledgers", signers=str(keys / "signers")) == [NOTHING_SIGNED]


def test_a_closing_that_was_taken_away_is_not_signed(root: Path, keys: Path, run: Run) -> None:
    """Whoever can write files can remove a closing with its signature; who names the grant wants both."""
    signers = ("--signers", str(keys / "signers"))
    everything = ("verify", "--ledgers", str(root))
    assert run(*everything, "example", *signers).exit_code == 0
    (root / "example/closing.toml").unlink()
    shutil.rmtree(root / "example/closings")
    assert run(*everything).exit_code == 1, "the list has it"
    (root / "closed.toml").unlink()

    named = run(*everything, "example", *signers)
    assert (named.exit_code, NOTHING_SIGNED in named.stdout) == (1, True)
    assert "record of closings was changed" not in named.stdout
    assert run(*everything, "example", *signers, "--identity", WHO).exit_code == 1
    assert run(*everything, "example").exit_code == 0
    assert run(*everything, *signers).exit_code == 0, "of all grants some may be open"


def test_without_ssh_keygen(root: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))

    assert problems(root) == [
        "closing 1: signatures need ssh-keygen, which is not installed (Debian: openssh-client)"
    ]
    with pytest.raises(SigningError, match="not installed"):
        fingerprint(str(keys / "first"))


def test_a_program_that_hangs_is_not_waited_for(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ssh-keygen").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "ssh-keygen").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("grants.closing.signatures.SIGN_SECONDS", 0.2)

    with pytest.raises(SigningError, match="did not answer within 0 s"):
        sign(b"text", str(keys / "first"))


def test_what_is_no_key_or_no_identity(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-Y").write_text("no key")
    (tmp_path / "sig").write_bytes(sign(b"text", str(keys / "first")))

    with pytest.raises(SigningError, match="there is no plain file nowhere"):
        fingerprint("nowhere")
    with pytest.raises(SigningError, match=r"ssh-keygen: .*/-Y is not a public key file"):
        fingerprint("-Y")
    assert signed_by(b"text", tmp_path / "sig") == fingerprint(str(keys / "first"))
    for identity in ("", "a\nb"):
        with pytest.raises(SigningError, match="nobody's identity"):
            verified_by(b"text", tmp_path / "sig", str(keys / "signers"), on=ON, identity=identity)


def test_a_signature_that_fails_closes_nothing(tmp_path: Path, keys: Path) -> None:
    ledger_of(tmp_path)
    root = tmp_path / "ledgers"
    broken = str(tmp_path / "broken")
    Path(broken).write_text("no key")

    with pytest.raises(SigningError):
        close(
            root,
            "example",
            on=ON,
            signer=Signer("SHA256:x", lambda text: sign(text, str(tmp_path / "broken"))),
        )

    assert not (root / "example/closing.toml").exists()
    assert not (root / "example/closings").exists()


def test_signing_on_the_command_line(tmp_path: Path, keys: Path, run: Run) -> None:
    ledger_of(tmp_path)
    ledgers = ("--ledgers", str(tmp_path / "ledgers"))

    result = run("close", "example", "--on", "2016-03-01", "--sign", str(keys / "first"), *ledgers)
    assert result.exit_code == 0
    assert fingerprint(str(keys / "first")) in result.stdout

    result = run("verify", "--signers", str(keys / "signers"), *ledgers)
    assert result.exit_code == 0
    assert result.stdout.endswith(f": unchanged, signed by {WHO}\n")

    result = run("verify", "--signers", str(keys / "others"), *ledgers)
    assert result.exit_code == 1
    assert "closings/1/closing.sig: closing 1: " in result.stdout

    assert run("verify", "--identity", WHO, *ledgers).exit_code == 2


def test_what_is_not_signed_is_not_called_changed(root: Path, keys: Path, run: Run) -> None:
    verify = ("verify", "--ledgers", str(root), "example", "--signers")
    other = run(*verify, str(keys / "others"))
    key = fingerprint(str(keys / "first"))

    assert other.exit_code == 1
    first, second = other.stdout.splitlines()
    assert first.endswith(": unchanged, but not signed as it should be")
    assert second.endswith(
        f"closing 1: it is not signed by anybody in others whose key was valid on 2016-03-01, but by {key}"
    )
    danish = run(*verify, str(keys / "others"), "--language", "da").stdout
    assert "uændret, men ikke signeret, som det skulle være" in danish

    named = run(*verify, str(keys / "signers"), "--identity", "nobody").stdout
    assert "it is not signed by 'nobody' in signers" in named


@pytest.mark.parametrize("text", ["", "# nobody\n", "secretariat@example.org\n", "ssh-ed25519 AAAAC3\n"])
def test_signers_that_name_no_key_are_refused(root: Path, run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "nobody").write_text(text, encoding="utf-8")
    result = run("verify", "--ledgers", str(root), "example", "--signers", str(tmp_path / "nobody"))

    assert result.exit_code == 2
    assert "names no key; a line is: NAME KEYTYPE KEY" in result.stderr
