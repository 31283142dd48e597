"""What a projection says, as a record: a centre and intervals a year, and what it was made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import pandas as pd

NUMBERS = ("centre", "lower_80", "upper_80", "lower_95", "upper_95")


@dataclass(frozen=True)
class ForecastYear:
    """One projected year, in the unit of its series; bounds are NaN if no errors were known."""

    year: int
    centre: float
    lower_80: float
    upper_80: float
    lower_95: float
    upper_95: float

    def inside(self, value: float, level: int = 80) -> bool:
        """Tell whether a value lies in the interval of a level, 80 or 95 percent."""
        low, high = {80: (self.lower_80, self.upper_80), 95: (self.lower_95, self.upper_95)}[level]
        return bool(low <= value <= high)


@dataclass(frozen=True)
class Forecast:
    """A projection: by what method, from how many years, knowing what, and what it says.

    Attributes
    ----------
    method : str
        A key of `projection.METHODS`.
    window : int
        How many points went in.
    as_of : Timestamp or None
        Day after which nothing was known.
    sources : tuple of str
        Ids of the sources of the points.
    rows : tuple of ForecastYear

    Examples
    --------
    >>> year = ForecastYear(2025, 20.0, 18.0, 22.0, 16.0, 24.0)
    >>> one = Forecast("drift", 8, None, ("a",), (year,))
    >>> one.last.centre, one[2025].inside(23), one[2025].inside(23, 95)
    (20.0, False, True)
    >>> one.scaled(0.1).table.centre.to_list()
    [2.0]
    """

    method: str
    window: int
    as_of: pd.Timestamp | str | None
    sources: tuple[str, ...]
    rows: tuple[ForecastYear, ...]

    @property
    def table(self) -> pd.DataFrame:
        """The table of it, as `projection.project` returns it."""
        return pd.DataFrame([asdict(row) for row in self.rows]).assign(
            method=self.method,
            window=self.window,
            as_of=self.as_of,
            sources=[self.sources] * len(self.rows),
        )

    @property
    def years(self) -> tuple[int, ...]:
        """Its years, in order."""
        return tuple(row.year for row in self.rows)

    @property
    def last(self) -> ForecastYear:
        """The year furthest ahead."""
        return self.rows[-1]

    def __getitem__(self, year: int) -> ForecastYear:
        """Return a projected year.

        Raises
        ------
        KeyError
            If it was not projected; the message says which years were.
        """
        for row in self.rows:
            if row.year == year:
                return row
        raise KeyError(f"{year} was not projected; {self.years[0]} to {self.years[-1]} were")

    def scaled(self, factor: float) -> Forecast:
        """Return it in another unit, each number times a factor."""
        rows = (
            ForecastYear(row.year, *(factor * getattr(row, name) for name in NUMBERS))
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))


def forecast_of(table: pd.DataFrame) -> Forecast:
    """Return a table that `projection.project` made as a record."""
    first = table.iloc[0]
    rows = zip(table.year, *(table[name] for name in NUMBERS), strict=True)
    return Forecast(
        method=first.method,
        window=int(first.window),
        as_of=first.as_of,
        sources=first.sources,
        rows=tuple(ForecastYear(int(year), *map(float, numbers)) for year, *numbers in rows),
    )
