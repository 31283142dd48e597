"""Find every fault of a data package, each with its file, row and column.

The shape of the tables (types, keys, enumerations, ranges, foreign keys) stands in the package
itself, in `datapackage.json`, and is checked cell by cell with pandera. The rules that need two tables
at once (publication dates, bounds, slips of the unit, claims without a check) stand in `rules`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from goalcheck.periods import is_calendar
from goalcheck.rules import RULES

TABLES = (
    "goals",
    "places",
    "sources",
    "indicators",
    "observations",
    "targets",
    "claims",
    "claim_checks",
    "corrections",
    "declared_jumps",
    "calculations",
    "panel-indicators",
    "panel",
)
MAY_HAVE_NO_ROWS = {"corrections", "declared_jumps", "calculations"}


@dataclass(frozen=True)
class Fault:
    """One fault of a table: where it is, what was expected, what was found."""

    file: str
    row: int | None
    column: str | None
    expected: str
    found: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        return f"{': '.join(place)}: expected {self.expected}, found {self.found}"


class InvalidPackage(ValueError):
    """The data package has faults; `faults` lists all of them."""

    def __init__(self, directory: Path, faults: list[Fault]):
        self.faults = faults
        listing = "\n".join(map(str, faults))
        super().__init__(f"{len(faults)} faults in the data package {directory}:\n{listing}")


def read_package(directory: Path) -> tuple[dict, dict[str, pd.DataFrame], list[Fault]]:
    """Read the descriptor and every table as text and list all faults.

    Parameters
    ----------
    directory : Path
        Folder with `datapackage.json` and the tables it names.

    Returns
    -------
    descriptor : dict
    texts : dict of DataFrame
        A frame of strings a table, indexed by the row in the file (the header is row 1).
    faults : list of Fault
        Empty for a sound package. Bad input never raises here; it is listed.

    Examples
    --------
    >>> descriptor, texts, faults = read_package(Path("no/such/folder"))
    >>> print(faults[0])
    datapackage.json: expected the file, found none
    """
    descriptor, faults = _read_descriptor(directory)
    resources = {resource["name"]: resource for resource in descriptor.get("resources", [])}
    texts: dict[str, pd.DataFrame] = {}
    for name in filter(resources.__contains__, TABLES):
        text, table_faults = _read_table(directory, resources[name])
        faults += table_faults
        if text is not None:
            texts[name] = text
    sound = {}
    for name, text in texts.items():
        table_faults = _cell_faults(resources[name], text, texts)
        faults += table_faults
        sound[name] = text.drop(index={fault.row for fault in table_faults})
    faults += _promise_faults(descriptor, texts)
    if set(texts) == set(TABLES):
        for rule in RULES:
            faults += [
                Fault(resources[table]["path"], row, column, expected, found)
                for table, row, column, expected, found in rule(sound)
            ]
    return descriptor, texts, faults


# --- files -----------------------------------------------------------------------------------


def _read_descriptor(directory: Path) -> tuple[dict, list[Fault]]:
    file = "datapackage.json"
    text, fault = _decode(directory / file, file)
    if fault:
        return {}, [fault]
    try:
        descriptor = json.loads(text)
        names = {r["name"] for r in descriptor["resources"] if r["path"] and r["schema"]["fields"]}
        outside = [r["path"] for r in descriptor["resources"] if not _is_inside(r["path"])]
    except (ValueError, KeyError, TypeError) as error:
        found = f"{type(error).__name__}: {error}"
        return {}, [Fault(file, None, None, "a JSON descriptor with typed resources", found)]
    if outside:
        expected = "a path inside the package"
        return {}, [Fault(file, None, "resources", expected, path) for path in outside]
    faults = [
        Fault(file, None, "resources", f"a resource {name!r}", "none")
        for name in TABLES
        if name not in names
    ]
    return descriptor, faults


def _is_inside(path: str) -> bool:
    return not Path(path).is_absolute() and ".." not in Path(path).parts


def _promise_faults(descriptor: dict, texts: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check what the package says it examines: which place, by which day, for which year."""
    promise = descriptor.get("promise")
    promise = promise if isinstance(promise, dict) else {}
    tests = {
        "place": ("a key of places", lambda cell: _has_key(texts, "places", cell)),
        "source_id": ("a key of sources", lambda cell: _has_key(texts, "sources", cell)),
        "as_of": ("a day YYYY-MM-DD", lambda cell: len(cell) == 10 and is_calendar(cell)),
        "target_year": ("a year", re.compile(r"(19|20)\d\d", re.ASCII).fullmatch),
    }
    return [
        Fault("datapackage.json", None, f"promise.{key}", expected, repr(promise.get(key)))
        for key, (expected, test) in tests.items()
        if not test(str(promise.get(key, "")))
    ]


def _has_key(texts: dict[str, pd.DataFrame], name: str, key: str) -> bool:
    return name not in texts or key in set(texts[name].iloc[:, 0])


