"""Rules of the data package that need two tables at once.

Each rule takes the tables as text, indexed by the row in the file, without the rows whose cells
are already known to be faulty, and yields `(table, row, column, expected, found)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np
import pandas as pd

from goalcheck.data.comparators import MORE_IS_BETTER
from goalcheck.data.periods import period_end, period_start, years_of

# A value this many times larger or smaller than its neighbours is a slip of the unit (10 for a
# digit, 100 for percent, 1,000 and 10,000 for the Chinese units) unless it is declared as real.
SLIP_FACTORS = ((8, 12), (80, 125), (800, 1_250), (8_000, 12_500))
KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.ASCII)
KEYS = {
    "goals": ["goal"],
    "places": ["place"],
    "sources": ["source_id"],
    "indicators": ["indicator", "chapter"],
    "claims": ["claim_id", "chapter"],
}
FINDINGS_WITHOUT_SOURCE = {"not_found", "not_checkable"}
ESTIMATES = {"approximate", "preliminary"}

# Where the keys of a table are used.
USERS = {
    ("goals", "goal"): ("claims",),
    ("indicators", "indicator"): ("observations", "targets"),
    ("panel-indicators", "indicator"): ("panel",),
    ("places", "place"): ("observations", "targets", "panel", "claims"),
    ("sources", "source_id"): "observations targets panel claim_checks corrections promise".split(),
}

# Aggregations over the years of a span, and changes since a base, as they are called.
SPANS = {"sum": "sum", "mean": "mean", "mean_growth": "mean growth"}
CHANGES = ("change", "change_percent")

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
    for row in _each(rows[rows.published.map(period_end) < earliest]):
        expected = f"a period that source {row.source_id!r}, published {row.published}, could know"
        yield "observations", row.Index, "period", expected, repr(row.period)


def _panel_before_its_publication(tables: Tables) -> Iterator[RowFault]:
    """A yearly figure of the panel is printed after its year, and its vintage is that edition."""
    rows = tables["panel"].assign(
        published=_lookup(tables, "panel", "source_id", "sources", "published")
    )
    known = rows.published.str[:4]
    other = (known != "") & (rows.vintage != "") & (rows.vintage != known)
    for row in _each(rows[other]):
        expected = f"the year in which source {row.source_id!r} was published, {row.published}"
        yield "panel", row.Index, "vintage", expected, repr(row.vintage)
    known = known.where(known != "", rows.vintage)
    for row in _each(rows[(known != "") & (known <= rows.period)]):
        expected = f"a year that source {row.source_id!r}, published {known[row.Index]}, could know"
        yield "panel", row.Index, "period", expected, repr(row.period)


def _shifted_publication(tables: Tables) -> Iterator[RowFault]:
    """A source whose key names a day became public on that day or within a week after."""
    sources = tables["sources"]
    days = sources.source_id.str.extract(r"((?:19|20)\d\d-\d\d-\d\d)", expand=False)
    days = pd.to_datetime(days, errors="coerce", format="%Y-%m-%d")
    rows = sources.assign(day=days)[days.notna() & (sources.published != "")]
    for row in _each(rows):
        first, last = (pd.Timestamp(end(row.published)) for end in (period_start, period_end))
        if not (first <= row.day + pd.Timedelta(days=7) and row.day <= last):
            expected = f"a day within a week of the one in the key {row.source_id!r}"
            yield "sources", row.Index, "published", expected, repr(row.published)


def _two_values_at_once(tables: Tables) -> Iterator[RowFault]:
    """A source prints one value a period, basis and quality."""
    rows = tables["observations"]
    key = ["indicator", "place", "period", "source_id", "basis", "quality"]
    for row in _each(rows[rows.duplicated(key)]):
        expected = f"one value of source {row.source_id!r} for {row.indicator}, {row.period}"
        yield "observations", row.Index, "value", expected, f"a second one, {row.value}"


def _tables_disagree(tables: Tables) -> Iterator[RowFault]:
    """A figure that stands in the observations and in the panel is the same, but for rounding."""
    key = ["indicator", "place", "period", "source_id"]
    rows = tables["observations"].reset_index(names="row")
    both = rows.merge(tables["panel"][[*key, "value"]], on=key, suffixes=("", "_panel"))
    for row in _each(both[both.value != both.value_panel]):
        one, other = Decimal(row.value), Decimal(row.value_panel)
        coarser = max(int(number.as_tuple().exponent) for number in (one, other))
        if abs(one - other) > Decimal(5).scaleb(coarser - 1):
            expected = f"what the panel has of source {row.source_id!r}, {other}"
            yield "observations", row.row, "value", expected, row.value


def _announced_too_late(tables: Tables) -> Iterator[RowFault]:
    """A target is announced by the day its source appears and before its period ends."""
    rows = tables["targets"].assign(
        published=_lookup(tables, "targets", "source_id", "sources", "published")
    )
    announced = rows.announced.map(period_start)
    published = rows.published.where(rows.published != "", rows.target_period).map(period_end)
    for row in _each(rows[announced > published]):
        expected = f"a day not after its source {row.source_id!r}"
        yield "targets", row.Index, "announced", expected, repr(row.announced)
    for row in _each(rows[announced > rows.target_period.map(period_end)]):
        expected = f"a day before the end of {row.target_period}"
        yield "targets", row.Index, "announced", expected, repr(row.announced)


def _contradictory_targets(tables: Tables) -> Iterator[RowFault]:
    """A target asks for more where more is better, for a sum of years, for a change from something."""
    rows = tables["targets"].assign(
        better=_lookup(tables, "targets", "indicator", "indicators", "higher_is_better")
    )
    for row in rows.itertuples():
        more = MORE_IS_BETTER.get(row.comparator)
        if more is not None and row.better and more != (row.better == "yes"):
            signs = ">, >=, = or ~" if row.better == "yes" else "<, <=, = or ~"
            way = "more" if row.better == "yes" else "less"
            expected = f"{signs}, since {way} of {row.indicator} is better"
            yield "targets", row.Index, "comparator", expected, repr(row.comparator)
        kind = getattr(row, "aggregation", "") or "level"
        if kind in SPANS and len(years_of(row.target_period)) < 2:
            expected = f"a span of years such as 2021-2025 for a target on the {SPANS[kind]}"
            yield "targets", row.Index, "target_period", expected, repr(row.target_period)
        if kind in CHANGES and not row.base_period:
            expected = "the period that the change is counted from"
            yield "targets", row.Index, "base_period", expected, "an empty cell"


def _outside_bounds(tables: Tables) -> Iterator[RowFault]:
    """Values, targets and claims stay within the logical limits of their indicator."""
    limits = tables["indicators"]
    crossed = pd.to_numeric(limits.lower_bound) > pd.to_numeric(limits.upper_bound)
    for row in _each(limits[crossed]):
        expected = f"a limit not above the upper one, {row.upper_bound}"
        yield "indicators", row.Index, "lower_bound", expected, row.lower_bound
    for table in ("observations", "targets", "claims"):
        rows = tables[table].assign(
            low=_lookup(tables, table, "indicator", "indicators", "lower_bound"),
            high=_lookup(tables, table, "indicator", "indicators", "upper_bound"),
        )
        if "aggregation" in rows:  # a sum or a change is no level
            rows = rows[rows.aggregation.isin(["", "level", "mean", "by_any_year"])]
        value = pd.to_numeric(rows.value)
        outside = (value < pd.to_numeric(rows.low)) | (value > pd.to_numeric(rows.high))
        for row in _each(rows[outside]):
            expected = f"{row.low or 'any'} to {row.high or 'any'} ({row.indicator})"
            yield table, row.Index, "value", expected, row.value


def _mixed_units(tables: Tables) -> Iterator[RowFault]:
    """Shares and growth are in percent, ranks are ranks, one indicator has one unit."""
    rows = tables["indicators"]
    percent = rows.unit.str.startswith("percent") != rows.kind.isin(["share", "growth"])
    for row in _each(rows[percent | ((rows.unit == "rank") != (rows.kind == "rank"))]):
        yield "indicators", row.Index, "unit", f"a unit of the kind {row.kind!r}", repr(row.unit)
    for table in ("claims", "panel-indicators"):
        rows = tables[table].assign(whole=_lookup(tables, table, "indicator", "indicators", "unit"))
        for row in _each(rows[(rows.unit != "") & (rows.whole != "")]):
            # A claim may say "percent" and leave open of what.
            if not row.whole.startswith(row.unit):
                expected = f"the unit of {row.indicator}, {row.whole!r}"
                yield table, row.Index, "unit", expected, repr(row.unit)


def _slips_of_unit(tables: Tables) -> Iterator[RowFault]:
    """Values 10, 100, 1,000 or 10,000 times off their neighbours are slips, unless declared."""
    observations = _levels(tables, "observations")
    targets = _levels(tables, "targets").rename(columns={"target_period": "period"})
    jumps = tables["declared_jumps"]
    undeclared = set(jumps.index)
    for table, suspects in (
        ("observations", _slips(observations)),
        ("targets", _far_from(targets.assign(basis=""), observations)),
        ("claims", _far_from(_levels(tables, "claims").assign(basis=""), observations)),
        ("panel", _slips(tables["panel"].assign(basis=""))),
    ):
        declared = jumps[jumps.table == table]
        key = ["indicator", "place", "period", "basis"]
        found = suspects.merge(declared[key].reset_index(names="jump"), on=key, how="left")
        found.index = suspects.index
        undeclared -= set(found.jump.dropna().astype(int))
        for row in _each(found[found.jump.isna()]):
            expected = (
                f"a value near {row.near:.6g}, as its neighbours ({row.indicator}, {row.place})"
            )
            yield table, row.Index, "value", expected, f"{row.value} (a slip of the unit?)"
    for row in _each(jumps.loc[sorted(undeclared)]):
        found = f"none for {row.indicator}, {row.place}, {row.period}"
        yield "declared_jumps", row.Index, "period", f"a jump in {row.table}", found


def _levels(tables: Tables, table: str) -> pd.DataFrame:
    """Return the rows with a value whose sizes can be compared: neither growth nor ranks."""
    kind = _lookup(tables, table, "indicator", "indicators", "kind")
    if "aggregation" in tables[table]:  # a sum or a change is no level
        kind = kind.where(tables[table].aggregation.isin(["", "level", "by_any_year"]), "")
    return tables[table][~kind.isin(["", "growth", "rank"]) & (tables[table].value != "")]


def _far_from(rows: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Return the targets or claims that are off by a slip factor from what was observed.

    Compared is the nearest value, `near`, of those observed nearest in time.
    """
    observed = observations[["indicator", "place", "period", "value"]]
    observed = observed.rename(columns={"period": "then", "value": "near"})
    pairs = rows[rows.period != ""].reset_index(names="row")
    pairs = pairs.merge(observed, on=["indicator", "place"]).astype({"near": float})
    pairs = pairs[(pd.to_numeric(pairs.value) > 0) & (pairs.near > 0)]
    years = pairs.period.str[:4].astype(int) - pairs.then.str[:4].astype(int)
    pairs["years"] = years.abs()
    value = pd.to_numeric(pairs.value)
    pairs["ratio"] = 10 ** (np.log10(value) - np.log10(pairs.near)).abs()
    nearest = pairs.sort_values(["row", "years", "ratio"]).drop_duplicates("row").set_index("row")
    return nearest[_is_slip(nearest.ratio)]


