"""The first figure that came after a projection, beside what was projected for its year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from goalcheck.targets.expected import Outlook


@dataclass(frozen=True)
class FirstOutcome:
    """One projected year and what was published of it later, on the same basis."""

    year: int
    centre: float
    lower_80: float
    upper_80: float
    actual: float
    unit: str

    @property
    def inside(self) -> bool:
        """Whether it lies in the 80% interval."""
        return self.lower_80 <= self.actual <= self.upper_80

    @property
    def miss(self) -> float:
        """How far the projection lay above it, in percent of it; negative if below."""
        return 100 * (self.centre / self.actual - 1)


def first_outcome(one: Outlook) -> FirstOutcome:
    """Return the first later figure of a projected target beside its projection.

    Raises
    ------
    LookupError
        If nothing was projected or no later figure on the same basis was published.
    """
    if one.projection is None or one.outcomes.empty:
        raise LookupError(f"{one.grade.key} has no projection with a later figure")
    return first_of(one.projection, one.outcomes, one.grade.unit)


def first_of(projection: pd.DataFrame, outcomes: pd.DataFrame, unit: str) -> FirstOutcome:
    """Return the first of later figures, by year, beside a projection of that year."""
    year = int(outcomes.index[0])
    row = projection.set_index("year").loc[year]
    centre, low, high = row[["centre", "lower_80", "upper_80"]].astype(float)
    return FirstOutcome(year, centre, low, high, float(outcomes.value.iloc[0]), unit)
