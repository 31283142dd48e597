"""Rules of the data package that need two tables at once.

Each rule takes the tables as text, indexed by the row in the file, without the rows whose cells
are already known to be faulty, and yields `(table, row, column, expected, found)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from goalcheck.periods import period_end, period_start

# A value this many times larger or smaller than its neighbours is a slip of the unit (10 for a
# digit, 100 for percent, 1,000 and 10,000 for the Chinese units) unless it is declared as real.
SLIP_FACTORS = ((8, 12), (80, 125), (800, 1_250), (8_000, 12_500))
KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.ASCII)
KEYS = {
    "goals": ["goal"],
    "places": ["place"],
    "sources": ["source_id"],
    "indicators": ["indicator"],
    "claims": ["claim_id", "chapter"],
}
FINDINGS_WITHOUT_SOURCE = {"not_found", "not_checkable"}
ESTIMATES = {"approximate", "preliminary"}

RowFault = tuple[str, int, str, str, str]
Tables = dict[str, pd.DataFrame]


def _published_too_early(tables: Tables) -> Iterator[RowFault]:
    """An observation cannot be published before its period allows."""
    rows = tables["observations"].assign(
        published=_lookup(tables, "observations", "source_id", "sources", "published"),
        timing=_lookup(tables, "observations", "indicator", "indicators", "timing"),
    )
    rows = rows[(rows.published != "") & (rows.timing != "")]
    start, end = rows.period.map(period_start), rows.period.map(period_end)
    year_before = (start.str[:4].astype(int) - 1).astype(str) + start.str[4:]
    may_be_early = rows.quality.isin(ESTIMATES) | (rows.timing == "running")
    earliest = end.mask(may_be_early, start).mask(rows.timing == "edition", year_before)
    for row in rows[rows.published.map(period_end) < earliest].itertuples():
        expected = f"a period that source {row.source_id!r}, published {row.published}, could know"
        yield "observations", row.Index, "period", expected, repr(row.period)


def _announced_too_late(tables: Tables) -> Iterator[RowFault]:
    """A target is announced by the day its source appears and before its period ends."""
    rows = tables["targets"].assign(
        published=_lookup(tables, "targets", "source_id", "sources", "published")
    )
    announced = rows.announced.map(period_start)
    published = rows.published.where(rows.published != "", rows.target_period).map(period_end)
    for row in rows[announced > published].itertuples():
        expected = f"a day not after its source {row.source_id!r}"
        yield "targets", row.Index, "announced", expected, repr(row.announced)
    for row in rows[announced > rows.target_period.map(period_end)].itertuples():
        expected = f"a day before the end of {row.target_period}"
        yield "targets", row.Index, "announced", expected, repr(row.announced)


def _outside_bounds(tables: Tables) -> Iterator[RowFault]:
    """Values, targets and claims stay within the logical limits of their indicator."""
    limits = tables["indicators"]
    crossed = pd.to_numeric(limits.lower_bound) > pd.to_numeric(limits.upper_bound)
    for row in limits[crossed].itertuples():
        expected = f"a limit not above the upper one, {row.upper_bound}"
        yield "indicators", row.Index, "lower_bound", expected, row.lower_bound
    for table in ("observations", "targets", "claims"):
        rows = tables[table].assign(
            low=_lookup(tables, table, "indicator", "indicators", "lower_bound"),
            high=_lookup(tables, table, "indicator", "indicators", "upper_bound"),
        )
        value = pd.to_numeric(rows.value)
        outside = (value < pd.to_numeric(rows.low)) | (value > pd.to_numeric(rows.high))
        for row in rows[outside].itertuples():
            expected = f"{row.low or 'any'} to {row.high or 'any'} ({row.indicator})"
            yield table, row.Index, "value", expected, row.value


def _slips_of_unit(tables: Tables) -> Iterator[RowFault]:
    """Values 10, 100, 1,000 or 10,000 times off their neighbours are slips, unless declared."""
    kind = _lookup(tables, "observations", "indicator", "indicators", "kind")
    observations = tables["observations"][~kind.isin(["growth", "rank"])]
    jumps = tables["declared_jumps"]
    undeclared = set(jumps.index)
    for table, rows in (
        ("observations", observations),
        ("panel", tables["panel"].assign(basis="")),
    ):
        suspects = _slips(rows)
        declared = jumps[jumps.table == table]
        key = ["indicator", "place", "period", "basis"]
        found = suspects.merge(declared[key].reset_index(names="jump"), on=key, how="left")
        found.index = suspects.index
        undeclared -= set(found.jump.dropna().astype(int))
        for row in found[found.jump.isna()].itertuples():
            expected = (
                f"a value near {row.near:.6g}, as its neighbours ({row.indicator}, {row.place})"
            )
            yield table, row.Index, "value", expected, f"{row.value} (a slip of the unit?)"
    for row in jumps.loc[sorted(undeclared)].itertuples():
        found = f"none for {row.indicator}, {row.place}, {row.period}"
        yield "declared_jumps", row.Index, "period", f"a jump in {row.table}", found


def _slips(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are off by a slip factor, with the level `near` of their neighbours.

    The neighbours are the other publications of the same period; where there are none, the
    geometric mean of the period before and the period after, in the same series and basis.
    """
    series, cell = ["indicator", "place", "basis"], ["indicator", "place", "basis", "period"]
    number = pd.to_numeric(rows.value)
    rows = rows[number > 0].assign(log=np.log10(number[number > 0]))
    medians = rows.groupby(cell)["log"].median().reset_index(name="median")
    around = medians.groupby(series)["median"]
    medians["beside"] = pd.concat([around.shift(1), around.shift(-1)], axis=1).mean(axis=1)
    near = rows[cell].merge(medians, on=cell, how="left")["beside"].to_numpy()
    cells = rows.groupby(cell)["log"]
    count = cells.transform("size")
    others = (cells.transform("sum") - rows.log) / (count - 1).where(count > 1)
    rows["near"] = 10 ** others.fillna(pd.Series(near, index=rows.index))
    ratio = 10 ** (rows.log - np.log10(rows.near)).abs()
    suspect = np.logical_or.reduce([ratio.between(low, high) for low, high in SLIP_FACTORS])
    return rows[suspect]


