"""Check the numbers of the article against the data package, by named rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pandas as pd

from goalcheck.claims.findings import READ, RULES
from goalcheck.claims.ledger import FINDINGS
from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.series import history
from goalcheck.data.vintages import INEXACT, QUALITY_WORDS
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import digits_of, number

# Kinds of claim whose number code checks, and the words that say how the number is meant.
NUMERIC = ("number", "rank")
MORE_THAN, NEARLY = "more than", "nearly"
NEARLY_SHARE = 0.05


@dataclass(frozen=True)
class Check:
    """What one rule says about one claim, with the arithmetic and the sources behind it."""

    rule: str
    sentence: str
    source_ids: tuple[str, ...]

    @property
    def finding(self) -> str:
        """Key of the finding, empty if the rule only explains."""
        return RULES[self.rule].finding


def number_checks(book: Package, claim_id: str) -> list[Check]:
    """Check the number of a claim with what had been published by the article's day.

    Parameters
    ----------
    book : Package
    claim_id : str

    Returns
    -------
    list of Check
        What speaks first in the ledger first. Empty for a claim that is about no number, and for
        a rank whose list is not in the data package: that is left to reading.

    Raises
    ------
    UnknownKey
        If the package has no such claim.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> for check in number_checks(package.load(), "c030"):
    ...     print(f"{check.rule}: {check.sentence}")
    same number: Published for 2023: 12.1%.
    growth of two levels: From 95,061 (2022) to 106,552 (2023) is +12.09%.
    """
    book.require(claim_id, book.claims.index, "claim")
    claim = book.claims.loc[claim_id]
    if claim.kind not in NUMERIC:
        return []
    if not claim.indicator or pd.isna(claim.value):
        return [_nothing()] if claim.kind == "number" else []
    rows = published(book, claim)
    if rows.empty:
        return [_nothing()] if claim.kind == "number" else []
    checks = [*_compared(claim, rows), *_growth(book, claim)] or [_another(claim, rows)]
    checks += [*_stale(book, claim, rows), *_denominators(book, claim)]
    rank = [*FINDINGS, ""]
    return sorted(checks, key=lambda check: rank.index(check.finding))


def published(book: Package, claim: pd.Series) -> pd.DataFrame:
    """Return the figures a claim can be compared with: one a period and basis, the newest last.

    A claim about the article's own day or year may rest on any earlier period; another claim only
    on its own. An exact figure goes before a rounded one, then the newer publication counts.
    """
    rows = book.vintages(claim.indicator, claim.place, as_of=book.as_of)
    ends, end = rows.period.map(period_end), period_end(claim.period)
    rows = rows[ends <= end] if is_about_now(book, claim) else rows[rows.period == claim.period]
    rows = rows.assign(end=rows.period.map(period_end), exact=~rows.quality.isin(INEXACT))
    rows = rows.sort_values(["end", "exact", "published"], kind="stable")
    newest = rows.drop_duplicates(["period", "basis"], keep="last")
    # The same figure may have been printed often: name the publication that had it first.
    keys = ["period", "basis", "exact", "value"]
    newest = newest[keys].merge(rows.drop_duplicates(keys), on=keys, how="left")
    return newest.assign(unit=book.indicators.unit[claim.indicator])


def is_about_now(book: Package, claim: pd.Series) -> bool:
    """Tell whether a claim speaks of the article's own day or year.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> is_about_now(book, book.claims.loc["c058"]), is_about_now(book, book.claims.loc["c030"])
    (True, False)
    """
    return pd.Timestamp(period_end(claim.period)) >= book.as_of


def reading_of(claim: pd.Series) -> str:
    """Return the words that say how the number of a claim is meant, empty for "exactly".

    Examples
    --------
    >>> reading_of(pd.Series({"claim": "The Forum held nearly 120 events"}))
    'nearly'
    """
    return next((words for words in (MORE_THAN, NEARLY) if words in claim.claim), "")


def _compared(claim: pd.Series, rows: pd.DataFrame) -> Iterator[Check]:
    """Yield the check of the newest figure that agrees with the claim, if there is one."""
    meant = reading_of(claim)
    for _, row in rows.iloc[::-1].iterrows():
        rule = _agreement(claim, row)
        if rule:
            bound = _figure(claim.value, row.unit)
            than = f", which is more than {bound}" if row.value > claim.value else ""
            words = f"Published for {date_words(row.period)}: {_print(row)}"
            yield Check(rule, f"{words}{than if meant == MORE_THAN else ''}.", (row.source_id,))
            return


def _agreement(claim: pd.Series, row: pd.Series) -> str:
    """Return the rule by which a published figure agrees with a claim, or an empty text."""
    meant = reading_of(claim)
    if meant == MORE_THAN:
        printed_so = row.quality == "at_least" and row.value == claim.value
        return "above the threshold" if row.value > claim.value or printed_so else ""
    if meant == NEARLY:
        close = (1 - NEARLY_SHARE) * claim.value <= row.value < claim.value
        printed_so = row.quality == "approximate" and row.value == claim.value
        return "nearly" if close or printed_so else ""
    if row.value == claim.value:
        return "same number"
    rounded = round(row.value, digits_of(claim.value)) == claim.value
    return "same number, rounded" if rounded else ""


def _growth(book: Package, claim: pd.Series) -> Iterator[Check]:
    """Yield the growth worked out from the levels, if it gives the claim's number."""
    level = claim.indicator.removesuffix("_growth")
    if level == claim.indicator or level not in book.indicators.index:
        return
    if not claim.period.isdigit():
        return
    known = history(book, level, claim.place, as_of=book.as_of)
    year = int(claim.period)
    if not {year - 1, year} <= set(known.index):
        return
    before, after = known.loc[year - 1], known.loc[year]
    growth, unit = 100 * (after.value / before.value - 1), book.indicators.unit[level]
    if round(growth, digits_of(claim.value)) == claim.value:
        words = (
            f"From {_figure(before.value, unit)} ({year - 1}) to {_figure(after.value, unit)} ({year}) "
            f"is {'+' if growth > 0 else ''}{number(growth, digits_of(claim.value) + 1)}%."
        )
        sources = [
            _first_print(book, level, claim.place, str(of), row.value)
            for of, row in ((year - 1, before), (year, after))
        ]
        yield Check("growth of two levels", words, tuple(sources))


