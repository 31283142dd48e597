"""The numbers of an alternative text, from what a figure drew."""

from __future__ import annotations

import pandas as pd

from goalcheck.words.numbers import plain

# More points than this in one series are told by the first and the last.
FEW = 2


def drawn_words(drawn: pd.DataFrame) -> str:
    """Write what a figure drew, a sentence a series: its values, or its first and last one.

    Parameters
    ----------
    drawn : DataFrame
        As `plotted.tidy` returns it; of any other table each column of numbers is a series.

    Examples
    --------
    >>> drawn_words(pd.DataFrame({"series": "Sold", "at": [2010, 2011, 2023], "value": [3.17, 2, 1.7],
    ...                           "unit": "ratio"}))
    'Sold: 3.17 in 2010, 1.70 in 2023.'
    >>> drawn_words(pd.DataFrame({"stated": [0.05, 0.5, 0.95]}))
    'stated: 0.05 to 0.95.'
    """
    if "value" not in drawn:
        columns = {name: one.dropna() for name, one in drawn.select_dtypes("number").items()}
        spans = {name: (one.iloc[0], one.iloc[-1]) for name, one in columns.items() if len(one)}
        return " ".join(f"{name}: {_value(a)} to {_value(b)}." for name, (a, b) in spans.items())
    rows = drawn.dropna(subset="value")
    return " ".join(_series_words(name, part) for name, part in rows.groupby("series", sort=False))


def _series_words(name: object, rows: pd.DataFrame) -> str:
    if len(rows) > FEW:
        rows = rows.iloc[[0, -1]]
    points = [f"{_value(row.value)} {_at(row.at)}".strip() for row in rows.itertuples()]
    return f"{str(name).replace(chr(10), ' ')}: {', '.join(points)}."


def _value(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 and value != round(value) else plain(value)


def _at(at: object) -> str:
    words = str(at).replace("\n", " ")
    return f"in {words}" if words[:2] in ("19", "20") else f"({words})"
