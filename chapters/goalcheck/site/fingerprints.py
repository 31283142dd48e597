"""Fingerprints of what a notebook is made from, and of what is stored in it.

A fingerprint changes exactly when the outputs could: with the code of the notebook, the modules it
reaches, the rows it reads and the pinned packages; not with a comment, a docstring, or a module or a
row that it never asks for.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import tokenize
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import nbformat

from goalcheck.data import package, reads
from goalcheck.data.package import Package
from goalcheck.show.asked import names_in

LENGTH = 12  # hex digits: what happens by chance once in 10^14 times

CODE = (".py", ".pyc", ".pyi")

Reads = Collection[tuple[str, str, str]]

_PARSER = Lock()


def digest(*parts: str) -> str:
    """Return a short hash of texts.

    Examples
    --------
    >>> digest("a", "b") == digest("ab"), len(digest())
    (False, 12)
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:LENGTH]


# --- what a notebook is made from -----------------------------------------------------------------


def code_of(notebook: Mapping) -> str:
    """Return the code of a notebook as one text.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> code_of(new_notebook(cells=[new_code_cell("1 + 1"), new_markdown_cell("words")]))
    '1 + 1'
    """
    return "\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")


def modules_reached(code: str, folder: Path) -> list[Path]:
    """Return the files of the package below a folder that some code imports, at first or at last.

    With a module come the `__init__` files above it and what lies beside it and is no Python, as
    templates. An import inside a function counts.

    Parameters
    ----------
    code : str
        Python; lines that only a notebook understands (`%matplotlib`) are left out.
    folder : path
        Where the package `goalcheck` lies.

    Examples
    --------
    >>> folder = Path(package.__file__).parents[2]
    >>> reached = modules_reached("from goalcheck.words import lists", folder)
    >>> {"__init__.py", "lists.py"} <= {path.name for path in reached}
    True
    """
    lines = (line for line in code.splitlines() if not line.lstrip().startswith(("%", "!", "?")))
    found: set[Path] = set()
    seen: set[str] = set()
    try:
        waiting = list(_imported("\n".join(lines), ""))
    except SyntaxError:  # whatever it means, it may mean any of them
        return sorted((folder / "goalcheck").rglob("*.py"))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for path in _files_of(name, folder):
            if path not in found:
                found.add(path)
                if path.suffix == ".py":
                    module = ".".join(path.relative_to(folder).with_suffix("").parts)
                    waiting += _imported(path.read_text("utf-8"), module)
    return sorted(found)


def parsed(code: str) -> ast.Module:
    """Return the tree of some code, one at a time.

    Notebooks are executed in threads, and CPython counts the depth of all trees in one place: two
    at once can end in a SystemError (https://github.com/python/cpython/issues/106905).

    Examples
    --------
    >>> len(parsed("1 + 1; 2").body)
    2
    """
    with _PARSER:
        return ast.parse(code)


@lru_cache(maxsize=512)
def _imported(code: str, module: str) -> tuple[str, ...]:
    """Return the dotted names that some code of a module imports from the package."""
    names = []
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            # `from .x import y` in goalcheck.show.z means goalcheck.show.x
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return tuple(name for name in names if name.split(".")[0] == "goalcheck")


def _files_of(name: str, folder: Path) -> Iterator[Path]:
    """Yield the file of a dotted name and those that come with it; nothing if it is no module."""
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        path = folder.joinpath(*parts[:depth])
        if path.is_dir():
            yield from (
                file
                for file in path.iterdir()
                if file.name == "__init__.py" or (file.is_file() and file.suffix not in CODE)
            )
            yield from (file for file in path.glob("templates/**/*") if file.is_file())
        elif path.with_suffix(".py").is_file():
            yield path.with_suffix(".py")


def package_digest(code: str, folder: Path) -> str:
    """Return the fingerprint of the modules that some code reaches."""
    paths = modules_reached(code, folder)
    return digest(*(f"{path.relative_to(folder).as_posix()} {_meaning(path)}" for path in paths))


def _meaning(path: Path) -> str:
    raw = path.read_bytes()
    if path.suffix != ".py":
        return hashlib.sha256(raw).hexdigest()
    return digest(_without_words(raw.decode("utf-8")))


@lru_cache(maxsize=512)
def _without_words(code: str) -> str:
    """Return Python code without comments, docstrings and empty lines.

    Examples
    --------
    >>> _without_words('def f():\\n    "What it does."\\n\\n    return 1  # one\\n')
    'def f():\\n    return 1'
    """
    # The text and not its tree: trees differ from one version of Python to the next.
    lines = code.splitlines()
    gone: set[int] = set()
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            # The one statement of a function stays, be it words: something must stand there.
            body = node.body if isinstance(node, ast.Module) else node.body[:-1]
            for first in filter(lambda one: _is_docstring(one, lines), body[:1]):
                gone.update(range(first.lineno, (first.end_lineno or 0) + 1))
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
        if token.type in (tokenize.NL, tokenize.COMMENT) and not lines[row - 1].strip():
            gone.add(row)
    return "\n".join(line for row, line in enumerate(lines, 1) if row not in gone)


