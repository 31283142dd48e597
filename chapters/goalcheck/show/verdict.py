"""The verdict in words: sentences chosen by the results, so that new data change them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from goalcheck.claims.ledger import goal_verdict
from goalcheck.data.package import Package
from goalcheck.targets.pass_marks import (
    NO,
    NO_TEST,
    OPEN,
    PROBABLY_NO,
    PROBABLY_YES,
    YES,
    Reading,
)
from goalcheck.targets.results import (
    BELOW_TARGET_EARLIER,
    MISSED,
    NOT_DECIDED,
    PROBABLY_MISSED,
    REACHED,
)
from goalcheck.words.lists import in_sentence, listed
from goalcheck.words.numbers import cardinal, percent

# A target was "almost reached when set" from this share of it on.
NEAR = 0.9

# What no text says that was found: read in full, not computed.
UNSAID = "No authority that we know of has said that the centre has “basically formed”."


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
    said = [one for one in found if one.answer != NO_TEST]
    groups = {
        answer: [f"if {one.by}" for one in said if one.answer == answer]
        for answer in (YES, PROBABLY_YES, NO, PROBABLY_NO, OPEN)
    }
    given = [answer for answer, members in groups.items() if members]
    if given in ([], [OPEN]):
        return "It cannot be said: too little was published."
    if len(given) == 1:
        return f"{given[0].capitalize()}, by every test: {listed(groups[given[0]])}."
    both = {YES, PROBABLY_YES} & set(given) and {NO, PROBABLY_NO} & set(given)
    opening = "It depends on the test" if both else "Not decided"
    parts = [
        f"{'it cannot be said' if answer == OPEN else answer}, {' or '.join(groups[answer])}"
        for answer in given
    ]
    return f"{opening}: {'; '.join(parts)}."


def bears_sentence(targets: pd.DataFrame) -> str:
    """Write what the evidence bears of a plan: how many numbers are at target, and which are not.

    Parameters
    ----------
    targets : DataFrame
        As `plan_targets` returns it; `name`, `result` and `words` are read.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["Patents", "R&D"], "result": ["met", "probably_missed"],
    ...                      "words": ["met", "probably missed"]})
    >>> bears_sentence(rows)
    'One of the two official numbers stood at or above target in its newest figure; R&D: probably missed.'
    """
    reached = targets.result.isin(REACHED)
    count, every = int(reached.sum()), len(targets)
    opening = (
        f"{cardinal(count).capitalize()} of the {cardinal(every)} official numbers stood at or "
        f"above target in {'its' if count == 1 else 'their'} newest figure"
    )
    others = targets[~reached]
    told = [
        f"{in_sentence(name)}: {said}" for name, said in zip(others.name, others.words, strict=True)
    ]
    return "; ".join([opening, *told]) + "."


def counts_sentence(targets: pd.DataFrame) -> str:
    """Write what became of the plan’s numbers as one sentence.

    Parameters
    ----------
    targets : DataFrame
        As `plan_targets` returns it; only `result` is read.

    Examples
    --------
    >>> counts_sentence(pd.DataFrame({"result": ["met", "at_target_earlier", "probably_missed"]}))
    'Of the plan’s 3 numbers, 2 were at or above target in their newest figure and 1 was probably missed.'
    """
    groups = {
        REACHED: "at or above target in {their} newest figure",
        (MISSED,): "missed",
        (PROBABLY_MISSED,): "probably missed",
        (BELOW_TARGET_EARLIER,): "below target in {their} newest figure, of an earlier year",
        (NOT_DECIDED,): "not decided by any figure that we found",
    }
    parts = []
    for results, words in groups.items():
        count = int(targets.result.isin(results).sum())
        verb, their = ("was", "its") if count == 1 else ("were", "their")
        parts += [f"{count} {verb} {words.format(their=their)}"] if count else []
    return f"Of the plan’s {len(targets)} numbers, {listed(parts)}."


def start_sentence(targets: pd.DataFrame) -> str:
    """Write how near the reached targets were on the day they were set; empty if none was reached.

    Parameters
    ----------
    targets : DataFrame
        As `plan_targets` returns it; `result` and `set_share` are read.

    Examples
    --------
    >>> start_sentence(pd.DataFrame({"result": ["met", "met"], "set_share": [0.95, 0.5]}))
    'Of the 2 at or above target, 1 already stood at 90% of the target or more on the day it was set.'
    """
    reached = targets[targets.result.isin(REACHED)]
    if reached.empty:
        return ""
    near = int((reached.set_share >= NEAR).sum())
    return (
        f"Of the {len(reached)} at or above target, {near or 'none'} already stood at {percent(100 * NEAR, 0)} of "
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
    >>> evidence_sentence(pd.DataFrame({"evidence": ["measured", "earlier", "none"]}), 2025)
    'Of the 2 grades, 1 rests on a figure measured for 2025 and 1 on the figure of an earlier year.'
    """
    kinds = {
        f"on a figure measured for {year}": ("measured", "worked out", "bound"),
        "on the figure of an earlier year": ("earlier",),
        "on a rounded statement of officials": ("phrase",),
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
        Indexed by goal; columns `title, chapter, word, kind, reached, missed, not_decided, targets,
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
                "kind": verdict.kind,
                "reached": verdict.reached,
                "missed": verdict.missed,
                "not_decided": verdict.not_decided,
                "targets": len(verdict.targets),
                "confirmed": verdict.confirmed,
                "claims": len(verdict.claims),
            }
        )
    return pd.DataFrame(rows).set_index("goal")
