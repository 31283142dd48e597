"""Every announcement of an official target, repeated ones included: how near and how fast."""

from __future__ import annotations

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.targets.grades import STALE_AFTER, grade_targets, table


def announcements(book: Package) -> pd.DataFrame:
    """Return every announcement of a target of the promise's place for the promised year.

    Returns
    -------
    DataFrame
        Oldest first: the columns of a graded target and `set_share` (what was known on that day,
        in percent of the target; NaN of a growth rate, of which a year is no part, and of a figure too
        old to compare) and `pace` (the
        yearly change needed over that of the years before; NaN if one is not known).

    Examples
    --------
    >>> announcements(book)[["indicator", "value", "set_share"]].to_numpy().tolist()
    [['contract_turnover', 90.0, nan], ['research_share', 6.0, nan]]
    """
    rows = table(grade_targets(book))
    share = 100 * rows.set_value / rows.value
    growth = rows.indicator.map(book.indicators.kind) == "growth"
    old = rows.announced - STALE_AFTER > pd.to_datetime(rows.set_period.map(_end))
    return rows.assign(set_share=share.mask(growth | old), pace=rows.needed / rows.past)


def _end(period: str) -> str | None:
    return period_end(period) if period else None
