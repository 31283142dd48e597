"""Which print of a figure counts."""

from __future__ import annotations

import pandas as pd

from goalcheck.data.periods import period_end

# A figure that was cut or rounded in print does not displace an exact one.
INEXACT = {"rounded", "at_least", "approximate"}


# How a figure that is not exact was printed.
QUALITY_WORDS = {"at_least": "more than ", "approximate": "about "}


def quality_words(quality: str) -> str:
    """Return the words that stand before a figure that is not exact, as it was printed.

    Examples
    --------
    >>> quality_words("approximate"), quality_words("reported")
    ('about ', '')
    """
    return QUALITY_WORDS.get(quality, "")


def newest(rows: pd.DataFrame) -> pd.Series | None:
    """Return the row of the newest period, or None: exact first, then rounded, then a bound.

    Parameters
    ----------
    rows : DataFrame
        Publications as `Package.vintages` returns them.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> newest(package.load().vintages("science_literacy_share", as_of="2024-08-14")).value
    np.float64(27.68)
    """
    if rows.empty:
        return None
    ranked = rows.assign(
        end=rows.period.map(period_end),
        exact=~rows.quality.isin(INEXACT),
        number=rows.quality != "at_least",  # "more than" gives only a bound
    )
    order = ["end", "exact", "number", "published"]
    return ranked.sort_values(order, na_position="first").iloc[-1]


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
    values = rows[rows.quality != "at_least"].drop_duplicates(["period", "value"])
    printed = values.groupby("period").value.agg(list)
    return {str(period): every for period, every in printed.items() if len(every) > 1}
