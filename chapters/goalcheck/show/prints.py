"""Cells of a table of figures as they were published: how much, how exact, and when."""

from __future__ import annotations

import pandas as pd

from goalcheck.data.vintages import quality_words
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import number

NOT_KNOWN = "not known"


def print_cells(
    row: pd.Series, heading: str, *, factor: float = 1, digits: int = 0
) -> dict[str, str]:
    """Return a publication as two cells: the value as it was meant, and the day.

    Parameters
    ----------
    row : Series
        A row of `Package.vintages`.
    heading : str
        Of the column of values; it says the unit.
    factor : float
        From the unit of the indicator to that of the heading.
    digits : int
        Decimals.

    Examples
    --------
    >>> row = pd.Series(dict(value=2.5, quality="approximate", published=pd.NaT))
    >>> print_cells(row, "Million yuan", factor=100)
    {'Million yuan': 'about 250', 'Published': 'not known'}
    """
    day = NOT_KNOWN if pd.isna(row.published) else date_words(row.published)
    return {
        heading: quality_words(row.quality) + number(factor * row.value, digits),
        "Published": day,
    }
