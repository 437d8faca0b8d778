"""Signing a closing with an SSH key, and verifying a grant: is it what was closed, and signed by who may?

The text that is signed is the text of the entry in closing.toml that its seal is of. Keys never come near
this program: `ssh-keygen -Y` reads them, and asks for their passphrase.
"""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from os import PathLike
from pathlib import Path

from grants.closing.verification import Problem, Verification, verify_folder
from grants.errors import SigningError
from grants.findings.finding import Where
from grants.records.closings import Closing
from grants.store import folder_of
from grants.store.declared.closings import entry_text
from grants.store.files.folders import CLOSING_FILE, COPIES_FOLDER, SIGNATURE_FILE


def verify(
    root: str | PathLike[str], grant_id: str, *, signers: str | None = None, identity: str | None = None
) -> Verification:
    """Whether the files of a grant still are what was closed; its `problems` name every difference.

    With a file of allowed `signers`, as ssh-keygen reads it, a closing must be in force, and every one
    in force be signed by one of them, or by that of `identity`. Raises `UnknownGrantError`, and
    `SigningError` if the file names no key. Nothing is written, but a write of several files that was
    interrupted is finished first.
    """
    return with_signatures(verify_folder(folder_of(root, grant_id)), signers=signers, identity=identity)


def with_signatures(
    found: Verification,
    *,
    signers: str | None = None,
    identity: str | None = None,
    may_be_open: bool = False,
) -> Verification:
    """A verification with the result for the signatures: those that were made, and those that are wanted.

    A closing that names a key must have that key's signature. With a file of allowed `signers`, every
    closing in force must be signed by one of them, or by that of `identity`; `SigningError` if it names
    no key. Then a closing must be in force at all, unless the account `may_be_open`: whoever takes a
    closing away takes its signature too.
    """
    problems: list[Problem] = []
    if signers is not None:
        refuse_unreadable_signers(signers)
    if signers is not None and not found.closings.in_force and not may_be_open:
        message = "no closing is in force, so nothing here is signed"
        problems.append(Problem("signature", Where(str(Path(found.folder) / CLOSING_FILE)), message))
    names: list[tuple[int, str]] = []
    for closing in found.closings.closings:
        is_wanted = signers is not None and closing in found.closings.in_force
        try:
            name = _signed(found, closing, signers if is_wanted else None, identity)
        except SigningError as why:
            where = Where(str(_signature(found, closing)))
            problems.append(Problem("signature", where, f"closing {closing.number}: {why}", closing))
        else:
            names += [] if name is None else [(closing.number, name)]
    return replace(found, problems=(*found.problems, *problems), signatures=tuple(names))


def _signature(found: Verification, closing: Closing) -> Path:
    return Path(found.folder) / COPIES_FOLDER / str(closing.number) / SIGNATURE_FILE


def _signed(found: Verification, closing: Closing, signers: str | None, identity: str | None) -> str | None:
    """Who signed a closing: a name of the allowed signers, else the key; None if nobody had to."""
    text, path = entry_text(closing).encode(), _signature(found, closing)
    if closing.key is None:
        if signers is not None:
            raise SigningError("it is not signed")
        return None
    if not path.is_file():
        raise SigningError("its signature is missing")
    try:
        key = signed_by(text, path)
    except UnverifiedError:
        raise SigningError("the file of its signature does not sign this closing") from None
    if key != closing.key:
        raise SigningError(f"it is signed by {key}, not by {closing.key} as it says")
    if signers is None:
        return key
    try:
        return verified_by(text, path, signers, on=closing.date, identity=identity)
    except UnverifiedError:
        who = "anybody" if identity is None else repr(identity)
        file = Path(signers).name
        message = f"it is not signed by {who} in {file} whose key was valid on {closing.date}, but by {key}"
        raise SigningError(message) from None


NAMESPACE = "grants-closing"
"""What the signature is for; a signature for anything else does not verify."""

SIGN_SECONDS = 120.0
"""How long a passphrase or the touch of a security key is waited for."""

VERIFY_SECONDS = 30.0

_KEY = re.compile(r"\S\s.*?(?:ssh-|ecdsa-|sk-)\S+\s+AAAA[A-Za-z0-9+/]+")
"""A line of allowed signers that names somebody and a key."""


