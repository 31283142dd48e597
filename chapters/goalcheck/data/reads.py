"""Which rows of which tables a program asks a package for: what a stored notebook depends on.

Nothing is written down unless the environment variable `GOALCHECK_READS` names a file. A package
notes each read before it answers, so what was asked for and not there is noted too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "GOALCHECK_READS"
EVERY_FILE = "*"

_noted: set[str] = set()
_paused = 0


def note(directory: Path, table: str, rows: Iterable[str] = ("",)) -> None:
    """Write down that rows of a table are read, if anybody wants to know.

    Parameters
    ----------
    directory : path
        Folder of the package.
    table : str
        Name of the table, `derived/NAME` or `reference/NAME`, or `*` for every file.
    rows : iterable of str
        Keys of a table with a key; of observations and targets `INDICATOR@PLACE`, either of them
        `*` for all, or `#SOURCE`; the whole table by default.

    Examples
    --------
    >>> note(Path("data"), "observations", ["rd_intensity@beijing"])  # nobody wants to know
    """
    file = os.environ.get(FILE)
    if not file or _paused:
        return
    new = {f"{directory}\t{table}\t{row}" for row in rows} - _noted
    if new:
        _noted.update(new)
        # At once, for nobody knows how a kernel ends.
        with open(file, "a", encoding="utf-8") as log:
            log.writelines(f"{line}\n" for line in sorted(new))


@contextmanager
def unnoted() -> Iterator[None]:
    """Read without noting, where more is read than is told to the one who asked."""
    global _paused
    _paused += 1
    try:
        yield
    finally:
        _paused -= 1


def noted(file: Path) -> set[tuple[str, str, str]]:
    """Return the reads of a file that `note` wrote: folder of the package, table, rows."""
    if not file.is_file():
        return set()
    lines = file.read_text("utf-8").splitlines()
    return {(parts[0], parts[1], parts[2]) for parts in (line.split("\t") for line in lines)}
