"""What the scorecard shows of our own calls, as text cells and as its figures draw them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.show.cells import TRACKER_NAMES, named, projected_words
from goalcheck.show.figures.targets import labels
from goalcheck.show.html import result_badge
from goalcheck.words.lists import listed, wrapped
from goalcheck.words.numbers import number, probability

FORECASTERS = TRACKER_NAMES | {"the book": "This book", "always yes": "Always “yes”"}
# Labels of targets beside a figure that prints a result at the right of each.
LABEL_WIDTH = 27


def calls_table(cases: pd.DataFrame) -> pd.DataFrame:
    """Return decided targets with the chance they were given, as `track_record.probability_cases`.

    Examples
    --------
    >>> case = dict(place_name="Rivertown", name="Patents", comparator=">", value=5.0, unit="count")
    >>> case |= dict(probability=0.8, result="met", words="met", brier=0.04)
    >>> calls_table(pd.DataFrame([case])).iloc[0].to_list()
    ['Rivertown, Patents: more than 5', 'about 80%', Badge(text='met', kind='met'), '0.04']
    """
    return pd.DataFrame(
        {
            "Target": _names(cases),
            "Our chance": cases.probability.map(probability),
            "Result": [result_badge(*one) for one in zip(cases.result, cases.words, strict=True)],
            "Brier score": [number(value, 2) for value in cases.brier],
        }
    )


def forecasters_table(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of `track_record.forecasters` as cells.

    Examples
    --------
    >>> marks = dict(forecaster="the book", cases=4, right=3, brier=0.123, same_brier=0.123)
    >>> forecasters_table(pd.DataFrame([marks])).iloc[0].to_list()
    ['This book', '4', '3', '0.12', '0.12']
    """
    return pd.DataFrame(
        {
            "Forecaster": scores.forecaster.map(FORECASTERS),
            "Cases": scores.cases.map(number),
            "Right": scores.right.map(number),
            "Brier score": [number(value, 2) for value in scores.brier],
            "On our cases": [number(value, 2) for value in scores.same_brier],
        }
    )


def projected_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the scorecard with projection, chance and result as cells.

    Examples
    --------
    >>> row = dict(place_name="Rivertown", name="R&D", comparator="~", value=6.0, unit="percent")
    >>> row |= dict(projected=7.44, lower_80=6.3, upper_80=8.97, probability=0.9, result="met", words="met")
    >>> projected_table(pd.DataFrame([row])).iloc[0].to_list()[1:3]
    ['7.44% (6.3% to 8.97%)', 'about 90%']
    """
    return pd.DataFrame(
        {
            "Target": _names(rows),
            "Projected (80% interval)": [projected_words(row) for row in _records(rows)],
            "Chance": rows.probability.map(probability),
            "Result": [result_badge(*one) for one in zip(rows.result, rows.words, strict=True)],
        }
    )


def statements_table(book: Package, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what official statements count, as `pass_marks.statements` found it, as cells.

    Examples
    --------
    >>> row = dict(published="", title="Report", targets=["contract_turnover"], ranks=[])
    >>> statements_table(book, pd.DataFrame([row])).iloc[0].to_list()
    ['not known', 'Report', 'Contract turnover', '0']
    """
    return pd.DataFrame(
        {
            "Published": [day or "not known" for day in rows.published],
            "Statement": rows.title,
            "Plan’s indicators it quotes": [
                listed(book.indicator(name).name for name in names) if names else "none"
                for names in rows.targets
            ],
            "Rankings": [str(len(names)) for names in rows.ranks],
        }
    )


def labelled(rows: pd.DataFrame, pattern: str = "{name}", width: int = LABEL_WIDTH) -> pd.DataFrame:
    """Return a table with a `label` for each row, made of its other columns and broken into lines.

    Parameters
    ----------
    rows : DataFrame
    pattern : str
        Names columns in braces.
    width : int
        In characters.

    Examples
    --------
    >>> labelled(pd.DataFrame({"name": ["Papers"], "year": [2023]}), "{name}, {year}").label[0]
    'Papers, 2023'
    """
    labels = [wrapped(pattern.format(**row), width) for row in rows.to_dict("records")]
    return rows.assign(label=labels)


def dumbbells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the scorecard as `figures.targets.scorecard` draws them.

    What had been known before the article is not drawn as published since.

    Examples
    --------
    >>> row = dict(name="Papers", set_share=0.5, known_share=0.9, outcome_share=0.9, since=False)
    >>> dumbbells(pd.DataFrame([row | dict(words="at target in 2024")])).to_numpy().tolist()
    [['Papers', 0.5, 0.9, nan, 'at target in 2024']]
    """
    return pd.DataFrame(
        {
            "label": labelled(rows).label,
            "start": rows.set_share,
            "known": rows.known_share,
            "outcome": rows.outcome_share.where(rows.since),
            "result": rows.words,
        }
    )


def by_target(
    rows: pd.DataFrame, column: str, shorter: Mapping[str, str] | None = None
) -> pd.Series:
    """Return one column of some targets by their labels, the smallest value first.

    Parameters
    ----------
    rows : DataFrame
        Columns `indicator`, `name` and `announced`, and the one asked for.
    column : str
    shorter : mapping, optional
        Names that are too long for a figure, and what to write instead.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": ["rd", "papers"], "name": ["R&D money", "Papers"],
    ...                      "announced": pd.Timestamp("2023-05-17"), "pace": [2.0, 0.5]})
    >>> by_target(rows, "pace", {"R&D money": "R&D"}).to_dict()
    {'Papers': 0.5, 'R&D': 2.0}
    """
    names = labels(rows.assign(name=rows["name"].replace(shorter or {})))
    return rows.set_axis(names)[column].sort_values()


def _names(rows: pd.DataFrame) -> list[str]:
    return [named(row, place=True) for row in _records(rows)]


def _records(rows: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table under the names of its columns, as the cells read a target."""
    return rows.itertuples(index=False)
