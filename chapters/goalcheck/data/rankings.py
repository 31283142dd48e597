"""Places in rankings: how far they move from one edition to the next."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.vintages import as_known


def moves_of(
    book: Package, indicators: Iterable[str], *, as_of: pd.Timestamp, top: int
) -> pd.DataFrame:
    """Return how far places moved in lists from one year's edition to that of the next year.

    Counted are all places of the package, on the same basis (method) on both sides.

    Parameters
    ----------
    book : Package
    indicators : iterable of str
        The lists.
    as_of : Timestamp
        Editions published later are left out.
    top : int
        Only places up to this one, in the earlier of the two editions.

    Returns
    -------
    DataFrame
        One row a case: `indicator, place, year, value, next_value, moved, source_id,
        next_source_id`; `moved` is without sign.

    Examples
    --------
    >>> len(moves_of(book, ["city_rank"], as_of=book.as_of, top=10))
    0
    """
    key = ["indicator", "place", "basis", "year"]
    cell = ["indicator", "place", "basis", "period"]
    rows = as_known(book.printed_of(indicators), as_of, by=cell)
    rows = rows.assign(year=rows.period.astype(int))[[*key, "value", "source_id"]]
    following = rows.assign(year=rows.year - 1)
    following = following.rename(columns={"value": "next_value", "source_id": "next_source_id"})
    cases = rows.merge(following, on=key)
    cases = cases[cases.value <= top]
    return cases.assign(moved=(cases.next_value - cases.value).abs()).drop(columns="basis")