class UnverifiedError(SigningError):
    """ssh-keygen looked at a signature and does not hold it for one."""


def fingerprint(key: str) -> str:
    """The fingerprint of a key file, `SHA256:...`; `SigningError` if it is none."""
    said = _ssh_keygen(["-l", "-f", _plain(key)], seconds=VERIFY_SECONDS)
    return _fingerprint_in(said)


def sign(text: bytes, key: str) -> bytes:
    """The signature of a text by the key in a file; `SigningError` if there is none."""
    return _ssh_keygen(["-Y", "sign", "-f", _plain(key), "-n", NAMESPACE], text, seconds=SIGN_SECONDS)


def signed_by(text: bytes, signature: Path) -> str:
    """The fingerprint of the key that made a signature of this text; `SigningError` if it is none of it.

    Says nothing about whose key it is.
    """
    arguments = ["-Y", "check-novalidate", "-n", NAMESPACE, "-s", _plain(signature)]
    return _fingerprint_in(_ssh_keygen(arguments, text, seconds=VERIFY_SECONDS))


def verified_by(text: bytes, signature: Path, signers: str, *, on: date, identity: str | None = None) -> str:
    """Who signed a text, by a file of allowed signers (see ssh-keygen, ALLOWED SIGNERS).

    A key counts if it was valid `on` the day. With `identity`, it must be that signer's. Raises
    `SigningError` with what ssh-keygen says.
    """
    common = ["-f", _plain(signers), "-s", _plain(signature), f"-Overify-time={on:%Y%m%d}"]
    if identity is None:
        found = _ssh_keygen(["-Y", "find-principals", *common], seconds=VERIFY_SECONDS)
        identity = found.decode(errors="replace").partition("\n")[0].strip()
    if not identity or not identity.isprintable():
        raise SigningError(f"{identity!r} is nobody's identity")
    arguments = ["-Y", "verify", "-I", identity, "-n", NAMESPACE, *common]
    _ssh_keygen(arguments, text, seconds=VERIFY_SECONDS)
    return identity


def refuse_unreadable_signers(path: str | Path) -> None:
    """Raise `SigningError` if no line of a file of allowed signers names a key: nobody can be in it."""
    try:
        lines = Path(_plain(path)).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as fault:
        raise SigningError(f"{path} cannot be read: {fault.strerror or fault}") from None
    if not any(_KEY.search(line) for line in lines if not line.lstrip().startswith("#")):
        raise SigningError(f"{path} names no key; a line is: NAME KEYTYPE KEY, as in a file .pub")


def _plain(path: str | Path) -> str:
    """A path that cannot be taken for an option; `SigningError` if there is no such file."""
    if not Path(path).is_file():
        raise SigningError(f"there is no plain file {path}")
    return str(Path(path).absolute())


def _fingerprint_in(said: bytes) -> str:
    words = said.decode(errors="replace").split()
    found = next((word for word in words if word.startswith("SHA256:")), None)
    if found is None:
        raise SigningError("ssh-keygen names no key")
    return found


def _ssh_keygen(arguments: Sequence[str], text: bytes = b"", *, seconds: float) -> bytes:
    """What ssh-keygen prints; `SigningError` with what it complains of if it fails."""
    try:
        with tempfile.TemporaryFile() as given:
            given.write(text)
            given.seek(0)
            done = subprocess.run(  # noqa: S603  # a list, no shell; paths are absolute
                ["ssh-keygen", *arguments],  # noqa: S607  # the user's own
                stdin=given,
                capture_output=True,
                check=False,
                timeout=seconds,
            )
    except FileNotFoundError:
        raise SigningError(
            "signatures need ssh-keygen, which is not installed (Debian: openssh-client)"
        ) from None
    except subprocess.TimeoutExpired:
        raise SigningError(f"ssh-keygen did not answer within {seconds:.0f} s") from None
    except OSError as fault:
        raise SigningError(f"ssh-keygen cannot be run: {fault.strerror or fault}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise UnverifiedError(f"ssh-keygen: {said[-1] if said else 'failed without a word'}")
    return done.stdout