def _unsafe_keys(tables: Tables) -> Iterator[RowFault]:
    """A key becomes an address or the name of a file, whatever form the package itself asks for."""
    for table, columns in KEYS.items():
        for column in columns:
            cells = tables[table][column]
            for row, cell in cells[~cells.map(lambda cell: bool(KEY.fullmatch(cell)))].items():
                yield table, row, column, "a key of plain letters and digits", repr(cell)


def _unsafe_links(tables: Tables) -> Iterator[RowFault]:
    """A link leads to the web; a source known only through a copy elsewhere carries none."""
    sources = tables["sources"]
    for row in sources[~sources.url.str.match(r"https?://|$")].itertuples():
        yield "sources", row.Index, "url", "an address of the web", repr(row.url)
    for row in sources[(sources.access == "mirror") & (sources.url != "")].itertuples():
        yield "sources", row.Index, "url", "no link for a source behind a mirror", repr(row.url)


def _claims_without_check(tables: Tables) -> Iterator[RowFault]:
    """Every claim has a finding, and every finding that needs a source has one."""
    claims, checks = tables["claims"], tables["claim_checks"]
    for row in claims[~claims.claim_id.isin(checks.claim_id)].itertuples():
        yield "claims", row.Index, "claim_id", "a row in claim_checks", f"none for {row.claim_id}"
    unsourced = (checks.source_id == "") & ~checks.finding.isin(FINDINGS_WITHOUT_SOURCE)
    for row in checks[unsourced].itertuples():
        expected = f"a source for the finding {row.finding!r}"
        yield "claim_checks", row.Index, "source_id", expected, "an empty cell"


def _unused_indicators(tables: Tables) -> Iterator[RowFault]:
    """An indicator without any number points to lost rows."""
    for name, users in (
        ("indicators", ("observations", "targets")),
        ("panel-indicators", ("panel",)),
    ):
        used = set().union(*(tables[user].indicator for user in users))
        for row in tables[name][~tables[name].indicator.isin(used)].itertuples():
            expected = f"rows in {' or '.join(users)}"
            yield name, row.Index, "indicator", expected, f"none for {row.indicator!r}"


def _dangling_corrections(tables: Tables) -> Iterator[RowFault]:
    """A correction names a published value that stands in the observations."""
    key = ["indicator", "place", "period", "source_id"]
    published = set(map(tuple, tables["observations"][[*key, "value"]].to_numpy()))
    corrections = tables["corrections"]
    for row, cells in corrections[[*key, "published_value"]].iterrows():
        if tuple(cells) not in published:
            yield "corrections", row, "published_value", "a row of observations", "none like it"


def _lookup(tables: Tables, table: str, key: str, other: str, column: str) -> pd.Series:
    """Fetch a column of another table by its key; empty where the key is not known there."""
    known = tables[other].drop_duplicates(key).set_index(key)[column]
    return tables[table][key].map(known).fillna("")


RULES = (
    _published_too_early,
    _announced_too_late,
    _outside_bounds,
    _slips_of_unit,
    _unsafe_keys,
    _unsafe_links,
    _claims_without_check,
    _unused_indicators,
    _dangling_corrections,
)