def _decode(path: Path, file: str) -> tuple[str, Fault | None]:
    """Return the text of a UTF-8 file, or the fault that keeps it from being read."""
    if not path.is_file():
        return "", Fault(file, None, None, "the file", "none")
    raw = path.read_bytes()
    if not raw.strip():
        return "", Fault(file, None, None, "content", "an empty file")
    if raw.startswith(b"\xef\xbb\xbf"):
        return "", Fault(file, 1, None, "plain UTF-8", "a byte order mark at the start")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return "", Fault(file, row, None, "UTF-8", f"the byte {raw[error.start]:#04x}")
    if not text.endswith("\n"):
        row = text.count("\n") + 1
        return "", Fault(file, row, None, "a line end at the end", "a file that is cut short")
    return text, None


def _read_table(directory: Path, resource: dict) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Read one CSV table as text; the index is the row in the file."""
    file = resource["path"]
    columns = [field["name"] for field in resource["schema"]["fields"]]
    text, fault = _decode(directory / file, file)
    if fault:
        return None, [fault]
    rows, numbers, faults = [], [], []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        if header != columns:
            return None, _header_faults(file, header, columns)
        for number, row in enumerate(reader, start=2):
            if len(row) == len(columns):
                rows.append(row)
                numbers.append(number)
            else:
                found = f"{len(row)}: {','.join(row)[:80]!r}"
                faults.append(Fault(file, number, None, f"{len(columns)} columns", found))
    except csv.Error as error:
        faults.append(Fault(file, reader.line_num, None, "a well-formed CSV row", str(error)))
    if not rows and not faults and resource["name"] not in MAY_HAVE_NO_ROWS:
        faults.append(Fault(file, None, None, "at least one row", "only the header"))
    return pd.DataFrame(rows, columns=columns, index=numbers, dtype="str"), faults


def _header_faults(file: str, header: list[str], columns: list[str]) -> list[Fault]:
    missing = [
        Fault(file, 1, column, "the column", "none") for column in columns if column not in header
    ]
    unknown = [
        Fault(file, 1, column, "no such column", "it") for column in header if column not in columns
    ]
    order = Fault(file, 1, None, "the columns " + ",".join(columns), ",".join(header))
    return missing + unknown or [order]


# --- cells -----------------------------------------------------------------------------------

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)


def _cell_faults(resource: dict, text: pd.DataFrame, texts: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check every cell and key of one table against its schema, with pandera."""
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    schema = resource["schema"]
    checks: dict[str, list] = {
        field["name"]: [_check(pa, expected, test) for expected, test in _field_rules(field)]
        for field in schema["fields"]
    }
    for key in schema.get("foreignKeys", []):
        reference = key["reference"]
        if reference["resource"] in texts:
            known = set(texts[reference["resource"]][reference["fields"]]) | {""}
            expected = f"a key of {reference['resource']}"
            checks[key["fields"]].append(_check(pa, expected, known.__contains__))
    columns = {name: pa.Column(None, column_checks) for name, column_checks in checks.items()}
    faults = []
    try:
        pa.DataFrameSchema(columns).validate(text, lazy=True)
    except SchemaErrors as errors:
        for case in errors.failure_cases.itertuples():
            found = repr(case.failure_case) if case.failure_case else "an empty cell"
            faults.append(Fault(resource["path"], int(case.index), case.column, case.check, found))
    return sorted(faults, key=lambda f: (f.row, f.column)) + _duplicate_faults(resource, text)


def _check(pa, expected: str, test: Callable[[str], bool]):
    """Make a pandera check that asks `test` once for each distinct cell."""
    return pa.Check(
        lambda cells: cells.isin([cell for cell in cells.unique() if test(cell)]), error=expected
    )


def _field_rules(field: dict) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Turn a Table Schema field into pairs of what is expected and a test of one cell."""
    constraints = field.get("constraints", {})
    yield (
        "no control characters and no space at the ends",
        lambda cell: cell == cell.strip() and (cell.isprintable() or not cell),
    )
    if constraints.get("required"):
        yield "a value", bool
    if "enum" in constraints:
        allowed = constraints["enum"]
        yield f"one of {', '.join(allowed)}", {"", *allowed}.__contains__
    if "pattern" in constraints:
        pattern = re.compile(constraints["pattern"], re.ASCII)
        yield f"the form {pattern.pattern}", _unless_empty(pattern.fullmatch)
    if field["type"] in ("number", "integer"):
        pattern = _NUMBER if field["type"] == "number" else _INTEGER
        kind = "a number" if field["type"] == "number" else "a whole number"
        yield f"{kind} in plain digits", _unless_empty(pattern.fullmatch)
        low, high = constraints.get("minimum", -np.inf), constraints.get("maximum", np.inf)
        if np.isfinite([low, high]).any():
            yield f"{low} to {high}", _unless_empty(lambda cell: low <= _as_number(cell) <= high)
    if field.get("calendar"):
        yield "a day of the calendar", _unless_empty(is_calendar)


def _unless_empty(test: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda cell: not cell or bool(test(cell))


def _as_number(cell: str) -> float:
    return float(cell) if _NUMBER.fullmatch(cell) else np.nan


def _duplicate_faults(resource: dict, text: pd.DataFrame) -> list[Fault]:
    schema = resource["schema"]
    keys = [schema["primaryKey"]]
    keys += [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    faults = []
    for key in keys:
        columns = [key] if isinstance(key, str) else key
        for row, cells in text[text.duplicated(columns)][columns].iterrows():
            found = "a second row " + ", ".join(map(repr, cells))
            faults.append(Fault(resource["path"], row, "+".join(columns), "a unique row", found))
    return faults