def _first_print(book: Package, indicator: str, place: str, period: str, value: float) -> str:
    """Return the publication that had a figure, cut to its own digits, first."""
    rows = book.vintages(indicator, place, as_of=book.as_of)
    rows = rows[(rows.period == period) & ~rows.quality.isin(INEXACT)]
    rows = rows[rows.value.map(lambda printed: round(value, digits_of(printed)) == printed)]
    return rows.sort_values("published", kind="stable").source_id.iloc[0]


def _stale(book: Package, claim: pd.Series, rows: pd.DataFrame) -> Iterator[Check]:
    """Yield a check if the claim speaks of now with a figure that had been overtaken."""
    newest = rows.iloc[-1]
    overtaken = any(_agreement(claim, row) for _, row in rows.iterrows())
    if not (is_about_now(book, claim) and overtaken) or _agreement(claim, newest):
        return
    days = (book.as_of - newest.published).days
    words = (
        f"But already published for {date_words(newest.period)}, {days} days before the article: "
        f"{_print(newest)}."
    )
    yield Check("newer number was public", words, (newest.source_id,))


def _denominators(book: Package, claim: pd.Series) -> Iterator[Check]:
    """Yield each pair of published count and population whose ratio is the claim's number."""
    if claim.indicator not in book.calculations.index or not claim.period.isdigit():
        return
    parts = book.calculations.loc[claim.indicator]
    above = _exact(book, parts.numerator, claim.place, [claim.period])
    years = [claim.period, str(int(claim.period) - 1)]
    below = _exact(book, parts.denominator, claim.place, years)
    for (_, top), (_, base) in product(above.iterrows(), below.iterrows()):
        ratio = parts.factor * top.value / base.value
        if round(ratio, digits_of(claim.value)) == claim.value:
            when = "the same" if base.period == claim.period else "the previous"
            words = (
                f"{as_printed(top.value)} ({top.period}) over "
                f"{as_printed(base.value)}{unit_words(book.indicators.unit[parts.denominator])} at the "
                f"end of {when} year ({base.period}{basis_words(base.basis)}) is "
                f"{number(ratio, digits_of(claim.value) + 1)}."
            )
            yield Check("which denominator", words, (top.source_id, base.source_id))


