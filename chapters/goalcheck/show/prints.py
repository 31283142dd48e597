"""Cells of a table of figures as they were published: how much, how exact, and when."""

from __future__ import annotations

import re

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


def basis_words(basis: str) -> str:
    """Write a basis named after a census as a reader says it; any other as it is.

    Examples
    --------
    >>> basis_words("pre-census-2018"), basis_words("six-factors")
    ('before the census of 2018', 'six-factors')
    """
    when = {"pre-census-": "before the census of ", "post-census-": "after the census of "}
    for start, words in when.items():
        basis = re.sub(f"^{start}", words, basis)
    return basis
