"""The first figure that came after a projection, beside what was projected for its year."""

from __future__ import annotations

from dataclasses import dataclass

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
    if one.forecast is None or one.outcomes.empty:
        raise LookupError(f"{one.grade.key} has no projection with a later figure")
    year = int(one.outcomes.index[0])
    row = one.forecast[year]
    actual = float(one.outcomes.value.iloc[0])
    return FirstOutcome(year, row.centre, row.lower_80, row.upper_80, actual, one.grade.unit)
