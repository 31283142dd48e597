"""Words that the prose of a page asks for by name: `rd.2024`, `share.last.year`, `basic.chance`.

A page hands over things (series, outlooks, text) under names; the prose picks from them by a path.
So a number in the prose is computed where it is named, and nothing is formatted by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from numbers import Integral
from pathlib import Path
from typing import Any

from goalcheck.data.arithmetic import growth
from goalcheck.data.comparators import COMPARATOR_WORDS
from goalcheck.data.points import Point
from goalcheck.data.series import Series
from goalcheck.targets.expected import Outlook, needed_change
from goalcheck.targets.first_outcome import FirstOutcome
from goalcheck.targets.trend import Trend
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import (
    amount,
    number,
    ordinal,
    percent,
    probability,
    signed,
    times,
    yuan,
)

Thing = str | int | Point | Series | Outlook | Trend | FirstOutcome | Mapping[str, Any]

GLUED = re.compile(r"\{glue:text\}`([^`]+)`")
# `d0` to `d3` at the end of a path: so many decimals.
DIGITS = re.compile(r"d(\d)")


EDGES = ("first", "last", "highest", "lowest", "second")
PROJECTED = {"projected": "centre", "low": "lower_80", "high": "upper_80"}


@cache
def asked_of(notebook: Path) -> tuple[str, ...]:
    """Return the names that the prose of a notebook asks for, in its order, each once."""
    return names_in(json.loads(notebook.read_text("utf-8")))


def names_in(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that the prose of a notebook, as parsed JSON, asks for, each once.

    Examples
    --------
    >>> names_in({"cells": [{"cell_type": "markdown", "source": "In {glue:text}`rd.2024`."}]})
    ('rd.2024',)
    """
    cells = notebook["cells"]
    prose = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return tuple(dict.fromkeys(name for text in prose for name in GLUED.findall(text)))


def answers(names: tuple[str, ...], things: Mapping[str, Thing]) -> dict[str, str]:
    """Return the words for all names that begin with the name of one of the things.

    Parameters
    ----------
    names : tuple of str
        As `asked_of` returns them.
    things : mapping
        Series, Point, Outlook, FirstOutcome, a count, text, or a mapping of these, by name.

    Raises
    ------
    KeyError
        If a thing is asked for that no name of the prose picks from, or a path leads nowhere.

    Examples
    --------
    >>> answers(("rd.words", "day"), {"day": "Monday"})
    {'day': 'Monday'}
    """
    found = {}
    for name, thing in things.items():
        mine = [asked for asked in names if asked == name or asked.startswith(f"{name}.")]
        if not mine:
            raise KeyError(f"the prose asks for nothing of {name!r}")
        for asked in mine:
            found[asked] = picked(thing, asked.removeprefix(name).strip("."))
    return found


def picked(thing: Any, path: str) -> str:
    """Return the words at the end of a path into a thing.

    Paths into a value: `year` (its period in words), `calendar` (only the year of it), `published`
    (the day), `dated` (with its period in brackets), `printed` (with “about” or “more than”); a
    rank takes `ordinal`, a place `name`.
    Paths into a series: a year or period (`2024`), `first`, `last`, `highest`, `lowest`, `second`
    (largest) and their `.year` or, of places, `.name`; `lead` (the largest over the second);
    `growth.2024` (over the year before), `growth.2017.2022`, `times.2010.2023`,
    `change.2010.2023` (signed), `pace.2012.2022` (mean yearly change), `speed.2012.2022` (mean
    yearly growth), `rank.Paris` and `place.Paris` (a place among all, in words or as a number),
    `count`. A mapping takes its key first; a count is a number.
    Into an outlook: `target, set, known, outcome` and their `.year`, `.share` (of the target) and
    `.dated` (with the period in brackets; `outcome.dated` names a set phrase); `asks` (the target
    with its comparator), `projected, low, high, chance, needed, past, result, announced,
    light.eurostat`. Into a trend: `known` and its `.year`, `projected, low, high`. Into a first
    outcome: `year, expected, actual, inside, side, miss`. `d1` at the end sets the decimals.

    Examples
    --------
    >>> picked(Point(2023, 6.731, "percent"), "d1"), picked(Point(2023, 6.731, "percent"), "year")
    ('6.7%', '2023')
    """
    steps = [step for step in path.split(".") if step]
    digits = None
    if steps and (match := DIGITS.fullmatch(steps[-1])):
        digits, steps = int(match[1]), steps[:-1]
    if isinstance(thing, str):
        return thing
    if isinstance(thing, Mapping):
        if path in thing:
            return picked(thing[path], "")
        if not steps or steps[0] not in thing:
            raise KeyError(f"there is no {path!r}; there are {', '.join(thing)}")
        return picked(thing[steps[0]], path.removeprefix(steps[0]).strip("."))
    if isinstance(thing, Integral):
        return number(int(thing))
    if isinstance(thing, Series):
        return _of_series(thing, steps, digits)
    if isinstance(thing, Point):
        return _of_point(thing, steps, digits)
    if isinstance(thing, Outlook):
        return _of_outlook(thing, steps, digits)
    if isinstance(thing, Trend):
        return _of_trend(thing, steps, digits)
    if isinstance(thing, FirstOutcome):
        return _of_first(thing, steps, digits)
    raise TypeError(f"{thing!r} has no words: hand over a series, an outlook or text")


