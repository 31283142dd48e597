"""The numbers of an alternative text, from what a figure drew."""

from __future__ import annotations

from typing import Any

import pandas as pd

from goalcheck.words.numbers import plain

# More points than this in one series are told by the first and the last.
FEW = 2


def drawn_words(drawn: pd.DataFrame) -> str:
    """Write what a figure drew, a sentence a series: its values, or its first and last one.

    Parameters
    ----------
    drawn : DataFrame
        As `plotted.tidy` returns it, or one row a span of time as `over_time.spans` draws it.

    Examples
    --------
    >>> drawn_words(pd.DataFrame({"series": "Sold", "at": [2010, 2011, 2023], "value": [3.17, 2, 1.7],
    ...                           "unit": "ratio"}))
    'Sold: 3.17 in 2010, 1.70 in 2023.'
    >>> drawn_words(pd.DataFrame({"start": ["2016-01-01"], "end": ["2020-12-31"], "value": [11.8],
    ...                           "label": "more than"}))
    'more than 11.8 from 2016 to 2020.'
    """
    if "series" not in drawn:
        return f"{'; '.join(_span_words(row) for row in drawn.itertuples())}."
    rows = drawn.dropna(subset="value")
    return " ".join(_series_words(name, part) for name, part in rows.groupby("series", sort=False))


def _series_words(name: object, rows: pd.DataFrame) -> str:
    if len(rows) > FEW:
        rows = rows.iloc[[0, -1]]
    points = [f"{_value(row.value)} {_at(row.at)}".strip() for row in rows.itertuples()]
    return f"{str(name).replace(chr(10), ' ')}: {', '.join(points)}."


def _span_words(row: Any) -> str:
    return f"{row.label} {_value(row.value)} from {row.start[:4]} to {row.end[:4]}".strip()


def _value(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 and value != round(value) else plain(value)


def _at(at: object) -> str:
    words = str(at).replace("\n", " ")
    return f"in {words}" if words[:2] in ("19", "20") else f"({words})"
