"""Load the data package once, validated, and read series from it as they were known on a day."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from goalcheck.data import reads
from goalcheck.data.periods import period_end
from goalcheck.data.records import (
    Claim,
    Indicator,
    Source,
    Target,
    claim_of,
    indicator_of,
    source_of,
    target_of,
)
from goalcheck.data.schema import NUMBERS, OPTIONAL, TABLES, InvalidPackage, read_package
from goalcheck.data.vintages import as_known, newest_edition

BOOK_DATA = Path(__file__).resolve().parents[3] / "data"


class UnknownKey(KeyError):
    """A name that is not in the data package."""

    def __str__(self) -> str:
        return self.args[0]


class AmbiguousBasis(ValueError):
    """A series stands on several statistical bases and none was chosen."""


class Table:
    """A table of a package: each who asks gets a copy, so that nobody changes what others read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, package: Package | None, owner: type) -> pd.DataFrame:
        if package is None:
            return self
        reads.note(package.directory, self.name)
        return package.table(self.name)


@dataclass(frozen=True, eq=False)
class Package:
    """A validated data package; make one with `load`.

    The frames are the tables of the package with their numbers and publication days typed; those
    with a single key are indexed by it. In `observations` the corrections are applied and the
    value as printed stands in `published_value`.
    """

    directory: Path
    promise: Mapping[str, Any]
    _tables: Mapping[str, pd.DataFrame] = field(repr=False)

    goals = Table()
    places = Table()
    sources = Table()
    indicators = Table()
    observations = Table()
    target_rows = Table()
    claims = Table()
    claim_checks = Table()
    corrections = Table()
    declared_jumps = Table()
    calculations = Table()
    panel_indicators = Table()
    panel_vintages = Table()
    bounds = Table()

    # --- what is checked ---------------------------------------------------------------------

    @property
    def place(self) -> str:
        """Key of the place that made the promise."""
        return self.promise["place"]

    @property
    def as_of(self) -> pd.Timestamp:
        """Day of the article; projections know nothing published later."""
        return pd.Timestamp(self.promise["as_of"])

    @property
    def target_year(self) -> int:
        """Year the promise names."""
        return int(self.promise["target_year"])

    @property
    def article(self) -> str:
        """Source id of the article."""
        return self.promise["source_id"]

    def as_if(self, **promise: str | int) -> Package:
        """Return the package as if another promise were examined: place, day or year.

        Parameters
        ----------
        promise
            Any of `place`, `as_of` (YYYY-MM-DD) and `target_year`.

        Raises
        ------
        UnknownKey
            If the promise has no such part or the package no such place.

        Examples
        --------
        >>> book.as_if(place="hilltown", as_of="2023-06-30").place
        'hilltown'
        """
        for part in promise:
            self.require(part, self.promise, "part of the promise", show_all=True)
        other = replace(self, promise=MappingProxyType(dict(self.promise) | promise))
        self.require(other.place, self._tables["places"].index, "place")
        return other

    def published_by(self, day: str | pd.Timestamp) -> Package:
        """Return the package as it would stand with what had been published by a day, included.

        Figures whose day is not known are left out. The promise stays as it is.

        Examples
        --------
        >>> book.published_by("2022-12-31").vintages("contract_turnover").published.max().year
        2022
        """
        figures, targets = self._tables["observations"], self._tables["target_rows"]
        day = pd.Timestamp(day)
        known = {
            "observations": figures[figures.published <= day].reset_index(drop=True),
            "target_rows": targets[targets.announced <= day].reset_index(drop=True),
        }
        return replace(self, _tables=MappingProxyType(dict(self._tables) | known))

    # --- whole tables ------------------------------------------------------------------------

    @property
    def panel(self) -> pd.DataFrame:
        """Reference panel as known today, see `panel_as_of`."""
        reads.note(self.directory, "panel_vintages")
        return self._panel.copy(deep=False)

    @cached_property
    def _panel(self) -> pd.DataFrame:
        return self.panel_as_of(int(self._tables["panel_vintages"].vintage.max()))

    def panel_as_of(self, year: int) -> pd.DataFrame:
        """Return the reference panel as known at the end of a year, one row a cell.

        Parameters
        ----------
        year : int
            Keep the editions published by then (an unknown edition counts from the day of its
            source). Of the cells with several vintages it takes R&D
            expenditure from the yearbooks (unrounded) and R&D intensity from the newest yearbook
            table alone, so that a series stands on one basis.

        Returns
        -------
        DataFrame
            Columns `indicator, place, year, value, source_id, vintage`.

        Examples
        --------
        >>> int(book.panel_as_of(2022).year.max())
        2021
        """
        cells = self.panel_vintages
        published = cells.source_id.map(self._tables["sources"].published_day.dt.year)
        edition = cells.vintage.fillna(published)
        known = cells.assign(vintage=edition)[edition <= year]
        yearbook = known.source_id.str.startswith("cstsy-")
        several = known.indicator.isin(["rd_expenditure", "rd_intensity"])
        known = known[yearbook | ~several]
        intensity = known.indicator == "rd_intensity"
        known = known[~intensity | (known.vintage == known[intensity].vintage.max())]
        key = ["indicator", "place", "year"]
        return newest_edition(known, key)

    def derived(self, name: str) -> pd.DataFrame:
        """Return a table that `goalcheck study` computed from the panel (`data/derived/NAME.csv`).

        Raises
        ------
        UnknownKey
            If there is no such table.

        Examples
        --------
        >>> book.derived("no_such_table")
        Traceback (most recent call last):
        goalcheck.data.package.UnknownKey: the data package has no derived table 'no_such_table'
        """
        return self._table("derived", name).copy(deep=False)

    def reference(self, name: str) -> pd.DataFrame:
        """Return a published table that the figures are compared with (`data/reference/NAME.csv`).

        Raises
        ------
        UnknownKey
            If there is no such table.

        Examples
        --------
        >>> book.reference("m4_yearly")
        Traceback (most recent call last):
        goalcheck.data.package.UnknownKey: the data package has no reference table 'm4_yearly'
        """
        return self._table("reference", name).copy(deep=False)

    @lru_cache  # noqa: B019 - a package lives as long as the process
    def _table(self, folder: str, name: str) -> pd.DataFrame:
        reads.note(self.directory, f"{folder}/{name}")
        files = {path.stem: path for path in (self.directory / folder).glob("*.csv")}
        self.require(name, files, f"{folder} table")
        return pd.read_csv(files[name])

    # --- records -----------------------------------------------------------------------------

    def source(self, key: str) -> Source:
        """Return a source. Raises UnknownKey if the package has none of this key."""
        return source_of(*self._row("sources", key, "source"))

    def indicator(self, key: str) -> Indicator:
        """Return an indicator. Raises UnknownKey if the package has none of this key."""
        return indicator_of(*self._row("indicators", key, "indicator"))

    def claim(self, key: str) -> Claim:
        """Return a claim. Raises UnknownKey if the package has none of this key."""
        return claim_of(*self._row("claims", key, "claim"))

    def _row(self, table: str, key: str, what: str) -> tuple[str, pd.Series]:
        reads.note(self.directory, table, [key])
        rows = self._tables[table]
        self.require(key, rows.index, what)
        return key, rows.loc[key]

    def rows(self, table: str, keys: Iterable[str]) -> pd.DataFrame:
        """Return some rows of a table with a key, in the order of the keys.

        A page that asks for the rows it shows need not be made again when others change.

        Raises
        ------
        KeyError
            If the table has no such row.

        Examples
        --------
        >>> book.rows("places", ["hilltown", "rivertown"]).index.to_list()
        ['hilltown', 'rivertown']
        """
        keys = list(keys)
        reads.note(self.directory, table, keys)
        return self._tables[table].loc[keys]

    def printed_in(self, source_ids: Iterable[str]) -> pd.DataFrame:
        """Return the observations that some sources printed, in the order of the table.

        Examples
        --------
        >>> book.printed_in(book.observations.source_id[:1]).source_id.nunique()
        1
        """
        wanted = list(source_ids)
        reads.note(self.directory, "observations", [f"#{source}" for source in wanted])
        rows = self.table("observations")
        return rows[rows.source_id.isin(wanted)]

    def printed_of(self, indicators: Iterable[str]) -> pd.DataFrame:
        """Return the observations of some indicators in every place, in the order of the table.

        Raises
        ------
        UnknownKey
            If the package has no such indicator.

        Examples
        --------
        >>> sorted(book.printed_of(["contract_turnover"]).place.unique())
        ['hilltown', 'rivertown']
        """
        wanted = list(indicators)
        for indicator in wanted:
            self.require(indicator, self._tables["indicators"].index, "indicator")
        reads.note(self.directory, "observations", [f"{indicator}@*" for indicator in wanted])
        rows = self.table("observations")
        return rows[rows.indicator.isin(wanted)]

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table without noting that it was read, for who looks at the data itself."""
        # pandas copies on write: a shallow copy costs nothing until it is changed.
        return self._tables[name].copy(deep=False)

    # --- series ------------------------------------------------------------------------------

    def vintages(
        self,
        indicator: str,
        place: str | None = None,
        *,
        as_of: str | pd.Timestamp | None = None,
        basis: str | None = None,
    ) -> pd.DataFrame:
        """Return every publication of a series, oldest first.

        Parameters
        ----------
        indicator, place : str
            Keys of the package; the place defaults to the one that made the promise.
        as_of : date, optional
            Keep what was published by this day, the day included. A publication date known only
            to the month or year counts as its last day; an unknown one as not yet published.
        basis : str, optional
            Keep one statistical basis.

        Returns
        -------
        DataFrame
            Columns `period, value, quality, basis, source_id, published, note`, the value in the
            unit of the indicator and as corrected in `corrections`; `published` is a Timestamp.

        Raises
        ------
        UnknownKey
            If the package has no such indicator, place or basis of this series.

        Examples
        --------
        >>> book.vintages("contract_turnover", as_of="2024-02-01").value.iloc[-1].item()
        85.4
        """
        place = place or self.place
        self.require(indicator, self._tables["indicators"].index, "indicator")
        self.require(place, self._tables["places"].index, "place")
        reads.note(self.directory, "observations", [f"{indicator}@{place}"])
        rows = self._prints.get((indicator, place), self._tables["observations"].iloc[:0])
        if basis is not None:
            known = sorted(rows.basis.unique())
            self.require(basis, known, f"basis of {indicator} in {place}", show_all=True)
            rows = rows[rows.basis == basis]
        if as_of is not None:
            rows = rows[rows.published <= pd.Timestamp(as_of)]
        columns = ["period", "value", "quality", "basis", "source_id", "published", "note"]
        return rows[columns].reset_index(drop=True)

    @cached_property
    def _prints(self) -> dict[tuple[str, str], pd.DataFrame]:
        order = ["period", "published", "source_id", "value"]
        rows = self._tables["observations"].sort_values(order, na_position="first")
        return dict(iter(rows.groupby(["indicator", "place"])))

    def series(
        self,
        indicator: str,
        place: str | None = None,
        *,
        as_of: str | pd.Timestamp | None = None,
        basis: str | None = None,
    ) -> pd.DataFrame:
        """Return one value a period, as known on a day: the newest publication of each.

        A figure that was rounded in print (quality `rounded`, `at_least` or `approximate`) does
        not displace an exact one. Parameters as in `vintages`.

        Returns
        -------
        DataFrame
            Indexed by `period` (text, sorted), columns as in `vintages`.

        Raises
        ------
        AmbiguousBasis
            If what was known stands on several bases and none was chosen.
        UnknownKey
            As in `vintages`.

        Examples
        --------
        >>> known = book.series("research_share", as_of=book.as_of, basis="old-product")
        >>> known.index[-1], float(known.value.iloc[-1])
        ('2022', 6.2)
        """
        rows = self.vintages(indicator, place, as_of=as_of, basis=basis)
        bases = sorted(rows.basis.unique())
        if len(bases) > 1:
            raise AmbiguousBasis(
                f"{indicator} in {place or self.place} stands on several bases that must not be "
                f"joined; choose basis= one of {', '.join(map(repr, bases))}"
            )
        return as_known(rows).set_index("period")

    def yearly(
        self,
        indicator: str,
        place: str | None = None,
        *,
        as_of: str | pd.Timestamp | None = None,
        basis: str | None = None,
    ) -> pd.DataFrame:
        """Return the calendar years of a series, indexed by `year` (int); else as `series`.

        Examples
        --------
        >>> book.yearly("contract_turnover", as_of="2024-08-14").value[2023].item()
        85.4
        """
        rows = self.series(indicator, place, as_of=as_of, basis=basis)
        years = rows[rows.index.str.len() == 4]
        return years.set_axis(years.index.astype(int).rename("year"))

    def targets(
        self,
        indicator: str | None = None,
        place: str | None = None,
        *,
        as_of: str | pd.Timestamp | None = None,
    ) -> tuple[Target, ...]:
        """Return official targets, oldest announcement first.

        Parameters
        ----------
        indicator, place : str, optional
            Keep the targets of one indicator or place.
        as_of : date, optional
            Keep what had been announced by this day.

        Returns
        -------
        tuple of Target
            `announced` is the last day of a month or year known only so. The table is `target_rows`.

        Raises
        ------
        UnknownKey
            If the package has no such indicator or place.

        Examples
        --------
        >>> [(one.comparator, one.value) for one in book.targets("contract_turnover")]
        [('>', 90.0)]
        """
        reads.note(self.directory, "target_rows", [f"{indicator or '*'}@{place or '*'}"])
        rows = self.table("target_rows")
        if indicator is not None:
            self.require(indicator, self._tables["indicators"].index, "indicator")
            rows = rows[rows.indicator == indicator]
        if place is not None:
            self.require(place, self._tables["places"].index, "place")
            rows = rows[rows.place == place]
        if as_of is not None:
            rows = rows[rows.announced <= pd.Timestamp(as_of)]
        rows = rows.sort_values(["announced", "indicator", "place"])
        return tuple(target_of(row) for _, row in rows.iterrows())

    @staticmethod
    def require(key: str, known: Collection[str], what: str, *, show_all: bool = False) -> None:
        """Raise UnknownKey with the near matches unless the key is among those known."""
        if key in known:
            return
        near = list(known) if show_all else get_close_matches(key, known, n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise UnknownKey(f"the data package has no {what} {key!r}{hint}")


def load(directory: str | Path | None = None) -> Package:
    """Load and validate a data package.

    Parameters
    ----------
    directory : path, optional
        Folder with a `datapackage.json`; the book's own data by default.

    Returns
    -------
    Package
        The same object for the same content, so a second call costs only the reading.

    Raises
    ------
    InvalidPackage
        If the package has any fault; the message lists every one.

    Examples
    --------
    >>> book = load(book.directory)
    >>> book.place, f"{book.as_of:%Y-%m-%d}", book.target_year
    ('rivertown', '2024-08-14', 2025)
    """
    directory = Path(directory or BOOK_DATA).resolve()
    reads.note(directory, "promise")
    return _load(directory, fingerprint(directory))


@lru_cache(maxsize=8)
def _load(directory: Path, _content: str) -> Package:
    with reads.unnoted():  # a program is told only what it asks the package for
        descriptor, texts, faults = read_package(directory)
    if faults:
        raise InvalidPackage(directory, faults)
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    tables = {
        name: _typed(text, resources.get(name) or _empty_resource(name))
        for name, text in texts.items()
    }
    tables["panel_indicators"] = tables.pop("panel-indicators")
    tables["panel_vintages"] = (
        tables.pop("panel").rename(columns={"period": "year"}).astype({"year": int})
    )
    return Package(
        directory, MappingProxyType(descriptor["promise"]), MappingProxyType(_derive(tables))
    )


def fingerprint(directory: Path) -> str:
    """Return a hash of the names and bytes of all files below a folder.

    Examples
    --------
    >>> len(fingerprint(book.directory))
    64
    """
    content = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        content.update(
            f"{path.relative_to(directory).as_posix()}\0{path.stat().st_size}\0".encode()
        )
        content.update(path.read_bytes())
    return content.hexdigest()


def _typed(text: pd.DataFrame, resource: dict) -> pd.DataFrame:
    """Turn the numbers of a validated table into numbers and index it by its key."""
    frame = text.reset_index(drop=True)
    for column in resource["schema"]["fields"]:
        name = column["name"]
        if column["type"] in ("number", "integer"):
            frame[name] = pd.to_numeric(frame[name].replace("", None)).astype(float)
    key = resource["schema"]["primaryKey"]
    return frame.set_index(key) if isinstance(key, str) else frame


def _empty_resource(name: str) -> dict:
    """Return the schema of an optional table that a package came without."""
    columns = TABLES[name].split()
    fields = [
        {"name": column, "type": "number" if column in NUMBERS else "string"} for column in columns
    ]
    key = "indicator" if name == "panel-indicators" else columns
    return {"schema": {"fields": fields, "primaryKey": key}}


def _derive(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Add publication days and apply the corrections."""
    for name, columns in OPTIONAL.items():
        for column in columns.split():
            if column not in tables[name]:
                empty = math.nan if column in NUMBERS else ""
                tables[name][column] = empty
    days = pd.to_datetime(tables["sources"].published.map(period_end).replace("", None))
    observations, targets = tables["observations"], tables.pop("targets")
    observations = observations.assign(published=observations.source_id.map(days))
    return tables | {
        "sources": tables["sources"].assign(published_day=days),
        "observations": _corrected(observations, tables["corrections"]),
        "target_rows": targets.assign(announced=pd.to_datetime(targets.announced.map(period_end))),
    }


def _corrected(observations: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Put the value used in the place of a published slip; leave out a row without one."""
    key = ["indicator", "place", "period", "source_id"]
    slips = corrections[[*key, "published_value", "value_used"]]
    slips = slips.rename(columns={"published_value": "value"}).assign(slip=True)
    rows = observations.merge(slips, on=[*key, "value"], how="left")
    slip = rows.pop("slip").notna()
    used = rows.pop("value_used")
    rows["published_value"] = rows.value
    rows["value"] = rows.value.mask(slip, used)
    return rows[rows.value.notna()].reset_index(drop=True)