def _exact(book: Package, indicator: str, place: str, periods: list[str]) -> pd.DataFrame:
    """Return the exact figures of some periods, each value once, whenever it was published."""
    rows = book.vintages(indicator, place)
    rows = rows[rows.period.isin(periods) & ~rows.quality.isin(INEXACT)]
    rows = rows.sort_values("published", na_position="last", kind="stable")
    return rows.drop_duplicates(["period", "value"])


def _another(claim: pd.Series, rows: pd.DataFrame) -> Check:
    row = rows.iloc[-1]
    words = (
        f"Published for {date_words(row.period)}: {_print(row)}, not "
        f"{f'{reading_of(claim)} {_figure(claim.value, row.unit)}'.strip()}."
    )
    return Check("another number", words, (row.source_id,))


def _nothing() -> Check:
    return Check("no published number", "No published figure for it is in the data package.", ())


def _print(row: pd.Series) -> str:
    """Write a published figure with its unit, as it was meant."""
    if row.unit == "rank":
        return f"rank {as_printed(row.value)}"
    return f"{QUALITY_WORDS.get(row.quality, '')}{_figure(row.value, row.unit)}"


def _figure(value: float, unit: str) -> str:
    if unit != "100 million CNY":
        return f"{as_printed(value)}{unit_words(unit)}"
    if value < 10:
        return f"{as_printed(100 * value)} million yuan"
    return f"{number(value / 10, min(digits_of(value) + 1, 2))} billion yuan"


def unit_words(unit: str) -> str:
    """Write the unit of a figure behind it; bare counts, ranks and ratios have none.

    Examples
    --------
    >>> unit_words("percent"), unit_words("100 million CNY"), unit_words("count")
    ('%', ' × 100 million CNY', '')
    """
    if unit in ("count", "rank", "ratio", "score"):
        return ""
    if unit.startswith("percent"):
        return unit.replace("percent", "%", 1)
    return f" × {unit}" if unit[:1].isdigit() else f" {unit}"


def basis_words(basis: str) -> str:
    """Write the census a population figure stands on, with a comma before it.

    Examples
    --------
    >>> basis_words("pre-census-2020"), basis_words("")
    (', as counted before the census of 2020', '')
    """
    if not basis:
        return ""
    words = basis.replace("pre-census-", "as counted before the census of ")
    return f", {words.replace('post-census-', 'as counted after the census of ')}"


def as_printed(value: float) -> str:
    """Write a number with the decimals it has, one at most for large ones.

    Examples
    --------
    >>> as_printed(7947.5111), as_printed(3.42), as_printed(106552.0)
    ('7,947.5', '3.42', '106,552')
    """
    return number(value, min(digits_of(value), 1 if abs(value) >= 100 else 4))


def all_checks(book: Package, claim_id: str) -> list[Check]:
    """Return all that is said of a claim: the checks of its number, then those by reading.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> [check.rule for check in all_checks(package.load(), "c038")]
    ['wording of a plan']
    """
    rows = book.claim_checks
    rank = list(FINDINGS)
    rows = rows[rows.claim_id == claim_id]
    rows = rows.assign(rank=rows.finding.map(rank.index)).sort_values("rank", kind="stable")
    read = [
        Check(READ[row.finding], row.note, (row.source_id,) if row.source_id else ())
        for row in rows.itertuples()
    ]
    return number_checks(book, claim_id) + read