def _is_slip(ratio: pd.Series) -> np.ndarray:
    return np.logical_or.reduce([ratio.between(low, high) for low, high in SLIP_FACTORS])


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
    return rows[_is_slip(ratio)]


def _unsafe_keys(tables: Tables) -> Iterator[RowFault]:
    """A key becomes an address or the name of a file, whatever form the package itself asks for."""
    for table, columns in KEYS.items():
        for column in columns:
            cells = tables[table][column]
            for row, cell in cells[~cells.map(lambda cell: bool(KEY.fullmatch(cell)))].items():
                yield table, row, column, "a key of plain letters and digits", repr(cell)


def _unsafe_links(tables: Tables) -> Iterator[RowFault]:
    """A link leads to the web: of a source that was read, not of one known through a copy."""
    sources = tables["sources"]
    for row in _each(sources[~sources.url.str.match(r"https?://|$")]):
        yield "sources", row.Index, "url", "an address of the web", repr(row.url)
    for row in _each(sources[(sources.access == "mirror") & (sources.url != "")]):
        yield "sources", row.Index, "url", "no link for a source behind a mirror", repr(row.url)
    read = sources.access.isin(["official", "outlet"])
    for row in _each(sources[read & (sources.url == "")]):
        yield "sources", row.Index, "url", f"the address of an {row.access} page", "an empty cell"


