"""`chapters/outputs.lock`: which stored outputs are those that were made, and from what.

One line a notebook, sorted, so that it merges as the notebooks do:

    chapters/one.ipynb code=… package=… data=… pins=… outputs=2:…,4:… reads=data/observations:…

`outputs` has a fingerprint for each code cell, `reads` what the notebook asked the data for. Nobody
needs to mend it by hand: a line that is missing or does not fit only means that the notebook is
executed again. Where a merge left two lines for a notebook, the one that fits counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from goalcheck.site import fingerprints
from goalcheck.site.fingerprints import PARTS, WORDS

FILE = Path("chapters") / "outputs.lock"
HEAD = "# Made by `goalcheck run`: what the stored outputs of each notebook were made from.\n"

Read = tuple[str, str, str]


@dataclass(frozen=True)
class Line:
    """What is known of one notebook.

    `inputs` has a fingerprint for each of `fingerprints.PARTS`, `outputs` one for each code cell by
    its number; `reads` are the rows that it read.
    """

    notebook: str
    inputs: Mapping[str, str]
    outputs: Mapping[int, str]
    reads: frozenset[Read]

    def text(self) -> str:
        """Return the line as it is stored."""
        inputs = " ".join(f"{part}={self.inputs[part]}" for part in PARTS)
        outputs = ",".join(f"{number}:{value}" for number, value in sorted(self.outputs.items()))
        return f"{self.notebook} {inputs} outputs={outputs} reads={_reads_text(self.reads)}"


def _reads_text(read: Iterable[Read]) -> str:
    """Write reads, those of one table together.

    Examples
    --------
    >>> _reads_text({("data", "sources", "b"), ("data", "sources", "a"), ("data", "claims", "")})
    'data/claims;data/sources:a,b'
    """
    tables: dict[str, set[str]] = {}
    for folder, table, rows in read:
        tables.setdefault(f"{folder}/{table}", set()).add(rows)
    return ";".join(
        table if rows == {""} else f"{table}:{','.join(sorted(rows))}"
        for table, rows in sorted(tables.items())
    )


def _normal(read: Iterable[Read]) -> frozenset[Read]:
    """Drop the rows of a table that is read whole."""
    found = set(read)
    whole = {(folder, table) for folder, table, rows in found if not rows}
    return frozenset(one for one in found if not one[2] or one[:2] not in whole)


def _read_reads(text: str) -> frozenset[Read]:
    found = set()
    for part in filter(None, text.split(";")):
        name, _, rows = part.partition(":")
        folder, table = _split(name)
        found |= {(folder, table, row) for row in rows.split(",")}
    return frozenset(found)


def _split(name: str) -> tuple[str, str]:
    """Split the folder of a package from the table, which may lie in a folder of its own.

    Examples
    --------
    >>> _split("data/examples/town/derived/accuracy"), _split("data/sources")
    (('data/examples/town', 'derived/accuracy'), ('data', 'sources'))
    """
    parts = name.split("/")
    depth = 2 if len(parts) > 2 and parts[-2] in ("derived", "reference") else 1
    return "/".join(parts[:-depth]), "/".join(parts[-depth:])


def read_line(text: str) -> Line | None:
    """Return what a line of the file says, or None if it is no such line.

    Examples
    --------
    >>> read_line("<<<<<<< HEAD") is None
    True
    """
    notebook, *words = text.split(" ")
    values = dict(word.partition("=")[::2] for word in words)
    try:
        outputs = dict(pair.split(":") for pair in filter(None, values["outputs"].split(",")))
        return Line(
            notebook,
            {part: values[part] for part in PARTS},
            {int(number): value for number, value in outputs.items()},
            _read_reads(values["reads"]),
        )
    except (KeyError, ValueError):
        return None


def read(root: Path) -> dict[str, list[Line]]:
    """Return the lines of a book's lock by notebook; none where there is no lock."""
    path = root / FILE
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    lines: dict[str, list[Line]] = {}
    for line in map(read_line, text.splitlines()):
        if line:
            lines.setdefault(line.notebook, []).append(line)
    return lines


def write(root: Path, new: Iterable[Line], keep: Iterable[str]) -> None:
    """Put lines into the lock, whole or not at all; drop those of notebooks that are no more.

    Parameters
    ----------
    root : path
        Top folder of the book.
    new : iterable of Line
    keep : iterable of str
        Names of the notebooks of the book.
    """
    known = read(root) | {line.notebook: [line] for line in new}
    wanted = set(keep)
    texts = sorted(line.text() for name, lines in known.items() if name in wanted for line in lines)
    part = (root / FILE).with_suffix(".part")
    part.write_text(HEAD + "".join(f"{text}\n" for text in texts), "utf-8")
    part.replace(root / FILE)


# --- what is not current --------------------------------------------------------------------------


def line_of(name: str, notebook: nbformat.NotebookNode, read: Iterable[Read], root: Path) -> Line:
    """Return the line that belongs to a notebook as it is stored now.

    Raises
    ------
    InvalidPackage
        If the data that it reads are not sound.
    """
    reads = _normal(read)
    inputs = fingerprints.inputs(notebook, reads, root)
    return Line(name, inputs, fingerprints.cell_digests(notebook), reads)


def why_old(
    name: str, notebook: nbformat.NotebookNode, lines: Iterable[Line], root: Path
) -> str | None:
    """Say why the stored outputs of a notebook are not current, naming notebook and cell, or None.

    Parameters
    ----------
    name : str
        Of the notebook, from the top of the book.
    notebook : NotebookNode
        As it is stored.
    lines : iterable of Line
        What the lock has of it.
    root : path
        Top folder of the book.

    Raises
    ------
    InvalidPackage
        If the data that it reads are not sound.
    """
    reasons = [_why_not(name, notebook, line, root) for line in lines]
    if not reasons:
        return f"{name}: the stored outputs are not current: {FILE.as_posix()} has no line for it"
    return None if None in reasons else reasons[0]


def _why_not(name: str, notebook: nbformat.NotebookNode, line: Line, root: Path) -> str | None:
    now = line_of(name, notebook, line.reads, root)
    changed = [WORDS[part] for part in PARTS if now.inputs[part] != line.inputs[part]]
    if changed:
        return f"{name}: the stored outputs are not current: {', '.join(changed)} changed"
    for number in sorted(now.outputs.keys() | line.outputs.keys()):
        if now.outputs.get(number) == line.outputs.get(number):
            continue
        if number not in now.outputs or number not in line.outputs:
            return f"{name}: cell {number}: expected other kinds of cells, found them moved"
        cleared = fingerprints.was_cleared(notebook.cells[number - 1])
        found = "they were cleared" if cleared else "they were changed by hand"
        return f"{name}: cell {number}: the stored outputs are not those that it gave: {found}"
    return None
