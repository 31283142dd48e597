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
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from goalcheck.data import reads
from goalcheck.data.integrity import RULES, RULES_ON_EVERY_ROW
from goalcheck.data.periods import is_calendar, period_start, year_of

if TYPE_CHECKING:
    from pandera.pandas import Check

# The columns that the book reads, table by table; a descriptor may add others.
TABLES = {
    "goals": "goal title chapter_order summary",
    "places": "place name name_zh kind country",
    "sources": "source_id title title_en publisher published kind language url access "
    "retrieved_from",
    "indicators": "indicator name name_zh unit goal kind family timing higher_is_better "
    "lower_bound upper_bound definition caveats role chapter",
    "observations": "indicator place period value source_id quality basis note",
    "targets": "indicator place target_period comparator value announced source_id note",
    "claims": "claim_id goal chapter claim kind indicator place period value unit checkable note",
    "claim_checks": "claim_id finding source_id note",
    "corrections": "indicator place period published_value source_id value_used reason "
    "evidence_source_id",
    "declared_jumps": "table indicator place period basis reason",
    "calculations": "indicator numerator denominator factor reason",
    "panel-indicators": "indicator name name_zh unit family article_section higher_is_better "
    "definition caveats",
    "panel": "indicator place period value source_id vintage",
    "bounds": "indicator place period bound numerator numerator_period denominator "
    "denominator_period factor reason",
}
# A package may come without these: then they are read as if they had no rows.
OPTIONAL_TABLES = {"panel-indicators", "panel", "bounds"}
# Columns a table may have; where it has not, its rows are read as if they were empty.
OPTIONAL = {
    "targets": "aggregation base_period base_value stretch firmness plan wave promised_by goal",
}
NUMBERS = set(
    "chapter_order lower_bound upper_bound value published_value value_used factor vintage "
    "base_value stretch".split()
)
DATES = set(
    "published announced period target_period base_period numerator_period denominator_period".split()
)
MAY_HAVE_NO_ROWS = {"corrections", "declared_jumps", "calculations", "bounds"}


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


def counted(faults: list[Fault]) -> str:
    """Write how many faults there are.

    Examples
    --------
    >>> counted([Fault("claims.csv", 2, "value", "a number", "'many'")]), counted([])
    ('1 fault', '0 faults')
    """
    return f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"


