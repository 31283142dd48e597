"""The ledger: every claim of the article with what the evidence says, and a verdict a goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

import pandas as pd

from goalcheck.claims.findings import (
    CONFIRMED,
    FINDINGS,
    GROUPS,
    SILENT,
    Finding,
    finding_of,
    group_of,
)
from goalcheck.data.package import Package
from goalcheck.data.records import Claim
from goalcheck.targets.expected import outlooks
from goalcheck.targets.grades import Grade, tally
from goalcheck.targets.results import MISSED, PROBABLY_MISSED

__all__ = [
    "CONFIRMED",
    "FINDINGS",
    "GROUPS",
    "SILENT",
    "GoalVerdict",
    "Judged",
    "Recorded",
    "finding_counts",
    "goal_verdict",
    "group_of",
    "groups_by_goal",
    "judged",
    "ledger",
]


@dataclass(frozen=True)
class Recorded:
    """A check of a claim as it is recorded: its finding, the source read, and what it says."""

    finding: Finding
    source_id: str
    note: str


@dataclass(frozen=True)
class Judged:
    """A claim with its finding, and all its recorded checks, what speaks first in it first."""

    claim: Claim
    finding: Finding
    checks: tuple[Recorded, ...]


@dataclass(frozen=True)
class GoalVerdict:
    """What became of one goal, by rule.

    `grades` are those of the official targets known on the article's date; `judged` its claims;
    `word` says what became of the targets.
    """

    goal: str
    word: str
    grades: tuple[Grade, ...]
    judged: tuple[Judged, ...]

    @property
    def targets(self) -> pd.DataFrame:
        """Table of its targets: `indicator, result`."""
        rows = [{"indicator": one.key, "result": one.result} for one in self.grades]
        return pd.DataFrame(rows, columns=["indicator", "result"])

    @property
    def claims(self) -> pd.DataFrame:
        """Its rows of the ledger, as `ledger` returns them."""
        return _table(self.judged)

    @property
    def reached(self) -> int:
        """How many targets were at or above target in their newest figure."""
        return self._tally()["reached"]

    @property
    def missed(self) -> int:
        """How many targets were not at their target in their newest figure."""
        return self._tally()["missed"]

    @property
    def not_decided(self) -> int:
        """For how many targets nothing was published that would decide."""
        return self._tally()["not decided"]

    @property
    def confirmed(self) -> int:
        """How many claims are confirmed without a check that speaks against them."""
        return sum(one.finding.key in CONFIRMED for one in self.judged)

    @property
    def kind(self) -> str:
        """Kind of the badge that shows its word."""
        return _kind(one.result for one in self.grades).replace(" ", "-")

    def _tally(self) -> dict[str, int]:
        return tally(one.result for one in self.grades)


def judged(book: Package) -> tuple[Judged, ...]:
    """Return every claim with its finding, in the order of the article.

    Examples
    --------
    >>> [(one.claim.key, one.finding.words) for one in judged(book)]
    [('c001', 'confirmed'), ('c002', 'not checkable')]
    """
    order = list(FINDINGS)
    checks = book.claim_checks
    checks = checks.assign(rank=checks.finding.map(order.index)).sort_values("rank", kind="stable")
    recorded = {
        str(claim): tuple(
            Recorded(finding_of(row.finding), row.source_id, row.note) for row in rows.itertuples()
        )
        for claim, rows in checks.groupby("claim_id")
    }
    return tuple(
        Judged(book.claim(key), recorded[key][0].finding, recorded[key])
        for key in book.claims.index
    )


def ledger(book: Package) -> pd.DataFrame:
    """Return the table of `judged`: one row a claim, in the order of the article.

    Returns
    -------
    DataFrame
        Indexed by `claim_id`; the columns of `claims.csv`, `checks` (a list of rows with `finding,
        source_id, note`, the findings by their keys) and `finding` (the key of the first of them).

    Examples
    --------
    >>> ledger(book).finding.to_dict()
    {'c001': 'confirmed', 'c002': 'not_checkable'}
    """
    return _table(judged(book))


class Row(NamedTuple):
    """A recorded check in the table of the ledger."""

    finding: str
    source_id: str
    note: str


def _table(found: Iterable[Judged]) -> pd.DataFrame:
    names = [part.name for part in fields(Claim) if part.name != "key"]
    rows = [
        {"claim_id": one.claim.key}
        | {name: getattr(one.claim, name) for name in names}
        | {
            "checks": [Row(row.finding.key, row.source_id, row.note) for row in one.checks],
            "finding": one.finding.key,
        }
        for one in found
    ]
    columns = ["claim_id", *names, "checks", "finding"]
    return pd.DataFrame(rows, columns=columns).set_index("claim_id")


def finding_counts(book: Package) -> pd.Series:
    """Count the claims of each finding, in the order of `FINDINGS`, zeros included.

    Examples
    --------
    >>> counts = finding_counts(book)
    >>> list(counts.index) == list(FINDINGS), int(counts["confirmed"])
    (True, 1)
    """
    return ledger(book).finding.value_counts().reindex(list(FINDINGS), fill_value=0)


def groups_by_goal(book: Package) -> pd.DataFrame:
    """Count the claims of each goal in the groups, the goals in their order.

    Examples
    --------
    >>> groups_by_goal(book).loc["contracts"].to_list()
    [1, 0, 0, 0, 1]
    """
    rows = ledger(book)
    counts = pd.crosstab(rows.goal, rows.finding.map(group_of))
    order = book.goals.sort_values("chapter_order").index
    return counts.reindex(index=order, columns=list(GROUPS), fill_value=0)


def goal_verdict(book: Package, goal: str) -> GoalVerdict:
    """Say what became of a goal: a rule, so that chapter, scorecard and title page agree.

    The word counts the official targets in their newest figures: "reached" if all that are decided
    are at target, "partly reached" if some are, "missed", "probably missed" or "below target" if
    none is, by the firmest of them. How many are decided stands before it unless all are; without a
    word where less than half is, and "no official target" if there is none. Of several targets for
    one indicator the newest that was known on the article's date counts.

    Raises
    ------
    UnknownKey
        If the package has no such goal.

    Examples
    --------
    >>> goal_verdict(book, "contracts").word
    'below target'
    """
    book.require(goal, book.goals.index, "goal")
    graded = tuple(one.grade for one in outlooks(book, goal=goal).values())
    mine = tuple(one for one in judged(book) if one.claim.goal == goal)
    return GoalVerdict(goal, _word(one.result for one in graded), graded, mine)


def _word(results: Iterable[str]) -> str:
    """Return the word for a goal.

    Examples
    --------
    >>> _word(["met", "not_decided"]), _word(["met", "not_decided", "not_decided"])
    ('1 of 2 decided: reached', '1 of 3 decided')
    >>> _word(["met", "probably_missed"]), _word(["probably_missed"]), _word([])
    ('partly reached', 'probably missed', 'no official target')
    """
    results = list(results)
    counts = tally(results)
    if not results:
        return "no official target"
    decided = counts["all"] - counts["not decided"]
    share = f"{decided} of {counts['all']} decided"
    if 2 * decided < counts["all"]:
        return share
    return _kind(results) if decided == counts["all"] else f"{share}: {_kind(results)}"


def _kind(results: Iterable[str]) -> str:
    """Return the word for the targets that are decided, whatever is not."""
    results = list(results)
    counts = tally(results)
    if 2 * counts["not decided"] > counts["all"]:
        return "not decided"
    if counts["reached"]:
        return "partly reached" if counts["missed"] else "reached"
    words = {MISSED: "missed", PROBABLY_MISSED: "probably missed"}
    return next((word for key, word in words.items() if key in results), "below target")
