"""Check the numbers of the article against the data package, by named rules."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from goalcheck.claims.findings import FINDINGS, READ, RULES
from goalcheck.data.histories import history
from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.records import Claim, Outcome, outcome_of
from goalcheck.data.vintages import (
    PERIOD_AND_BASIS,
    as_known,
    first_print,
    first_to_print,
    in_order,
    quality_words,
)
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
    >>> for check in number_checks(book, "c001"):
    ...     print(f"{check.rule}: {check.sentence}")
    same number: Published for 2023: 8.54 billion yuan.
    """
    claim = book.claim(claim_id)
    if claim.kind not in NUMERIC:
        return []
    if not claim.indicator or math.isnan(claim.value):
        return [_nothing()] if claim.kind == "number" else []
    figures, unit = published(book, claim), book.indicator(claim.indicator).unit
    if not figures:
        return [_nothing()] if claim.kind == "number" else []
    checks = [*_compared(claim, figures, unit), *_growth(book, claim)]
    checks = checks or [_another(claim, figures[-1], unit)]
    checks += [*_stale(book, claim, figures, unit), *_denominators(book, claim)]
    rank = [*FINDINGS, ""]
    return sorted(checks, key=lambda check: rank.index(check.finding))


def published(book: Package, claim: Claim) -> tuple[Outcome, ...]:
    """Return the figures a claim can be compared with: one a period and basis, the newest last.

    A claim about the article's own day or year may rest on any earlier period; another claim only
    on its own. An exact figure goes before a rounded one, then the newer publication counts; each
    is given with the publication that had it first.

    Examples
    --------
    >>> [(one.value, one.source_id) for one in published(book, book.claim("c001"))]
    [(85.4, 'press-2024-01-19')]
    """
    prints = book.vintages(claim.indicator, claim.place, as_of=book.as_of)
    ends, end = prints.period.map(period_end), period_end(claim.period)
    about = ends <= end if is_about_now(book, claim) else prints.period == claim.period
    prints = prints[about]
    figures = in_order(as_known(prints, by=PERIOD_AND_BASIS))
    return tuple(outcome_of(row) for _, row in first_to_print(figures, prints).iterrows())


def is_about_now(book: Package, claim: Claim) -> bool:
    """Tell whether a claim speaks of the article's own day or year.

    Examples
    --------
    >>> from dataclasses import replace
    >>> claim = book.claim("c001")
    >>> is_about_now(book, claim), is_about_now(book, replace(claim, period="2024"))
    (False, True)
    """
    return pd.Timestamp(period_end(claim.period)) >= book.as_of


def reading_of(claim: Claim) -> str:
    """Return the words that say how the number of a claim is meant, empty for "exactly".

    Examples
    --------
    >>> from dataclasses import replace
    >>> reading_of(replace(book.claim("c001"), claim="The Forum held nearly 120 events"))
    'nearly'
    """
    return next((words for words in (MORE_THAN, NEARLY) if words in claim.claim), "")


def _compared(claim: Claim, figures: Sequence[Outcome], unit: str) -> Iterator[Check]:
    """Yield the check of the newest figure that agrees with the claim, if there is one."""
    meant = reading_of(claim)
    for row in reversed(figures):
        rule = _agreement(claim, row)
        if rule:
            bound = _figure(claim.value, unit)
            than = f", which is more than {bound}" if row.value > claim.value else ""
            words = f"Published for {date_words(row.period)}: {_print(row, unit)}"
            yield Check(rule, f"{words}{than if meant == MORE_THAN else ''}.", (row.source_id,))
            return


def _agreement(claim: Claim, row: Outcome) -> str:
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


def _growth(book: Package, claim: Claim) -> Iterator[Check]:
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
    growth, unit = 100 * (after.value / before.value - 1), book.indicator(level).unit
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
    rows = rows[rows.period == period]
    rows = rows[rows.value.map(lambda printed: round(value, digits_of(printed)) == printed)]
    return first_print(rows).source_id.iloc[0]


def _stale(book: Package, claim: Claim, figures: Sequence[Outcome], unit: str) -> Iterator[Check]:
    """Yield a check if the claim speaks of now with a figure that had been overtaken."""
    newest = figures[-1]
    overtaken = any(_agreement(claim, row) for row in figures)
    if not (is_about_now(book, claim) and overtaken) or _agreement(claim, newest):
        return
    days = (book.as_of - newest.published).days
    words = (
        f"But already published for {date_words(newest.period)}, {days} days before the article: "
        f"{_print(newest, unit)}."
    )
    yield Check("newer number was public", words, (newest.source_id,))


def _denominators(book: Package, claim: Claim) -> Iterator[Check]:
    """Yield each pair of published count and population whose ratio is the claim's number."""
    if claim.indicator not in book.calculations.index or not claim.period.isdigit():
        return
    parts = book.calculations.loc[claim.indicator]
    unit = unit_words(book.indicator(parts.denominator).unit)
    above = _exact(book, parts.numerator, claim.place, [claim.period])
    years = [claim.period, str(int(claim.period) - 1)]
    below = _exact(book, parts.denominator, claim.place, years)
    for top, base in product(above, below):
        ratio = parts.factor * top.value / base.value
        if round(ratio, digits_of(claim.value)) == claim.value:
            when = "the same" if base.period == claim.period else "the previous"
            words = (
                f"{as_printed(top.value)} ({top.period}) over "
                f"{as_printed(base.value)}{unit} at the "
                f"end of {when} year ({base.period}{basis_words(base.basis)}) is "
                f"{number(ratio, digits_of(claim.value) + 1)}."
            )
            yield Check("which denominator", words, (top.source_id, base.source_id))


def _exact(book: Package, indicator: str, place: str, periods: list[str]) -> list[Outcome]:
    """Return the exact figures of some periods, each value once, whenever it was published."""
    prints = book.vintages(indicator, place)
    rows = first_print(prints[prints.period.isin(periods)], by=("period", "value"))
    return [outcome_of(row) for _, row in rows.iterrows()]


def _another(claim: Claim, row: Outcome, unit: str) -> Check:
    words = (
        f"Published for {date_words(row.period)}: {_print(row, unit)}, not "
        f"{f'{reading_of(claim)} {_figure(claim.value, unit)}'.strip()}."
    )
    return Check("another number", words, (row.source_id,))


def _nothing() -> Check:
    return Check("no published number", "No published figure for it is in the data package.", ())


def _print(row: Outcome, unit: str) -> str:
    """Write a published figure with its unit, as it was meant."""
    if unit == "rank":
        return f"rank {as_printed(row.value)}"
    return f"{quality_words(row.quality)}{_figure(row.value, unit)}"


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
    >>> [check.rule for check in all_checks(book, "c001")]
    ['same number', 'a source says the same']
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
