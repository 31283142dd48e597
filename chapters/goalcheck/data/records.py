"""The things of a data package as frozen records: a misspelt field is found before anything runs.

Tables stay tables; these are single rows of them, with types. `Package` hands them out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from goalcheck.data.periods import period_end, year_of


@dataclass(frozen=True)
class Source:
    """A publication: who published it, and when it became known."""

    key: str
    title: str
    title_en: str
    publisher: str
    published: str
    kind: str
    language: str
    url: str
    access: str

    @property
    def day(self) -> pd.Timestamp:
        """Day it counts as known: the last one of its month or year, NaT if the date is not known."""
        return day_of(self.published)

    @property
    def publisher_name(self) -> str:
        """Name of the publisher without the remark in brackets that may follow it."""
        return publisher_name(self.publisher)


@dataclass(frozen=True)
class Indicator:
    """What is counted, in which unit, and which way is better."""

    key: str
    name: str
    name_zh: str
    unit: str
    goal: str
    kind: str
    family: str
    timing: str
    higher_is_better: bool
    lower_bound: float
    upper_bound: float
    definition: str
    caveats: str
    role: str
    chapter: str


# How the figures of a period are put together before they are compared with a target.
AGGREGATIONS = (
    "level",
    "sum",
    "mean",
    "mean_growth",
    "change",
    "change_percent",
    "by_any_year",
)


@dataclass(frozen=True)
class Target:
    """An official number for a period: what was asked for, by whom, and when it was announced.

    Attributes
    ----------
    aggregation : str
        One of `AGGREGATIONS`: the level at the end of the period, the sum, the mean or the mean
        yearly growth over its years, the change since a base period in the unit of the indicator
        or in percent, or a level that any year of the period may reach.
    base_period, base_value
        What a change is counted from; the value is that of the data where none is given (NaN).
    stretch : float
        A second, harder number of the same plan, shown and not graded; NaN where there is none.
    firmness : str
        How firmly it was meant: "binding", "expected", "striven for", or empty.
    plan, wave, promised_by, goal : str
        Which plan it belongs to; "announced", "repeated", "lowered", "raised" or "withdrawn"; who
        promised it; the goal it serves where that is not the goal of its indicator.
    """

    indicator: str
    place: str
    target_period: str
    comparator: str
    value: float
    announced: pd.Timestamp
    source_id: str
    note: str
    aggregation: str = "level"
    base_period: str = ""
    base_value: float = math.nan
    stretch: float = math.nan
    firmness: str = ""
    plan: str = ""
    wave: str = ""
    promised_by: str = ""
    goal: str = ""

    @property
    def year(self) -> int:
        """Year it is for, or the last one of its span."""
        return year_of(self.target_period)


@dataclass(frozen=True)
class Outcome:
    """One published figure: what it says, of which period, on which basis, and who published it."""

    period: str
    value: float
    quality: str
    basis: str
    source_id: str
    published: pd.Timestamp

    @property
    def year(self) -> int:
        """Year its period counts for."""
        return year_of(self.period)

    @property
    def end(self) -> str:
        """Last day of its period."""
        return period_end(self.period)


@dataclass(frozen=True)
class Claim:
    """A statement of the article."""

    key: str
    goal: str
    chapter: str
    claim: str
    kind: str
    indicator: str
    place: str
    period: str
    value: float
    unit: str
    checkable: str
    note: str


def day_of(published: str) -> pd.Timestamp:
    """Return the day by which a publication dated so was certainly known.

    Examples
    --------
    >>> day_of("2024-02"), day_of("")
    (Timestamp('2024-02-29 00:00:00'), NaT)
    """
    return pd.Timestamp(period_end(published)) if published else pd.NaT


def publisher_name(publisher: str) -> str:
    """Return the name of a publisher without the remark in brackets that may follow it.

    Examples
    --------
    >>> publisher_name("City Daily (citing the mayor)")
    'City Daily'
    """
    return re.sub(r" \(.*\)$", "", publisher)


def source_of(key: str, row: Mapping[str, Any]) -> Source:
    """Return a row of the table of sources as a record.

    Examples
    --------
    >>> cells = dict(title="年鉴", title_en="Yearbook", publisher="Office", published="2024-03")
    >>> cells |= dict(kind="yearbook", language="zh", url="", access="official")
    >>> source_of("office-2024", cells).day
    Timestamp('2024-03-31 00:00:00')
    """
    return Source(key=key, **_picked(Source, row))


def indicator_of(key: str, row: Mapping[str, Any]) -> Indicator:
    """Return a row of the table of indicators as a record; a bound that is not given is infinite."""
    cells = _picked(Indicator, row)
    low, high = (float(cells[name]) for name in ("lower_bound", "upper_bound"))
    cells["higher_is_better"] = cells["higher_is_better"] == "yes"
    cells["lower_bound"] = -math.inf if math.isnan(low) else low
    cells["upper_bound"] = math.inf if math.isnan(high) else high
    return Indicator(key=key, **cells)


def target_of(row: Mapping[str, Any]) -> Target:
    """Return a row of the table of targets, its day as a Timestamp, as a record."""
    cells = {name: row[name] for name in _names(Target) if name in row}
    aggregation = cells.get("aggregation") or "level"
    # One NaN for all: of two that are not the same object Python says that they differ.
    cells |= {name: math.nan for name in ("base_value", "stretch") if _is_nan(cells.get(name))}
    return Target(**cells | {"value": float(cells["value"]), "aggregation": aggregation})


def _is_nan(cell: object) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def outcome_of(row: Mapping[str, Any]) -> Outcome:
    """Return a row of `Package.vintages` as a record."""
    cells = _picked(Outcome, row)
    return Outcome(**cells | {"value": float(cells["value"])})


def claim_of(key: str, row: Mapping[str, Any]) -> Claim:
    """Return a row of the table of claims as a record."""
    return Claim(key=key, **_picked(Claim, row))


def _picked(record: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a row that a record has fields for."""
    return {name: row[name] for name in _names(record)}


def _names(record: type[Any]) -> list[str]:
    return [part.name for part in fields(record) if part.name != "key"]