def _claims_without_check(tables: Tables) -> Iterator[RowFault]:
    """Every claim has a finding."""
    claims, checks = tables["claims"], tables["claim_checks"]
    for row in _each(claims[~claims.claim_id.isin(checks.claim_id)]):
        yield "claims", row.Index, "claim_id", "a row in claim_checks", f"none for {row.claim_id}"


def _half_claims(tables: Tables) -> Iterator[RowFault]:
    """A claim that is a number has one, and every finding that needs a source has one."""
    claims, checks = tables["claims"], tables["claim_checks"]
    for row in _each(claims[(claims.kind == "number") & (claims.value == "")]):
        yield "claims", row.Index, "value", "the number of the claim", "an empty cell"
    unsourced = (checks.source_id == "") & ~checks.finding.isin(FINDINGS_WITHOUT_SOURCE)
    for row in _each(checks[unsourced]):
        expected = f"a source for the finding {row.finding!r}"
        yield "claim_checks", row.Index, "source_id", expected, "an empty cell"


def _unused_keys(tables: Tables) -> Iterator[RowFault]:
    """A goal, an indicator, a place or a source that no row names points to lost rows."""
    for (name, column), users in USERS.items():
        used = set(tables[name].country) if name == "places" else set()
        used |= set(tables["corrections"].evidence_source_id) if name == "sources" else set()
        used = used.union(*(tables[user][column].unique() for user in users))
        for row in _each(tables[name][~tables[name][column].isin(used)]):
            expected = f"rows in {' or '.join(users)}"
            yield name, row.Index, column, expected, f"none for {getattr(row, column)!r}"