def _of_series(series: Series, steps: list[str], digits: int | None) -> str:
    if not steps:
        raise KeyError(f"say which value of {series.name} is meant")
    step, *rest = steps
    if step == "count":
        return number(len(series))
    if step == "place":
        return number(series.rank_of(_period(series, ".".join(rest))))
    if step in EDGES:
        return _of_point(getattr(series, step), rest, digits)
    periods = [_period(series, text) for text in rest]
    if step == "growth" and len(periods) == 1:
        return percent(growth(series)[periods[0]], 1 if digits is None else digits)
    if step == "growth":
        return percent(series.growth_between(*periods), 1 if digits is None else digits)
    if step == "times":
        return times(series.times(*periods), 1 if digits is None else digits)
    if step == "lead":
        return times(series.lead, 1 if digits is None else digits)
    if step == "change":
        return signed(series.change(*periods), 1 if digits is None else digits)
    if step == "speed":
        return percent(series.mean_growth(*map(int, periods)), 1 if digits is None else digits)
    if step == "pace":
        return number(series.mean_change(*map(int, periods)), 2 if digits is None else digits)
    if step == "rank":
        return ordinal(series.rank_of(periods[0]))
    return _of_point(series.at(_period(series, step)), rest, digits)


def _period(series: Series, text: str) -> int | str:
    return int(text) if text.isdigit() and text not in series else text


def _of_point(point: Point, steps: list[str], digits: int | None) -> str:
    if steps == ["year"]:
        return point.when
    if steps == ["dated"]:
        return f"{point.words(digits)} ({point.when})"
    if steps == ["name"]:
        return str(point.period)
    if steps == ["ordinal"]:
        return ordinal(point.value)
    if steps == ["printed"]:
        return point.printed(digits)
    if steps == ["calendar"]:
        return point.calendar_year
    if steps == ["published"] and point.published is not None:
        return date_words(point.published)
    if steps:
        raise KeyError(
            f"a value has no {'.'.join(steps)!r}; it has year, calendar, published, dated, name, "
            "ordinal and printed"
        )
    return point.words(digits)


def _of_outlook(one: Outlook, steps: list[str], digits: int | None) -> str:
    grade, unit = one.grade, one.grade.unit
    step, *rest = steps or [""]
    known = {
        "target": (grade.value, grade.target_period),
        "set": (grade.set_value, grade.set_period),
        "known": (grade.known_value, grade.known_period),
        "outcome": (grade.outcome_value, grade.outcome_period),
    }
    if step in known:
        value, period = known[step]
        if rest == ["share"]:
            return percent(100 * value / grade.value, 1 if digits is None else digits)
        told = _of_point(Point(period, value, unit), rest, digits)
        phrase = (step, rest, grade.evidence) == ("outcome", ["dated"], "phrase")
        return f"{told}, set phrase" if phrase else told
    if step == "asks":
        return f"{COMPARATOR_WORDS[grade.comparator]} {amount(grade.value, unit)}".strip()
    if step == "chance":
        return probability(one.probability)
    if step == "result":
        return grade.words
    if step == "announced":
        return date_words(grade.announced)
    if step == "light":
        return one.lights[rest[0]].light
    if step == "needed":
        change = needed_change(one)
        if unit == "100 million CNY":
            return yuan(change, 1 if digits is None else digits)
        return number(change, 2 if digits is None else digits)
    if step == "past":
        return number(grade.past, 2 if digits is None else digits)
    if step not in ("projected", "low", "high") or one.forecast is None:
        raise KeyError(f"the outlook of {grade.key} has no {step!r}")
    last = one.forecast.last
    value = {"projected": last.centre, "low": last.lower_80, "high": last.upper_80}[step]
    return Point("", value, unit).words(digits)


def _of_trend(one: Trend, steps: list[str], digits: int | None) -> str:
    step, *rest = steps or [""]
    if step == "known":
        return _of_point(one.known, rest, digits)
    if step not in PROJECTED:
        raise KeyError(f"the trend of {one.indicator} has no {step!r}")
    return Point("", one.projection[PROJECTED[step]].iloc[-1], one.unit).words(digits)


def _of_first(one: FirstOutcome, steps: list[str], digits: int | None) -> str:
    step = steps[0] if steps else ""
    if step == "year":
        return str(one.year)
    if step == "inside":
        return "inside" if one.inside else "outside"
    if step == "side":
        return "more" if one.miss > 0 else "less"
    if step == "miss":
        return percent(abs(one.miss), 1 if digits is None else digits)
    value = {"expected": one.centre, "actual": one.actual}.get(step)
    if value is None:
        raise KeyError(f"a first outcome has no {step!r}")
    return Point(one.year, value, one.unit).words(digits)
