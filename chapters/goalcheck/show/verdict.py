"""The verdict in words: sentences chosen by the results, so that new data change them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from goalcheck.claims.ledger import goal_verdict
from goalcheck.data.package import Package
from goalcheck.targets.grades import REACHED, tally
from goalcheck.targets.pass_marks import NO, OPEN, YES, Reading
from goalcheck.words.lists import listed
from goalcheck.words.numbers import percent

# A target was "almost reached when set" from this share of it on.
NEAR = 0.9


def answer_sentence(found: Sequence[Reading]) -> str:
    """Write the answer of several readings as one sentence.

    Examples
    --------
    >>> answer_sentence(
    ...     [Reading("all decides", "", "no", ""), Reading("most decides", "", "yes", "")]
    ... )
    'It depends on the test: yes, if most decides; no, if all decides.'
    >>> answer_sentence(
    ...     [Reading("all decides", "", "yes", ""), Reading("most decides", "", "yes", "")]
    ... )
    'Yes, by every test: if all decides and if most decides.'
    """
    groups = {
        answer: [f"if {one.by}" for one in found if one.answer == answer]
        for answer in (YES, NO, OPEN)
    }
    given = [answer for answer, members in groups.items() if members]
    if given == [OPEN]:
        return "It cannot be said: too little was published."
    if len(given) == 1:
        return f"{given[0].capitalize()}, by every test: {listed(groups[given[0]])}."
    opening = "It depends on the test" if {YES, NO} <= set(given) else "Not decided"
    words = {YES: "yes", NO: "no", OPEN: "it cannot be said"}
    parts = [f"{words[answer]}, {' or '.join(groups[answer])}" for answer in given]
    return f"{opening}: {'; '.join(parts)}."


def counts_sentence(targets: pd.DataFrame) -> str:
    """Write what became of the plan’s numbers as one sentence.

    Parameters
    ----------
    targets : DataFrame
        As `plan_targets` returns it; only `result` is read.

    Examples
    --------
    >>> counts_sentence(pd.DataFrame({"result": ["met", "passed early", "missed", "not known"]}))
    'Of the plan’s 4 numbers, 2 were reached, 1 was missed and 1 has no figure that we found.'
    """
    counts = tally(targets.result)
    verbs = {
        "reached": ("was reached", "were reached"),
        "missed": ("was missed", "were missed"),
        "not known": ("has no figure that we found", "have no figure that we found"),
    }
    parts = [
        f"{counts[key]} {one if counts[key] == 1 else many}"
        for key, (one, many) in verbs.items()
        if counts[key]
    ]
    return f"Of the plan’s {counts['all']} numbers, {listed(parts)}."


def start_sentence(targets: pd.DataFrame) -> str:
    """Write how near the reached targets were on the day they were set; empty if none was reached.

    Parameters
    ----------
    targets : DataFrame
        As `plan_targets` returns it; `result` and `set_share` are read.

    Examples
    --------
    >>> start_sentence(pd.DataFrame({"result": ["met", "met"], "set_share": [0.95, 0.5]}))
    'Of the 2 reached, 1 already stood at 90% of the target or more on the day it was set.'
    """
    reached = targets[targets.result.isin(REACHED)]
    if reached.empty:
        return ""
    near = int((reached.set_share >= NEAR).sum())
    return (
        f"Of the {len(reached)} reached, {near or 'none'} already stood at {percent(100 * NEAR, 0)} of "
        "the target or more on the day it was set."
    )


def evidence_sentence(targets: pd.DataFrame, year: int) -> str:
    """Write how sure the grades are: on how many numbers measured for the year they rest.

    Parameters
    ----------
    targets : DataFrame
        As `plan_targets` returns it; only `evidence` is read.
    year : int
        The promised year.

    Examples
    --------
    >>> evidence_sentence(pd.DataFrame({"evidence": ["measured", "earlier year", "none"]}), 2025)
    'Of the 2 grades, 1 rests on a figure measured for 2025 and 1 on the figure of an earlier year.'
    """
    kinds = {
        f"on a figure measured for {year}": ("measured", "years combined"),
        "on the figure of an earlier year": ("earlier year",),
        "on a rounded statement of officials": ("set phrase",),
    }
    counts = {words: int(targets.evidence.isin(kind).sum()) for words, kind in kinds.items()}
    parts = [(count, words) for words, count in counts.items() if count]
    if not parts:
        return ""
    (first, on), *others = parts
    opening = f"{first} {'rests' if first == 1 else 'rest'} {on}"
    rest = [f"{count} {words}" for count, words in others]
    return f"Of the {sum(counts.values())} grades, {listed([opening, *rest])}."


def goals_table(book: Package) -> pd.DataFrame:
    """Return every goal in chapter order with what became of it and the chapter that treats it.

    Returns
    -------
    DataFrame
        Indexed by goal; columns `title, chapter, word, reached, missed, not_known, targets,
        confirmed, claims`.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> goals_table(package.load()).chapter["overall"]
    'goal'
    """
    goals = book.goals.sort_values("chapter_order")
    rows = []
    for goal in goals.index:
        verdict = goal_verdict(book, goal)
        rows.append(
            {
                "goal": goal,
                "title": goals.title[goal],
                "chapter": verdict.claims.chapter.mode().iloc[0],
                "word": verdict.word,
                "reached": verdict.reached,
                "missed": verdict.missed,
                "not_known": verdict.not_known,
                "targets": len(verdict.targets),
                "confirmed": verdict.confirmed,
                "claims": len(verdict.claims),
            }
        )
    return pd.DataFrame(rows).set_index("goal")
