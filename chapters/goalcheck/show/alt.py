"""The numbers of an alternative text, from what a figure drew."""

from __future__ import annotations

import pandas as pd

from goalcheck.forecast.methods import METHOD_NAMES
from goalcheck.words.numbers import plain

# More points than this in one series are told by the first and the last.
FEW = 2


def drawn_words(drawn: pd.DataFrame) -> str:
    """Write what a figure drew, a sentence a series: its values, or its first and last one.

    Parameters
    ----------
    drawn : DataFrame
        As `plotted.tidy` returns it, or a table with a `label`: a sentence a label then, each of its
        numbers under its name. Of any other table nothing is told.

    Examples
    --------
    >>> drawn_words(pd.DataFrame({"series": "Sold", "at": [2010, 2011, 2023], "value": [3.17, 2, 1.7],
    ...                           "unit": "ratio"}))
    'Sold: 3.17 in 2010, 1.70 in 2023.'
    """
    if "series" not in drawn:
        return _table_words(drawn) if "label" in drawn else ""
    rows = drawn.dropna(subset="value")
    return " ".join(_series_words(name, part) for name, part in rows.groupby("series", sort=False))


def _series_words(name: object, rows: pd.DataFrame) -> str:
    if not pd.api.types.is_numeric_dtype(rows.value):
        counts = rows.value.value_counts(sort=False)
        return f"{_name(name)}: {', '.join(f'{count} {word}' for word, count in counts.items())}."
    if len(rows) > FEW:
        rows = rows.iloc[[0, -1]]
    points = [f"{_value(row.value)} {_at(row.at)}".strip() for row in rows.itertuples()]
    return f"{_name(name)}: {', '.join(points)}."


def _value(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 and value != round(value) else plain(value)


def _at(at: object) -> str:
    words = _name(at)
    return f"in {words}" if words[:2] in ("19", "20") else f"({words})"


def _table_words(drawn: pd.DataFrame) -> str:
    numbers = drawn.select_dtypes("number").columns
    sentences = []
    for label, rows in drawn.groupby("label", sort=False):
        parts = [
            f"{_name(one)} {_span(rows[one].dropna())}" for one in numbers if rows[one].count()
        ]
        if "result" in rows:
            parts.append(rows.result.iloc[0])
        sentences.append(f"{_name(label)}: {', '.join(parts)}.")
    return " ".join(sentences)


def _span(values: pd.Series) -> str:
    low, high = _value(values.min()), _value(values.max())
    return low if low == high else f"{low} to {high}"


def _name(text: object) -> str:
    words = METHOD_NAMES.get(str(text), str(text))
    return words.replace("_", " ").replace("-\n", "-").replace("\n", " ")