def _circular_calculations(tables: Tables) -> Iterator[RowFault]:
    """An indicator is worked out from two others that are printed."""
    worked_out = set(tables["calculations"].indicator)
    for row in _each(tables["calculations"]):
        if len({row.indicator, row.numerator, row.denominator}) < 3:
            found = repr(row.denominator)
            yield "calculations", row.Index, "denominator", "a third indicator", found
            continue
        for column in ("numerator", "denominator"):
            part = getattr(row, column)
            if part in worked_out:
                expected = "an indicator that is printed, not worked out in turn"
                yield "calculations", row.Index, column, expected, repr(part)


def _dangling_corrections(tables: Tables) -> Iterator[RowFault]:
    """A correction names a published value that stands in the observations."""
    key = ["indicator", "place", "period", "source_id"]
    published = set(map(tuple, tables["observations"][[*key, "value"]].to_numpy()))
    corrections = tables["corrections"]
    for row, cells in corrections[[*key, "published_value"]].iterrows():
        if tuple(cells) not in published:
            yield "corrections", row, "published_value", "a row of observations", "none like it"


def _each(rows: pd.DataFrame) -> Iterable:
    """Yield the rows; asking a table without any costs more than all the rest of a rule."""
    return rows.itertuples() if len(rows) else ()


def _lookup(tables: Tables, table: str, key: str, other: str, column: str) -> pd.Series:
    """Fetch a column of another table by its key; empty where the key is not known there."""
    # The first of two rows with one key counts.
    known = dict(zip(tables[other][key][::-1], tables[other][column][::-1], strict=True))
    cells = tables[table][key]
    return pd.Series([known.get(cell, "") for cell in cells], index=cells.index, dtype="str")


RULES = (
    _published_too_early,
    _panel_before_its_publication,
    _shifted_publication,
    _two_values_at_once,
    _tables_disagree,
    _announced_too_late,
    _contradictory_targets,
    _outside_bounds,
    _mixed_units,
    _slips_of_unit,
    _unsafe_keys,
    _unsafe_links,
    _half_claims,
    _circular_calculations,
    _dangling_corrections,
)
# These look for lost rows. A row with a fault is not lost: they see every row.
RULES_ON_EVERY_ROW = (_claims_without_check, _unused_keys)
