"""What every chapter shows of its goal: its claims, its targets and the verdict."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from goalcheck.claims.ledger import FINDINGS, GROUPS, goal_verdict, group_of, ledger
from goalcheck.data.package import Package
from goalcheck.data.vintages import quality_words
from goalcheck.show.cells import (
    chance_words,
    interval_words,
    named,
    reason_words,
    target_words,
    with_period,
)
from goalcheck.show.html import Badge, Link, result_badge, table
from goalcheck.targets.expected import Outlook, outlooks
from goalcheck.targets.grades import Grade, published_since
from goalcheck.words.dates import date_words
from goalcheck.words.lists import listed, percents
from goalcheck.words.numbers import amount

NOT_FOUND = "nothing found"

# The groups of findings, as they are counted in a sentence.
GROUP_WORDS = {
    "confirmed": "confirmed",
    "confirmed in part": "confirmed in part",
    "goal told as fact": "telling a goal as a fact",
    "evidence against": "with evidence against",
    "could not be checked": "not checkable or without evidence",
}


# --- claims ----------------------------------------------------------------------------------------


def claims_box(book: Package, chapter: str) -> None:
    """Display the claims that a chapter treats, each linked to the ledger, with its finding.

    Raises
    ------
    UnknownKey
        If no claim names the chapter.
    """
    rows = ledger(book)
    book.require(chapter, set(rows.chapter), "chapter in claims.csv")
    rows = rows[rows.chapter == chapter]
    cells = {
        "Claim": [Link(claim, f"claims.html#{claim}") for claim in rows.index],
        "The article says": rows.claim.map(percents).to_list(),
        "Finding": [finding_badge(finding) for finding in rows.finding],
    }
    caption = f"The {len(rows)} claims of this chapter"
    table(pd.DataFrame(cells), caption=caption, name="tab-claims")


def finding_badge(finding: str) -> Badge:
    """Return the badge of a finding of the ledger.

    Examples
    --------
    >>> finding_badge("stale")
    Badge(text='out of date', kind='stale')
    """
    return Badge(FINDINGS[finding], finding.replace("_", "-"))


def chapter_words(book: Package, chapter: str) -> str:
    """Write what became of the claims of one chapter, for chapters without a goal of their own.

    Examples
    --------
    >>> chapter_words(book, "contracts")
    'Claims of this chapter (2): 1 confirmed and 1 not checkable or without evidence.'
    """
    rows = ledger(book)
    book.require(chapter, set(rows.chapter), "chapter in claims.csv")
    findings = rows.finding[rows.chapter == chapter]
    return f"Claims of this chapter ({len(findings)}): {_counted(findings)}."


def _counted(findings: pd.Series) -> str:
    counts = findings.map(group_of).value_counts()
    return listed(f"{counts[name]} {GROUP_WORDS[name]}" for name in GROUPS if name in counts)


# --- targets ---------------------------------------------------------------------------------------


def outcome_table(book: Package, outlooks: Iterable[Outlook], *, name: str) -> None:
    """Display targets with what was known, what was to be expected and what came.

    Parameters
    ----------
    book : Package
    outlooks : iterable of Outlook
    name : str
        Anchor of the table.
    """
    rows = pd.DataFrame([outcome_row(book, one) for one in outlooks])
    caption = "Targets: known on the article's date, projected, and published since"
    turned = rows.set_index("Indicator").T.rename_axis("").reset_index()
    table(turned, caption=caption, name=name)


def outcome_row(book: Package, one: Outlook) -> dict:
    """Return one row of `outcome_table` as text cells.

    Parameters
    ----------
    book : Package
    one : Outlook

    Examples
    --------
    >>> outcome_row(book, outlooks(book)["research_share"])["Result"]
    Badge(text='below target in 2022', kind='below-target-earlier')
    """
    grade = one.grade
    return {
        "Indicator": grade.name,
        f"Target for {book.target_year}": target_words(grade),
        "Known on the article's date": with_period(
            grade.known_value, grade.unit, grade.known_period
        ),
        "Projected (80% interval)": _projected_words(one),
        "Chance of meeting the target": chance_words(one.probability),
        "Published since": _published_words(grade) if published_since(book, grade) else NOT_FOUND,
        "Result": result_badge(grade.result, grade.words),
    }


def _projected_words(one: Outlook) -> str:
    if one.forecast is None:
        return reason_words(one.reason)
    last = one.forecast.last
    return interval_words(last.centre, last.lower_80, last.upper_80, one.grade.unit)


def _published_words(grade: Grade) -> str:
    if grade.outcome is None:
        return NOT_FOUND
    value = amount(grade.outcome.value, grade.unit)
    return f"{quality_words(grade.outcome.quality)}{value} ({date_words(grade.outcome.period)})"


def targets_table(book: Package, goal: str, *, name: str) -> None:
    """Display every official target of a goal that was known on the article's date, with its result.

    Parameters
    ----------
    book : Package
    goal : str
        Key of the goal.
    name : str
        Anchor of the table.

    Raises
    ------
    UnknownKey
        If the package has no such goal.
    """
    book.require(goal, book.goals.index, "goal")
    known = list(outlooks(book, goal=goal).values())
    caption = (
        f"The {len(known)} official targets for {book.target_year} known on the article's date"
    )
    columns = [f"Target for {book.target_year}", "Set in", "Published", "Result"]
    rows = pd.DataFrame([target_row(book, one) for one in known], columns=columns)
    table(rows, caption=caption, name=name)


def target_row(book: Package, one: Outlook) -> dict:
    """Return one row of `targets_table` as text cells.

    Examples
    --------
    >>> target_row(book, outlooks(book)["contract_turnover"])["Published"]
    '8.6 billion yuan (2023)'
    """
    grade = one.grade
    return {
        f"Target for {book.target_year}": named(grade),
        "Set in": str(grade.announced.year),
        "Published": _published_words(grade),
        "Result": result_badge(grade.result, grade.words),
    }


def verdict_words(book: Package, goal: str) -> str:
    """Write what became of a goal as two sentences, by the rule of `ledger.goal_verdict`.

    Examples
    --------
    >>> print(verdict_words(book, "contracts"))  # doctest: +NORMALIZE_WHITESPACE
    Official targets for 2025, by their newest figures: 2 not at target. Claims of the article (2):
    1 confirmed and 1 not checkable or without evidence.
    """
    verdict = goal_verdict(book, goal)
    counts = {
        "at target": verdict.reached,
        "not at target": verdict.missed,
        "not decided by anything published": verdict.not_decided,
    }
    parts = [f"{count} {word}" for word, count in counts.items() if count]
    targets = listed(parts) if parts else "none"
    findings = verdict.claims.finding
    return (
        f"Official targets for {book.target_year}, by their newest figures: {targets}. Claims of the article "
        f"({len(findings)}): {_counted(findings)}."
    )


def year_words(one: Outlook) -> str:
    """Write what was published for the year of a target, or that nothing was found.

    Examples
    --------
    >>> year_words(outlooks(book)["contract_turnover"])
    'A value for 2025 was not found.'
    """
    year, published = one.target_year, one.outcomes.value
    if year not in published.index:
        return f"A value for {year} was not found."
    return f"For {year} the published value is {amount(published[year], one.grade.unit)}."
