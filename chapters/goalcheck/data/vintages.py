"""Which print of a figure counts: the one place that decides, by named policies.

A figure is printed often: first as a rounded word in a speech, then in a communiqué, then revised
in a yearbook. Each policy takes *prints*, the rows of `Package.vintages`, and chooses among them.

==================  ==============================================================================
`as_known`          one row a period: exact before inexact, then the newest print by a day
`first_print`       one row a period: the first exact print, on which promises are graded
`newest_print`      one row a period: the newest exact print, revisions included
`newest_figure`     one row: that of the newest period, as it was known
`first_phrase`      one row: the first print of a period that was never printed exactly
`first_to_print`    one row a figure: the publication that had it first
==================  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from goalcheck.data.periods import period_end
from goalcheck.data.records import Outcome, outcome_of

# A figure that was cut or rounded in print does not displace an exact one.
INEXACT = ("rounded", "at_least", "at_most", "approximate")

# "More than" gives only a bound, so of inexact figures it comes last.
BOUND = "at_least"

# How a figure that is not exact was printed.
QUALITY_WORDS = {"at_least": "more than ", "at_most": "less than ", "approximate": "about "}


def quality_words(quality: str) -> str:
    """Return the words before a figure that was printed as a bound or about so much, else none.

    Examples
    --------
    >>> quality_words("at_least"), quality_words("reported")
    ('more than ', '')
    """
    return QUALITY_WORDS.get(quality, "")


# One figure a period; where several statistical bases must stand side by side, one a basis too.
PERIOD = ("period",)
PERIOD_AND_BASIS = ("period", "basis")


def is_exact(quality: str) -> bool:
    """Tell whether a figure of this quality was printed exactly.

    Examples
    --------
    >>> is_exact("reported"), is_exact("rounded")
    (True, False)
    """
    return quality not in INEXACT


def exact(prints: pd.DataFrame) -> pd.DataFrame:
    """Keep what was printed exactly.

    Examples
    --------
    >>> exact(book.vintages("contract_turnover")).quality.unique().tolist()
    ['reported', 'preliminary']
    """
    return prints[_is_exact(prints)]


def known_by(prints: pd.DataFrame, day: str | pd.Timestamp) -> pd.DataFrame:
    """Keep what was published by a day, the day included; an unknown day counts as later.

    Examples
    --------
    >>> known_by(book.vintages("contract_turnover"), "2021-12-31").value.to_list()
    [60.0, 64.0]
    """
    return prints[prints.published <= pd.Timestamp(day)]


def as_known(
    prints: pd.DataFrame,
    day: str | pd.Timestamp | None = None,
    *,
    by: Sequence[str] = PERIOD,
) -> pd.DataFrame:
    """Return one row a period, as known on a day: exact before inexact, then the newest print.

    Parameters
    ----------
    prints : DataFrame
        As `Package.vintages` returns them.
    day : date, optional
        All that is known today by default.
    by : sequence of str
        `PERIOD`, or `PERIOD_AND_BASIS`.

    Returns
    -------
    DataFrame
        Same columns, sorted by period.

    Examples
    --------
    >>> as_known(book.vintages("contract_turnover"), "2024-08-14").value.iloc[-1].item()
    85.4
    """
    rows = prints if day is None else known_by(prints, day)
    rows = rows.assign(exact=_is_exact(rows))
    rows = rows.sort_values(["period", "exact", "published"], na_position="first", kind="stable")
    return rows.drop(columns="exact").drop_duplicates(list(by), keep="last")


def first_print(
    prints: pd.DataFrame, *, by: Sequence[str] = PERIOD, inexact: bool = False
) -> pd.DataFrame:
    """Return the first exact print of each period, a print of an unknown day after all others.

    Parameters
    ----------
    prints, by
        As in `as_known`.
    inexact : bool
        Let a rounded figure or a bound count as well: the first print of any kind.

    Examples
    --------
    >>> first_print(book.vintages("contract_turnover")).value.iloc[-1].item()
    85.4
    """
    rows = prints if inexact else exact(prints)
    rows = rows.sort_values(["period", "published"], na_position="last", kind="stable")
    return rows.drop_duplicates(list(by))


def newest_print(
    prints: pd.DataFrame, *, by: Sequence[str] = PERIOD, inexact: bool = False
) -> pd.DataFrame:
    """Return the newest exact print of each period, revisions included.

    Parameters as in `first_print`.

    Examples
    --------
    >>> newest_print(book.vintages("contract_turnover")).value.iloc[-1].item()
    85.9
    """
    rows = prints if inexact else exact(prints)
    rows = rows.sort_values(["period", "published"], na_position="first", kind="stable")
    return rows.drop_duplicates(list(by), keep="last")


def newest_figure(prints: pd.DataFrame) -> Outcome | None:
    """Return the figure of the newest period, or None: exact first, then rounded, then a bound.

    Parameters
    ----------
    prints : DataFrame
        As `Package.vintages` returns them.

    Examples
    --------
    >>> newest_figure(book.vintages("contract_turnover", as_of="2024-08-14")).value
    85.4
    >>> newest_figure(book.vintages("contract_turnover", as_of="2000-01-01")) is None
    True
    """
    return None if prints.empty else outcome_of(in_order(prints).iloc[-1])


def in_order(prints: pd.DataFrame) -> pd.DataFrame:
    """Sort by the last day of the periods; of one day a bound first, the newest exact print last.

    Examples
    --------
    >>> in_order(book.vintages("contract_turnover")).quality.to_list()[-3:]
    ['rounded', 'preliminary', 'reported']
    """
    ranked = prints.assign(
        end=prints.period.map(period_end),
        exact=_is_exact(prints),
        number=prints.quality != BOUND,
    )
    order = ["end", "exact", "number", "published"]
    ranked = ranked.sort_values(order, na_position="first", kind="stable")
    return ranked.drop(columns=["end", "exact", "number"])


def first_phrase(prints: pd.DataFrame) -> Outcome | None:
    """Return the first print of a period that was never printed exactly, a bound after the rest.

    Parameters
    ----------
    prints : DataFrame
        Of one period.

    Examples
    --------
    >>> said = book.vintages("contract_turnover").query("quality == 'rounded'")
    >>> first_phrase(said).value
    85.0
    """
    if prints.empty:
        return None
    rows = prints.assign(bound=prints.quality == BOUND)
    return outcome_of(rows.sort_values(["bound", "published"], kind="stable").iloc[0])


def first_to_print(figures: pd.DataFrame, prints: pd.DataFrame) -> pd.DataFrame:
    """Return figures with the publication that had each of them first.

    The same figure may have been printed often; the reader is to be sent to its origin.

    Parameters
    ----------
    figures : DataFrame
        Chosen among the prints.
    prints : DataFrame
        As `Package.vintages` returns them.

    Examples
    --------
    >>> prints = book.vintages("contract_turnover")
    >>> first_to_print(as_known(prints), prints).source_id.iloc[-1]
    'yearbook-2024'
    """
    keys = ["period", "basis", "exact", "value"]
    marked = prints.assign(exact=_is_exact(prints))
    wanted = figures.assign(exact=_is_exact(figures))[keys]
    found = wanted.merge(first_print(marked, by=keys, inexact=True), on=keys, how="left")
    return found.drop(columns="exact")


def newest_edition(cells: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return one row a cell of a panel, that of its newest edition (`vintage`), sorted by key.

    Examples
    --------
    >>> cells = pd.DataFrame({"year": [2020, 2020], "value": [1.0, 2.0], "vintage": [2022, 2021]})
    >>> newest_edition(cells, ["year"]).value.to_list()
    [1.0]
    """
    key = list(key)
    newest = cells.sort_values("vintage", kind="stable").drop_duplicates(key, keep="last")
    return newest.sort_values(key, ignore_index=True)


def conflicts(rows: pd.DataFrame) -> dict[str, list[float]]:
    """Return the periods for which several values were printed, with these values in their order.

    Parameters
    ----------
    rows : DataFrame
        Publications as `Package.vintages` returns them. One that only gives a bound conflicts with
        none.

    Examples
    --------
    >>> rows = pd.DataFrame({"period": ["2021", "2021", "2022"], "value": [8.3, 8.4, 9.0],
    ...                      "quality": "reported"})
    >>> conflicts(rows)
    {'2021': [8.3, 8.4]}
    """
    values = rows[rows.quality != BOUND].drop_duplicates(["period", "value"])
    printed = values.groupby("period").value.agg(list)
    return {str(period): every for period, every in printed.items() if len(every) > 1}


def _is_exact(prints: pd.DataFrame) -> pd.Series:
    return ~prints.quality.isin(INEXACT)
