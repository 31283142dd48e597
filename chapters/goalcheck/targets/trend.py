"""What could be expected of a series that has no target, and what came."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from goalcheck.data.histories import history
from goalcheck.data.package import Package
from goalcheck.data.points import Point
from goalcheck.forecast.projection import probability_of, project
from goalcheck.targets import expected
from goalcheck.targets.first_outcome import FirstOutcome, first_of

LOWER = ["lower_80", "lower_95"]


@dataclass(frozen=True, eq=False)
class Trend:
    """A series as it looked on the as-of date, projected to the promised year.

    `history` is what was known (a frame by year, one basis), `projection` the headline projection
    with its intervals, `outcomes` what was published later, by year.
    """

    indicator: str
    unit: str
    history: pd.DataFrame
    projection: pd.DataFrame
    outcomes: pd.DataFrame
    _errors: pd.DataFrame = field(repr=False)

    @property
    def known(self) -> Point:
        """The newest value that was known."""
        return Point(int(self.history.index[-1]), float(self.history.value.iloc[-1]), self.unit)

    @property
    def first(self) -> FirstOutcome:
        """The first later figure beside its projection. Raises LookupError if there is none."""
        if self.outcomes.empty:
            raise LookupError(f"{self.indicator} has no later figure")
        return first_of(self.projection, self.outcomes, self.unit)

    def chance(self, value: float) -> float:
        """Return the probability of reaching a value in the promised year."""
        last = self.projection.iloc[-1]
        return probability_of(
            value,
            ">=",
            self.history,
            int(last.year),
            self._errors,
            method=last.method,
            as_of=last.as_of,
        )


def trend(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    start: int | None = None,
    floor: float | None = None,
) -> Trend:
    """Project a series to the promised year with what was known on the as-of date.

    Parameters
    ----------
    book : Package
    indicator, place : str
        The place of the promise by default.
    start : int, optional
        First year that is taken.
    floor : float, optional
        Least value that is possible: 0 for an amount. It cuts the intervals.

    Raises
    ------
    ProjectionError
        As in `projection.project`: the series is too short, or joins several bases.
    """
    known = history(book, indicator, place, as_of=book.as_of).loc[start:]
    newest = history(book, indicator, place)
    method = expected.headline(book)
    errors = expected.errors_for(book, indicator, method)
    fan = project(known, book.target_year, method, errors=errors, as_of=book.as_of)
    fan[LOWER] = fan[LOWER].clip(lower=floor)
    later = newest[newest.index > known.index[-1]]
    return Trend(indicator, book.indicator(indicator).unit, known, fan, later, errors)
