"""The ledger: every claim of the article with what the evidence says, and a verdict a goal."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.targets.expected import outlooks
from goalcheck.targets.grades import tally

# A claim may have several checks; the ledger prints the one that stands first here and shows all.
# What speaks against a claim stands before what speaks for it, silence comes last.
FINDINGS = {
    "contradicted": "contradicted",
    "stale": "out of date",
    "goal_stated_as_fact": "goal told as fact",
    "differs": "evidence differs",
    "confirmed_with_rounding": "confirmed, rounded",
    "confirmed": "confirmed",
    "confirmed_in_part": "confirmed in part",
    "not_found": "no evidence found",
    "not_checkable": "not checkable",
}
CONFIRMED = ("confirmed", "confirmed_with_rounding")
SILENT = ("not_found", "not_checkable")

# The groups that the counts of a goal and the pictures use, with their findings.
GROUPS = {
    "confirmed": CONFIRMED,
    "confirmed in part": ("confirmed_in_part",),
    "goal told as fact": ("goal_stated_as_fact",),
    "evidence against": ("contradicted", "stale", "differs"),
    "could not be checked": SILENT,
}


@dataclass(frozen=True)
class GoalVerdict:
    """What became of one goal, by rule.

    `targets` has a row an official target known on the article's date, with its `result`; `claims`
    the rows of the ledger; `word` says what became of the targets.
    """

    goal: str
    word: str
    targets: pd.DataFrame
    claims: pd.DataFrame

    @property
    def reached(self) -> int:
        """How many targets were reached (in 2025, or in an earlier year)."""
        return tally(self.targets.result)["reached"]

    @property
    def missed(self) -> int:
        """How many targets were missed."""
        return tally(self.targets.result)["missed"]

    @property
    def not_known(self) -> int:
        """For how many targets nothing was published that would decide."""
        return tally(self.targets.result)["not known"]

    @property
    def confirmed(self) -> int:
        """How many claims are confirmed without a check that speaks against them."""
        return int(self.claims.finding.isin(CONFIRMED).sum())


def ledger(book: Package) -> pd.DataFrame:
    """Return one row a claim, in the order of the article.

    Returns
    -------
    DataFrame
        Indexed by `claim_id`; the columns of `claims.csv` and `finding` (the first of its checks in
        the order of `FINDINGS`) and `checks` (a list of rows with `finding, source_id, note`).

    Examples
    --------
    >>> from goalcheck.data import package
    >>> rows = ledger(package.load())
    >>> rows.finding["c029"], rows.finding["c058"]
    ('confirmed', 'stale')
    """
    rank = {finding: place for place, finding in enumerate(FINDINGS)}
    checks = book.claim_checks
    checks = checks.assign(rank=checks.finding.map(rank)).sort_values("rank", kind="stable")
    grouped = {claim: list(rows.itertuples()) for claim, rows in checks.groupby("claim_id")}
    return book.claims.assign(
        checks=[grouped[claim] for claim in book.claims.index],
        finding=[grouped[claim][0].finding for claim in book.claims.index],
    )


def group_of(finding: str) -> str:
    """Return which of the `GROUPS` a finding belongs to.

    Examples
    --------
    >>> group_of("confirmed_with_rounding"), group_of("stale"), group_of("not_found")
    ('confirmed', 'evidence against', 'could not be checked')
    """
    return next(group for group, findings in GROUPS.items() if finding in findings)


def finding_counts(book: Package) -> pd.Series:
    """Count the claims of each finding, in the order of `FINDINGS`, zeros included.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> counts = finding_counts(package.load())
    >>> list(counts.index) == list(FINDINGS), int(counts["stale"])
    (True, 1)
    """
    return ledger(book).finding.value_counts().reindex(list(FINDINGS), fill_value=0)


def groups_by_goal(book: Package) -> pd.DataFrame:
    """Count the claims of each goal in the groups, the goals in their order.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> groups_by_goal(package.load()).loc["original_achievements"].to_list()
    [11, 0, 0, 2, 0]
    """
    rows = ledger(book)
    counts = pd.crosstab(rows.goal, rows.finding.map(group_of))
    order = book.goals.sort_values("chapter_order").index
    return counts.reindex(index=order, columns=list(GROUPS), fill_value=0)


def goal_verdict(book: Package, goal: str) -> GoalVerdict:
    """Say what became of a goal: a rule, so that chapter, scorecard and title page agree.

    The word is "reached" if at least one official target was reached and none missed, "missed" if
    it is the other way round, "partly reached" if there are both, "not known" if nothing decides
    any target and "no official target" if there is none. Of several targets for one indicator
    the newest that was known on the article's date counts.

    Raises
    ------
    UnknownKey
        If the package has no such goal.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> goal_verdict(package.load(), "original_achievements").word
    'reached'
    """
    book.require(goal, book.goals.index, "goal")
    rows = [
        {"indicator": name, "result": one.grade.result}
        for name, one in outlooks(book).items()
        if book.indicators.goal[name] == goal
    ]
    targets = pd.DataFrame(rows, columns=["indicator", "result"])
    claims = ledger(book)
    return GoalVerdict(goal, _word(targets.result), targets, claims[claims.goal == goal])


def _word(results: pd.Series) -> str:
    if results.empty:
        return "no official target"
    counts = tally(results)
    if counts["reached"] and counts["missed"]:
        return "partly reached"
    return next((word for word in ("reached", "missed") if counts[word]), "not known")
