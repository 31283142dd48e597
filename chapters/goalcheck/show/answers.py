"""What the command answers: rows of plain values, as JSON for a program or as a table for a person.

The numbers are those of the pages, because the same functions give them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from goalcheck.claims.ledger import ledger
from goalcheck.data.histories import history
from goalcheck.data.package import Package, UnknownKey
from goalcheck.forecast.projection import METHODS, WINDOW, ProjectionError, project
from goalcheck.targets.expected import errors_for, headline, outlook
from goalcheck.targets.grades import grade_targets

Row = dict[str, Any]

# Name in the answer, and name in a grade.
GRADE = {
    "indicator": "key",
    "place": "place",
    "target_period": "target_period",
    "comparator": "comparator",
    "value": "value",
    "unit": "unit",
    "result": "result",
    "evidence": "evidence",
    "outcome_period": "outcome_period",
    "outcome_value": "outcome_value",
    "outcome_source": "outcome_source",
    "start_period": "set_period",
    "start_value": "set_value",
    "announced": "announced",
}
# The same for a projection.
BOUNDS = {
    "low_80": "lower_80",
    "high_80": "upper_80",
    "low_95": "lower_95",
    "high_95": "upper_95",
}
CLAIM = ("claim", "kind", "finding")


def grade_rows(book: Package, place: str | None = None) -> list[Row]:
    """Return every official target of a place for the promised year, with its grade.

    Examples
    --------
    >>> grade_rows(book)[0]["result"]
    'below_target_earlier'
    """
    return [
        {name: _plain(getattr(grade, attribute)) for name, attribute in GRADE.items()}
        for grade in grade_targets(book, place)
    ]


def claim_rows(book: Package) -> list[Row]:
    """Return every claim with its finding.

    Examples
    --------
    >>> sorted(claim_rows(book)[0])
    ['claim', 'claim_id', 'finding', 'kind']
    """
    return [
        {"claim_id": claim} | {name: _plain(getattr(row, name)) for name in CLAIM}
        for claim, row in ledger(book).iterrows()
    ]


def projection_rows(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    to: int | None = None,
    method: str | None = None,
    window: int = WINDOW,
) -> list[Row]:
    """Return the projection of an indicator, one row a year, as known on the package's as-of day.

    Parameters
    ----------
    book : Package
    indicator, place : str
        Keys of the package; the place defaults to the one that made the promise.
    to : int, optional
        Last year; that of the promise by default.
    method : str, optional
        A key of `METHODS`; the headline method by default.
    window : int
        How many of the last years are used.

    Returns
    -------
    list of dict
        `year, value, low_80, high_80, low_95, high_95, probability, reason, unit, method`; None
        where there is no number, and `reason` says why.

    Raises
    ------
    UnknownKey
        If the package has no such indicator, place or method, or no table that names the headline
        method.

    Examples
    --------
    >>> [row["year"] for row in projection_rows(book, "contract_turnover", method="drift")]
    [2024, 2025]
    """
    place, to = place or book.place, to or book.target_year
    book.require(indicator, book.indicators.index, "indicator")
    book.require(place, book.places.index, "place")
    method = method or headline(book)
    book.require(method, METHODS, "method")
    about = {"unit": book.indicator(indicator).unit, "method": method}
    try:
        table, why_wide = _projected(book, indicator, place, to, method, window)
    except ProjectionError as failure:
        return [_row(to, {}, None, str(failure)) | about]
    chance, why_none = _chance(book, indicator, place, to, method, window)
    last = table.year.iloc[-1]
    return [
        _row(
            int(row.year),
            row._asdict(),
            chance if row.year == last else None,
            why_wide or (why_none if row.year == last else f"the target is for {to}"),
        )
        | about
        for row in table.itertuples()
    ]


def _projected(
    book: Package, indicator: str, place: str, to: int, method: str, window: int
) -> tuple[pd.DataFrame, str]:
    """Return the projection, and why it has no intervals if it has none."""
    known = history(book, indicator, place, as_of=book.as_of)
    only: dict[str, Any] = {"as_of": book.as_of, "window": window}
    plain = project(known, to, method, **only)  # fails where nothing can be projected at all
    try:
        errors = errors_for(book, indicator, method)
        return project(known, to, method, errors=errors, **only), ""
    except (ProjectionError, UnknownKey) as failure:
        return plain, str(failure)


def _chance(
    book: Package, indicator: str, place: str, to: int, method: str, window: int
) -> tuple[float | None, str]:
    """Return the probability that the target of the year is met, or why there is none."""
    try:
        one = outlook(book.as_if(target_year=to), indicator, place, method=method, window=window)
    except (LookupError, ProjectionError) as failure:
        return None, str(failure)
    if not math.isnan(one.probability):
        return one.probability, ""
    if book.indicator(indicator).kind == "growth":
        return None, "the target is for growth, which the projection of a level does not answer"
    return None, one.reason


def _row(year: int, numbers: Mapping[str, Any], chance: float | None, reason: str) -> Row:
    bounds = {name: _plain(numbers.get(column)) for name, column in BOUNDS.items()}
    row = {"year": year, "value": _plain(numbers.get("centre"))} | bounds
    # A reason stands only where a number is missing.
    missing = None in row.values() or chance is None
    return row | {"probability": chance, "reason": (reason or None) if missing else None}


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it: no NaN, no empty text, no type of pandas.

    Examples
    --------
    >>> _plain(float("nan")), _plain(""), _plain(pd.Timestamp("2024-08-14"))
    (None, None, '2024-08-14')
    """
    if value is None or (isinstance(value, str) and not value) or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if hasattr(value, "item") else value


# --- how they are printed -------------------------------------------------------------------------


def as_json(rows: Sequence[Row]) -> str:
    """Return rows as JSON.

    Examples
    --------
    >>> as_json([{"place": "北京", "value": None}])
    '[\\n {\\n  "place": "北京",\\n  "value": null\\n }\\n]'
    """
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False)


def as_table(rows: Sequence[Row], columns: Sequence[str], nothing: str) -> str:
    """Return some columns of rows as text, numbers to the right.

    Parameters
    ----------
    rows : list of dict
    columns : list of str
        Those to print, in this order; one that is empty in every row is left out.
    nothing : str
        What to say if there is no row.

    Examples
    --------
    >>> rows = [{"place": "hilltown", "value": 9850.0}, {"place": "rivertown", "value": 60.5}]
    >>> print(as_table(rows, ["place", "value"], "none"))
    place        value
    hilltown   9,850
    rivertown     60.5
    """
    columns = [name for name in columns if any(row[name] is not None for row in rows)]
    if not rows or not columns:
        return nothing
    made = [_aligned(name, [row[name] for row in rows]) for name in columns]
    return "\n".join("  ".join(cells).rstrip() for cells in zip(*made, strict=True))


def _aligned(name: str, values: Sequence[Any]) -> list[str]:
    """Return a column with its head, padded; numbers with their points one below the other."""
    if not all(isinstance(value, int | float | None) for value in values) or name == "year":
        texts = [name, *("-" if value is None else str(value) for value in values)]
        width = max(map(len, texts))
        return [text.ljust(width) for text in texts]
    texts = ["-" if value is None else f"{value:,.6g}" for value in values]
    after = max(len(text.partition(".")[2]) for text in texts)
    after += bool(after)  # the point itself
    texts = [text + " " * (after - len("".join(text.partition(".")[1:]))) for text in texts]
    width = max(map(len, [name, *texts]))
    return [text.rjust(width) for text in [name, *texts]]
