"""Verifying a grant: are the files what was closed, and are the closings signed by somebody who may?"""

from dataclasses import replace
from os import PathLike
from pathlib import Path

from grants.closing.ssh import UnverifiedError, refuse_unreadable_signers, signed_by, verified_by
from grants.closing.verification import Problem, Verification, verify_folder
from grants.errors import SigningError
from grants.findings.finding import Where
from grants.records import Closing
from grants.store import folder_of
from grants.store.declared.closing_text import entry_text
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
