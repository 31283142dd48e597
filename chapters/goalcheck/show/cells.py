"""Rows of the scorecard as text cells, for the tables of the chapters and of the title page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Literal, overload

import pandas as pd

from goalcheck.data.comparators import COMPARATOR_WORDS
from goalcheck.show.html import Badge, Link, result_badge
from goalcheck.targets.grades import Grade
from goalcheck.targets.pass_marks import (
    NO,
    NO_TEST,
    OPEN,
    PROBABLY_NO,
    PROBABLY_YES,
    YES,
    Reading,
)
from goalcheck.targets.scorecard import Scored
from goalcheck.targets.variants import READINGS, Change
from goalcheck.words.dates import date_words
from goalcheck.words.lists import listed
from goalcheck.words.numbers import amount, probability

NOTHING = "not found"
DASH = "–"

TRACKER_NAMES = {
    "eurostat": "Eurostat",
    "un": "UN progress chart",
    "destatis": "Destatis",
    "escap": "ESCAP",
}
ANSWER_BADGES = {
    YES: "reached",
    PROBABLY_YES: "probably-met",
    NO: "missed",
    PROBABLY_NO: "probably-missed",
    OPEN: "not-decided",
    NO_TEST: "not-decided",
}


# --- cells ----------------------------------------------------------------------------------------


def value_words(value: float, unit: str) -> str:
    """Write a value with its unit as a reader says it.

    Examples
    --------
    >>> value_words(8536.9, "100 million CNY"), value_words(12000, "100 million CNY")
    ('853.7 billion yuan', '1.2 trillion yuan')
    >>> value_words(6.83, "percent of GDP"), value_words(216, "persons per 10,000 employed")
    ('6.83%', '216')
    """
    if math.isnan(value):
        return NOTHING
    return amount(value, unit)


def with_period(value: float, unit: str, period: str) -> str:
    """Write a value with its unit and period, or that there is none.

    Examples
    --------
    >>> with_period(42.9, "percent of GDP", "2023"), with_period(math.nan, "percent", "")
    ('42.9% (2023)', 'not found')
    >>> with_period(8.4, "percent", "2021-2025")
    '8.4% (2021–2025)'
    """
    if math.isnan(value):
        return NOTHING
    return f"{value_words(value, unit)} ({date_words(period)})"


def target_words(row: Grade) -> str:
    """Write what a target asks for.

    Examples
    --------
    >>> from goalcheck.targets.grades import grade_targets
    >>> [target_words(one) for one in grade_targets(book)]
    ['more than 9 billion yuan', 'about 6%']
    """
    return f"{COMPARATOR_WORDS[row.comparator]} {value_words(row.value, row.unit)}".strip()


@overload
def named(row: Grade, *, place: Literal[False] = False) -> str: ...
@overload
def named(row: Scored, *, place: bool) -> str: ...
def named(row: Any, *, place: bool = False) -> str:
    """Write a target with the name of its indicator, and of its place if asked.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> named(scored(book)[1], place=True)
    'Rivertown, Research share: about 6%'
    """
    return f"{row.place_name + ', ' if place else ''}{row.name}: {target_words(row)}"


def since_words(row: Scored) -> str:
    """Write what was published after the as-of date, or that nothing was.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> since_words(scored(book)[0])
    '8.6 billion yuan (2023)'
    """
    if not row.since:
        return NOTHING
    words = with_period(row.outcome_value, row.unit, row.outcome_period)
    return f"{words}, set phrase" if row.evidence == "phrase" else words


def projected_words(row: Scored) -> str:
    """Write a projection with its 80% interval, or why there is none, shortly.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> [projected_words(one) for one in scored(book)]
    ['9.8 billion yuan (7.3 billion yuan to 12.4 billion yuan)', 'too short']
    """
    if math.isnan(row.projected):
        return reason_words(row.reason)
    return interval_words(row.projected, row.lower_80, row.upper_80, row.unit)


def interval_words(centre: float, low: float, high: float, unit: str) -> str:
    """Write a projected value with its interval.

    Examples
    --------
    >>> interval_words(7.44, 6.3, 8.97, "percent of GDP")
    '7.44% (6.3% to 8.97%)'
    """
    return f"{value_words(centre, unit)} ({value_words(low, unit)} to {value_words(high, unit)})"


def reason_words(reason: str) -> str:
    """Write why there is no projection, shortly if the series is too short.

    Examples
    --------
    >>> reason_words("too short to project: 2 years"), reason_words("announced after the article")
    ('too short', 'announced after the article')
    """
    return "too short" if reason.startswith("too short") else reason


def chance_words(share: float) -> str:
    """Write a probability, or a dash where there is none.

    Examples
    --------
    >>> chance_words(0.84), chance_words(math.nan)
    ('about 84%', '–')
    """
    return DASH if math.isnan(share) else probability(share)


def start_words(row: Grade) -> str:
    """Write where a target stood on the day it was set, with its year, and that it is old if it is.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> start_words(scored(book)[0])
    'not found'
    """
    words = with_period(row.set_value, row.unit, row.set_period)
    return f"{words}, too old to compare" if row.stale else words


# --- tables ---------------------------------------------------------------------------------------


def hardness_table(rows: Iterable[Scored]) -> pd.DataFrame:
    """Return targets with the day, the starting point and how hard they were.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> hardness_table(scored(book)).iloc[1].to_list()
    ['Research share: about 6%', '31 March 2021', 'not found', 'start not found']
    """
    rows = list(rows)
    return pd.DataFrame(
        {
            "Target": [named(row) for row in rows],
            "Announced": [date_words(row.announced) for row in rows],
            "Stood at": [start_words(row) for row in rows],
            "How hard": [row.hardness for row in rows],
        }
    )


def pace_table(rows: Iterable[Grade]) -> pd.DataFrame:
    """Return targets with the yearly change they needed and the mean change of the years before.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from goalcheck.targets.grades import grade_targets
    >>> share = replace(grade_targets(book)[1], needed=0.2, past=-0.1)
    >>> pace_table([share]).iloc[0].to_list()
    ['Research share: about 6%', '+0.2 points', '−0.1 points']
    """
    rows = [row for row in rows if not math.isnan(row.needed)]
    return pd.DataFrame(
        {
            "Target": [named(row) for row in rows],
            "Needed a year": [_change(row.needed, row.unit) for row in rows],
            "Before, a year": [_change(row.past, row.unit) for row in rows],
        }
    )


def _change(value: float, unit: str) -> str:
    if math.isnan(value):
        return "not known"
    words = value_words(value, unit)
    if unit.startswith("percent"):
        words = f"{words[:-1]} points"
    return f"+{words}" if value > 0 else words


def expected_table(
    rows: Iterable[Scored], *, place: bool = False, chance: bool = True
) -> pd.DataFrame:
    """Return targets with what was known, what was to be expected and what came.

    Parameters
    ----------
    rows : iterable of Scored
    place : bool
        Name the place of each target.
    chance : bool
        Add the probability; without it four columns fit a phone.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> expected_table(scored(book)).iloc[1].to_list()[1:4]
    ['6.2% (2022)', '–', '5.8% (2022)']
    """
    rows = list(rows)
    cells = pd.DataFrame(
        {
            "Target": [named(row, place=place) for row in rows],
            "Known on the article’s date": [
                with_period(row.known_value, row.unit, row.known_period) for row in rows
            ],
            "Chance": [chance_words(row.probability) for row in rows],
            "Published since": [since_words(row) for row in rows],
            "Result": [result_badge(row.result, row.words) for row in rows],
        }
    )
    return cells if chance else cells.drop(columns="Chance")


def lights_table(rows: Iterable[Scored], trackers: Iterable[str] = TRACKER_NAMES) -> pd.DataFrame:
    """Return targets with the lights of the official methods and what came of them.

    Examples
    --------
    >>> from goalcheck.targets.scorecard import scored
    >>> lights_table(scored(book), ["eurostat", "un"]).Lights[0]
    'Eurostat: on track; UN progress chart: on track'
    """
    rows, trackers = list(rows), list(trackers)
    said = [
        "; ".join(
            f"{TRACKER_NAMES[name]}: {row.lights[name]}" for name in trackers if row.lights[name]
        )
        for row in rows
    ]
    return pd.DataFrame(
        {
            "Target": [named(row, place=True) for row in rows],
            "Lights": [words or DASH for words in said],
            "Result": [result_badge(row.result, row.words) for row in rows],
        }
    )


def changes_table(changes: Iterable[Change]) -> pd.DataFrame:
    """Return `variants.changes` as cells: the verdict now, under which reading, then.

    Examples
    --------
    >>> from goalcheck.targets.variants import changes
    >>> changes_table(changes(book))["If instead"].to_list()
    ['“about” allows six percent less', 'only the basis known before counts']
    """
    changes = list(changes)
    return pd.DataFrame(
        {
            "Target": [named(one.target, place=True) for one in changes],
            "Grade here": [result_badge(one.target.result, one.target.words) for one in changes],
            "If instead": [READINGS[one.reading] for one in changes],
            "Grade then": [result_badge(one.then, one.words) for one in changes],
        }
    )


def readings_table(found: Iterable[Reading]) -> pd.DataFrame:
    """Return the readings of the promise with their answers.

    Examples
    --------
    >>> readings_table([Reading("all", "Was every number reached?", NO, "1 missed")]).Answer[0]
    Badge(text='no', kind='missed')
    """
    found = list(found)
    return pd.DataFrame(
        {
            "Test": [one.question for one in found],
            "Answer": [Badge(one.answer, ANSWER_BADGES[one.answer]) for one in found],
            "Because": [one.because for one in found],
        }
    )


def goals_cells(goals: pd.DataFrame) -> pd.DataFrame:
    """Return `verdict.goals_table` as cells, each goal linked to its chapter.

    Examples
    --------
    >>> goals = pd.DataFrame([dict(title="Openness", chapter="openness", word="missed", kind="missed", reached=0,
    ...                            missed=1, not_decided=0, targets=1, confirmed=2, claims=3)])
    >>> goals_cells(goals).iloc[0].to_list()[2:]
    ['0, 1, 0', '2 of 3']
    """
    return pd.DataFrame(
        {
            "Goal": [
                Link(title, f"{chapter}.html")
                for title, chapter in zip(goals.title, goals.chapter, strict=True)
            ],
            "Official targets": [
                Badge(row.word, row.kind) if row.targets else "none" for row in goals.itertuples()
            ],
            "At target, not, not decided": [
                f"{row.reached}, {row.missed}, {row.not_decided}" if row.targets else DASH
                for row in goals.itertuples()
            ],
            "Claims confirmed": [
                f"{confirmed} of {count}"
                for confirmed, count in zip(goals.confirmed, goals.claims, strict=True)
            ],
        }
    )


def plan_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `variants.plan_under` as cells: how the plan's numbers are counted by each reading.

    Examples
    --------
    >>> from goalcheck.targets.variants import plan_under
    >>> plan_table(plan_under(book)).iloc[1].to_list()
    ['if “about” allows nothing less', '0', '2', '0', 'none']
    """
    return pd.DataFrame(
        {
            "Read so": [
                f"if {words}" if reading else words
                for reading, words in zip(rows.reading, rows.words, strict=True)
            ],
            "At target": rows.reached.map(str),
            "Not at target": rows.missed.map(str),
            "Not decided": rows["not decided"].map(str),
            "Changed": [listed(names) if names else "none" for names in rows.changed],
        }
    )


def moved_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the targets of the scorecard that a later plan moved: from when, to what, and when.

    Examples
    --------
    >>> row = dict(place_name="Rivertown", name="R&D intensity", unit="percent", comparator="~")
    >>> row |= dict(value=6.0, announced=pd.Timestamp("2021-08-18"), moved="lowered", moved_to=5.5)
    >>> row |= dict(moved_on=pd.Timestamp("2023-05-17"))
    >>> moved_table(pd.DataFrame([row])).iloc[0].to_list()[1:]
    ['18 August 2021', 'lowered to 5.5%', '17 May 2023']
    """
    rows = rows[rows.moved != ""]
    records: list[Any] = list(rows.itertuples(index=False))
    return pd.DataFrame(
        {
            "Target": [named(row, place=True) for row in records],
            "Set": [date_words(day) for day in rows.announced],
            "Became": [f"{row.moved} to {value_words(row.moved_to, row.unit)}" for row in records],
            "On": [date_words(day) for day in rows.moved_on],
        }
    )