def _is_docstring(node: Any, lines: list[str]) -> bool:
    """Tell whether a statement is words alone, on lines of their own."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return False
    after = lines[(node.end_lineno or 0) - 1].encode()[node.end_col_offset :].strip()
    return (not after or after.startswith(b"#")) and not lines[node.lineno - 1][
        : node.col_offset
    ].strip()


# --- the rows it reads ----------------------------------------------------------------------------


def data_digest(read: Reads, root: Path) -> str:
    """Return the fingerprint of exactly the rows that were read.

    Parameters
    ----------
    read : set of (folder, table, rows)
        As `reads.noted` returns them, the folder relative to the top of the book. A folder outside
        the book was made by the notebook itself, from whatever data: then all data count.
    root : path
        Top folder of the book.

    Raises
    ------
    InvalidPackage
        If a package that was read is not sound.
    """
    parts = []
    rows_in = cache(lambda directory: _Rows.of(package.load(directory)))
    for folder, table, rows in sorted(read):
        directory = (root / folder).resolve()
        if not directory.is_relative_to(root.resolve()):
            parts.append(f"{table} {_every_file(root / 'data')}")
        elif not directory.is_dir():
            parts.append(f"{folder} {table} {rows} none")
        else:
            parts.append(f"{folder} {table} {rows} {_read(directory, table, rows, rows_in)}")
    return digest(*parts)


def _read(directory: Path, table: str, rows: str, rows_in: Callable[[Path], _Rows]) -> str:
    if table == reads.EVERY_FILE:
        return _every_file(directory)
    if table == "promise":
        return _file(directory / "datapackage.json")
    if "/" in table:
        return _file(directory / f"{table}.csv")
    return rows_in(directory).digest(table, rows)


def _every_file(directory: Path) -> str:
    return package.fingerprint(directory) if directory.is_dir() else "none"


def _file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


class _Rows:
    """The rows of a package as text, found by their key."""

    def __init__(self, book: Package) -> None:
        self.book = book
        self._digests: dict[tuple[str, str], str] = {}
        self._index: dict[str, dict[str, list[str]]] = {}

    @staticmethod
    @lru_cache(maxsize=8)
    def of(book: Package) -> _Rows:
        """Return the rows of a package, made once."""
        return _Rows(book)

    def digest(self, table: str, rows: str) -> str:
        """Return the fingerprint of some rows of a table."""
        if (table, rows) not in self._digests:
            self._digests[table, rows] = digest(*self._index_of(table).get(rows, []))
        return self._digests[table, rows]

    def _index_of(self, table: str) -> dict[str, list[str]]:
        """Return the rows of a table by every name that a read can have."""
        if table not in self._index:
            frame = self.book.table(table)
            if table == "panel_vintages":  # what is known in a year hangs on the day of the source
                days = self.book.table("sources").published_day
                frame = frame.assign(published_day=frame.source_id.map(days))
            index: dict[str, list[str]] = {}
            for row in frame.itertuples():
                text = repr(row[1:])
                for name in ("", *_names(row, table)):
                    index.setdefault(name, []).append(text)
            index.setdefault("", []).insert(0, " ".join(frame.columns))
            self._index[table] = index
        return self._index[table]


def _names(row: Any, table: str) -> tuple[str, ...]:
    if table in ("observations", "target_rows"):
        indicator, place = row.indicator, row.place
        pairs = (f"{indicator}@{place}", f"{indicator}@*", f"*@{place}", "*@*")
        return (*pairs, f"#{row.source_id}")
    return (str(row.Index),)


# --- what is stored -------------------------------------------------------------------------------


def cell_digests(notebook: Mapping) -> dict[int, str]:
    """Return the fingerprint of what each code cell stores, by the number of the cell, from 1.

    It covers outputs, execution count and metadata; not the code, which is an input.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> cells = [new_markdown_cell("words"), new_code_cell("1 + 1", execution_count=1)]
    >>> list(cell_digests(new_notebook(cells=cells)))
    [2]
    """
    return {
        number: digest(json.dumps(_stored(cell), sort_keys=True, ensure_ascii=False))[:8]
        for number, cell in enumerate(notebook["cells"], 1)
        if cell["cell_type"] == "code"
    }


def _stored(cell: Mapping) -> list:
    return [cell.get("execution_count"), cell.get("metadata", {}), cell.get("outputs", [])]


def was_cleared(cell: Mapping) -> bool:
    """Tell whether a code cell lost what it showed and how it was run."""
    return not cell.get("outputs") and cell.get("execution_count") is None


# --- all inputs of a notebook ---------------------------------------------------------------------

PARTS = ("code", "package", "data", "pins")
WORDS = {
    "code": "its code",
    "package": "a module it uses",
    "data": "a row it reads",
    "pins": "requirements.txt",
}


def inputs(notebook: nbformat.NotebookNode, read: Reads, root: Path) -> dict[str, str]:
    """Return the fingerprints of what a notebook is made from, by part.

    Parameters
    ----------
    notebook : NotebookNode
    read : set of (folder, table, rows)
        As in `data_digest`.
    root : path
        Top folder of the book.
    """
    code = code_of(notebook)
    return {
        "code": digest("\0".join([code, *names_in(notebook)])),
        "package": package_digest(code, root / "chapters"),
        "data": data_digest(read, root),
        "pins": digest((root / "requirements.txt").read_text("utf-8")),
    }


def relative(read: Iterable[tuple[str, str, str]], root: Path) -> set[tuple[str, str, str]]:
    """Return reads with their folders as they lie in the book, `..` for one outside."""

    @cache
    def within(folder: str) -> str:
        path, top = Path(folder), root.resolve()
        return path.relative_to(top).as_posix() if path.is_relative_to(top) else ".."

    return {(within(folder), table, rows) for folder, table, rows in read}
