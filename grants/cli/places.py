"""Where the files of a check are in their repository, for code hosts that show findings beside the lines."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path


def place_in_repository() -> Callable[[str], str]:
    """A function that names files relative to the top of their repository, from any working directory.

    The top is GITHUB_WORKSPACE if it holds the file, else that of the file's git repository, else the
    working directory.
    """
    from grants.render.finding_places import relative_to

    workspace = os.environ.get("GITHUB_WORKSPACE")

    @cache
    def top(folder: Path) -> str:
        if workspace and folder.is_relative_to(os.path.realpath(workspace)):
            return os.path.realpath(workspace)
        return _git_top(folder) or os.getcwd()

    def place(path: str) -> str:
        return relative_to(top(Path(os.path.realpath(os.path.dirname(path) or "."))), path)

    return cache(place)


def _git_top(folder: Path) -> str | None:
    """The nearest folder above that git keeps; the mark of it is looked for, and git is not run."""
    return next((str(above) for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def distinct(paths: list[str]) -> list[str]:
    """The paths without those that name a ledger or a grant again, also as a grant of a ledger among them."""
    from grants.store.files.folders import GRANT_FILE, is_grant_folder

    def folder(path: str) -> Path:
        real = Path(os.path.realpath(path))
        return real.parent if real.name == GRANT_FILE and real.is_file() else real

    first: dict[Path, str] = {}
    for path in paths:
        first.setdefault(folder(path), path)
    return [
        path
        for real, path in first.items()
        if real.parent not in first or real.name[:1] in "._" or not is_grant_folder(real)
    ]


def here_or(ledgers: str) -> str:
    """The ledger's folder; the working directory if there is no such folder and it is of a ledger itself."""
    from grants.store.files.folders import grant_folders

    return "." if not Path(ledgers).exists() and grant_folders(Path()) else ledgers