class InvalidPackage(ValueError):
    """The data package has faults; `faults` lists all of them."""

    def __init__(self, directory: Path, faults: list[Fault]):
        self.faults = faults
        listing = "\n".join(map(str, faults))
        super().__init__(f"{counted(faults)} in the data package {directory}:\n{listing}")


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
    reads.note(directory.resolve(), reads.EVERY_FILE)
    descriptor, faults = _read_descriptor(directory)
    resources = {resource["name"]: resource for resource in descriptor.get("resources", [])}
    tables: dict[str, Table] = {}
    for name in filter(resources.__contains__, TABLES):
        table, table_faults = _read_table(directory, resources[name])
        faults += table_faults
        if table is not None:
            tables[name] = table
    texts = {name: table.text for name, table in tables.items()}
    for name in OPTIONAL_TABLES - set(resources):
        texts[name] = pd.DataFrame(columns=TABLES[name].split(), dtype="str")
    sound = dict(texts)
    for name, table in tables.items():
        table_faults = _cell_faults(table, _known_keys(resources[name], texts))
        faults += table_faults
        rows = {fault.row for fault in table_faults}
        sound[name] = table.text.drop(index=rows) if rows else table.text
    promise = descriptor.get("promise")
    promise = promise if isinstance(promise, dict) else {}
    faults += _promise_faults(promise, texts)
    if set(texts) == set(TABLES):
        every_row = texts | {
            "promise": pd.DataFrame({"source_id": [str(promise.get("source_id"))]})
        }
        faults += [
            Fault(resources[table]["path"], row, column, expected, found)
            for rules, tables in ((RULES, sound), (RULES_ON_EVERY_ROW, every_row))
            for rule in rules
            for table, row, column, expected, found in rule(tables)
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
        names = [r["name"] for r in descriptor["resources"] if r["path"] and r["schema"]["fields"]]
        by_name = [(str(r["name"]), r) for r in descriptor["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        found = f"{type(error).__name__}: {error}"
        return {}, [Fault(file, None, None, "a JSON descriptor with typed resources", found)]
    faults = [
        Fault(file, None, "resources", f"a resource {name!r}", _count(names.count(name)))
        for name in TABLES
        if names.count(name) != 1 and not (name in OPTIONAL_TABLES and name not in names)
    ]
    for name, resource in by_name:
        faults += [
            Fault(file, None, f"resources.{name}{key}", expected, found)
            for key, expected, found in _resource_faults(name, resource)
        ]
    # Tables are not read by a descriptor that cannot be trusted.
    return (descriptor, []) if not faults else ({"promise": descriptor.get("promise")}, faults)


def _count(number: int) -> str:
    return f"{number} of them" if number else "none"


def _resource_faults(name: str, resource: dict) -> list[tuple[str, str, str]]:
    """Find what a resource lacks for the book to read its table: key, expected, found."""
    try:
        return list(_schema_faults(name, resource))
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        found = f"{type(error).__name__}: {error}"
        return [("", "a table schema with fields, types and a key", found)]


def _schema_faults(name: str, resource: dict) -> Iterator[tuple[str, str, str]]:
    path, schema = Path(resource["path"]), resource["schema"]
    if path.is_absolute() or ".." in path.parts:
        yield ".path", "a file of the package", repr(resource["path"])
    fields = {field["name"]: field for field in schema["fields"]}
    if len(fields) < len(schema["fields"]):
        yield ".schema", "each column once", "one of them twice"
    asked = TABLES.get(name, "").split()
    for column in [*asked, *(own for own in OPTIONAL.get(name, "").split() if own in fields)]:
        kinds = ("number", "integer") if column in NUMBERS else ("string",)
        kind = fields[column]["type"] if column in fields else None
        if kind not in kinds:
            yield (
                f".schema.{column}",
                f"a column of type {kinds[0]}",
                repr(kind) if kind else "none",
            )
        elif column in DATES and name != "panel" and not fields[column].get("calendar"):
            yield f".schema.{column}", 'a column with "calendar": true', "one without"
    for field in fields.values():
        list(_field_rules(field))
    key, links = schema["primaryKey"], schema.get("foreignKeys", [])
    for column in [*([key] if isinstance(key, str) else key), *(link["fields"] for link in links)]:
        if column not in fields:
            yield ".schema", f"keys among its columns, {', '.join(fields)}", repr(column)
    for reference in (link["reference"] for link in links):
        other, column = reference["resource"], reference["fields"]
        if column not in TABLES.get(other, "").split():
            yield ".schema", "keys of a table of the package", repr(f"{other}.{column}")


def _promise_faults(promise: dict, texts: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check what the package says it examines: which place, by which day, for which year."""
    tests: dict[str, tuple[str, Callable]] = {
        "place": ("a key of places", lambda cell: _has_key(texts, "places", cell)),
        "source_id": ("a key of sources", lambda cell: _has_key(texts, "sources", cell)),
        "as_of": ("a day YYYY-MM-DD", lambda cell: len(cell) == 10 and is_calendar(cell)),
        "target_year": ("a year", re.compile(r"(19|20)\d\d", re.ASCII).fullmatch),
    }

    def fault(key: str, expected: str) -> Fault:
        return Fault("datapackage.json", None, f"promise.{key}", expected, repr(promise.get(key)))

    faults = [
        fault(key, expected)
        for key, (expected, test) in tests.items()
        if not test(str(promise.get(key, "")))
    ]
    if faults or not {"sources", "targets"} <= set(texts):
        return faults
    sources, targets = texts["sources"], texts["targets"]
    published = min(sources.published[sources.source_id == str(promise["source_id"])])
    if is_calendar(published) and promise["as_of"] < period_start(published):
        faults.append(fault("as_of", f"a day not before its source was published, {published}"))
    periods = targets.target_period[targets.place == str(promise["place"])]
    years = {str(year_of(period)) for period in periods if is_calendar(period)}
    if str(promise["target_year"]) not in years:
        faults.append(fault("target_year", f"a year with a target of {promise['place']}"))
    return faults


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


@dataclass(frozen=True, eq=False)
class Table:
    """One table as text, with its description; the index of `text` is the row in the file."""

    resource: dict
    text: pd.DataFrame


def _read_table(directory: Path, resource: dict) -> tuple[Table | None, list[Fault]]:
    file = resource["path"]
    content, fault = _decode(directory / file, file)
    if fault:
        return None, [fault]
    table, faults = _parsed(content, json.dumps(resource))
    return table, list(faults)


# Who loads a package again after a change of one table pays for that table only.
@lru_cache(maxsize=64)
def _parsed(content: str, described: str) -> tuple[Table | None, list[Fault]]:
    """Read the content of one CSV file by its description."""
    resource = json.loads(described)
    file = resource["path"]
    columns = [field["name"] for field in resource["schema"]["fields"]]
    rows, numbers, faults = [], [], []
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
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
        return None, [Fault(file, None, None, "at least one row", "only the header")]
    text = pd.DataFrame(rows, columns=columns, index=numbers, dtype="str")
    return Table(resource, text), faults


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

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
# What a broken decoding or a spreadsheet leaves in a cell.
_MANGLED = re.compile(r"\ufffd|#{3,}|#(REF|VALUE|NAME|NUM|NULL|DIV/0)[!?]|#N/A|\d[eE]\+\d\d")


Keys = tuple[tuple[str, str, frozenset[str]], ...]


def _known_keys(resource: dict, texts: dict[str, pd.DataFrame]) -> Keys:
    """Return for each foreign key its column, the other table and the keys that stand there."""
    links = [
        (key["fields"], key["reference"]["resource"], key["reference"]["fields"])
        for key in resource["schema"].get("foreignKeys", [])
    ]
    return tuple(
        (column, other, frozenset(texts[other][field].unique()))
        for column, other, field in links
        if other in texts
    )


@lru_cache(maxsize=64)
def _cell_faults(table: Table, keys: Keys) -> list[Fault]:
    """Check every cell and key of one table against its schema, with pandera."""
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    resource, text = table.resource, table.text
    schema = resource["schema"]
    checks: dict[str, list] = {
        field["name"]: [_check(pa, expected, test) for expected, test in _field_rules(field)]
        for field in schema["fields"]
    }
    for column, other, known in keys:
        test = (known | {""}).__contains__
        checks[column].append(_check(pa, f"a key of {other}", test))
    columns = {name: pa.Column(None, column_checks) for name, column_checks in checks.items()}
    faults = []
    try:
        pa.DataFrameSchema(columns).validate(text, lazy=True)
    except SchemaErrors as errors:
        for case in errors.failure_cases.itertuples():
            found = repr(case.failure_case) if case.failure_case else "an empty cell"
            faults.append(Fault(resource["path"], int(case.index), case.column, case.check, found))
    return sorted(faults, key=lambda f: (f.row, f.column)) + _duplicate_faults(resource, text)


def _check(pa: ModuleType, expected: str, test: Callable[[str], bool]) -> Check:
    """Make a pandera check that asks `test` once for each distinct cell."""

    def passes(cells: pd.Series) -> bool | pd.Series:
        distinct = cells.unique().tolist()
        good = [cell for cell in distinct if test(cell)]
        return len(good) == len(distinct) or cells.isin(good)

    return pa.Check(passes, error=expected, ignore_na=False)


def _field_rules(field: dict) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Turn a Table Schema field into pairs of what is expected and a test of one cell."""
    constraints = field.get("constraints", {})
    yield (
        "no control characters and no space at the ends",
        lambda cell: cell == cell.strip() and cell.isprintable(),
    )
    if field["type"] == "string" and not {"enum", "pattern"} & set(constraints):
        yield "text as it was typed, not as another program mangled it", _is_as_typed
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


def _is_as_typed(cell: str) -> bool:
    """Tell whether a cell is free of the marks of a spreadsheet and of a wrong decoding.

    Examples
    --------
    >>> _is_as_typed("北京 in 2023"), _is_as_typed("北京".encode().decode("cp1252", "replace"))
    (True, False)
    """
    if _MANGLED.search(cell):
        return False
    if cell.isascii():
        return True
    try:
        cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return True
    return False


def _unless_empty(test: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda cell: not cell or bool(test(cell))


def _as_number(cell: str) -> float:
    return float(cell) if _NUMBER.fullmatch(cell) else np.nan


def _duplicate_faults(resource: dict, text: pd.DataFrame) -> list[Fault]:
    """Find the rows whose key stands twice; 64 and 64.0 are one number."""
    schema = resource["schema"]
    types = {field["name"]: field["type"] for field in schema["fields"]}
    keys = [schema["primaryKey"]]
    keys += [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    faults = []
    for key in keys:
        columns = [key] if isinstance(key, str) else key
        same = text[columns].copy()
        for column in columns:
            if types[column] in ("number", "integer"):
                same[column] = [float(c) if _NUMBER.fullmatch(c) else c for c in text[column]]
        for row, cells in text[same.duplicated()][columns].iterrows():
            found = "a second row " + ", ".join(map(repr, cells))
            faults.append(Fault(resource["path"], row, "+".join(columns), "a unique row", found))
    return faults
