"""Signing a closing with an SSH key, and verifying it, by `ssh-keygen -Y`.

The text that is signed is the text of the entry in closing.toml that its seal is of. Keys never come
near this program: ssh-keygen reads them, and asks for their passphrase.
"""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from grants.errors import SigningError

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
        identity = found.decode(errors="replace").splitlines()[0].strip()
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
