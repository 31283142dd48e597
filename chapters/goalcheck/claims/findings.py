"""The named rules that give a claim its finding, by code or by reading."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
class Finding:
    """What the evidence says of a claim: its key, its words, and the group it is counted in."""

    key: str
    words: str
    group: str


@dataclass(frozen=True)
class Rule:
    """A rule that gives a finding: its words, the finding, and whether code or a reader applies it.

    A rule without a finding explains a number and decides nothing.
    """

    words: str
    finding: str
    by: str


# What the ledger prints beside each finding; `method` prints the whole list.
RULES = {
    "same number": Rule(
        "The newest figure that had been published for the same indicator, place and period is the "
        "number of the article, to its last printed digit.",
        "confirmed",
        "code",
    ),
    "same number, rounded": Rule(
        "The newest published figure, rounded to the digits that the article prints, is its number.",
        "confirmed_with_rounding",
        "code",
    ),
    "growth of two levels": Rule(
        "The levels of the year and of the year before, both published by then and on one basis, "
        "give the growth that the article prints.",
        "confirmed",
        "code",
    ),
    "above the threshold": Rule(
        "The article says “more than”, and the newest published figure lies above its number, or was "
        "itself printed as “more than” this number.",
        "confirmed",
        "code",
    ),
    "nearly": Rule(
        "The article says “nearly”, and the published figure was itself printed as “about” this "
        "number, or lies below it by no more than 5%.",
        "confirmed",
        "code",
    ),
    "newer number was public": Rule(
        "The article speaks of its own day. Its number is that of an earlier day, and a newer and "
        "different figure had been published before the article.",
        "stale",
        "code",
    ),
    "another number": Rule(
        "Figures had been published for the period, but none of them gives the article's number.",
        "differs",
        "code",
    ),
    "no published number": Rule(
        "The data package has no figure for the number that was published by the article's day.",
        "not_found",
        "code",
    ),
    "which denominator": Rule(
        "For a figure per head: the published counts and populations whose ratio gives the printed "
        "figure. They may have been published later, so this explains the figure and decides "
        "nothing.",
        "",
        "code",
    ),
    "a source says the same": Rule(
        "A source was read that says what the article says; the sentence names its limits.",
        "confirmed",
        "reading",
    ),
    "a source says a part of it": Rule(
        "A source was read that says a part of what the article says; for the rest no evidence was "
        "found. The sentence names the part.",
        "confirmed_in_part",
        "reading",
    ),
    "the same but for rounding": Rule(
        "A source was read that says the same with more digits.",
        "confirmed_with_rounding",
        "reading",
    ),
    "a newer source": Rule(
        "The article's statement was true once; a source from before the article has newer facts.",
        "stale",
        "reading",
    ),
    "wording of a plan": Rule(
        "An official plan wants for the future, in the same words, what the article tells as done.",
        "goal_stated_as_fact",
        "reading",
    ),
    "evidence points elsewhere": Rule(
        "A source was read that does not fit the statement, though it does not say the opposite.",
        "differs",
        "reading",
    ),
    "a source says the opposite": Rule(
        "A source was read that excludes the statement or a part of it.",
        "contradicted",
        "reading",
    ),
    "looked for, not found": Rule(
        "The statement could be checked, but no evidence for or against it is in the data package.",
        "not_found",
        "reading",
    ),
    "no measure": Rule(
        "The statement names nothing that could be counted or dated.",
        "not_checkable",
        "reading",
    ),
}

READ = {rule.finding: name for name, rule in RULES.items() if rule.by == "reading"}


def group_of(finding: str) -> str:
    """Return which of the `GROUPS` a finding belongs to.

    Examples
    --------
    >>> group_of("confirmed_with_rounding"), group_of("stale"), group_of("not_found")
    ('confirmed', 'evidence against', 'could not be checked')
    """
    return next(group for group, findings in GROUPS.items() if finding in findings)


def finding_of(key: str) -> Finding:
    """Return a finding by its key.

    Examples
    --------
    >>> finding_of("stale")
    Finding(key='stale', words='out of date', group='evidence against')
    """
    return Finding(key, FINDINGS[key], group_of(key))


def rules_table() -> pd.DataFrame:
    """Return the rules as text cells, in the order of the findings.

    Examples
    --------
    >>> rules_table().iloc[0].to_list()[:3]
    ['a source says the opposite', 'contradicted', 'reading']
    """
    rank = [*FINDINGS, ""]
    order = sorted(RULES, key=lambda name: rank.index(RULES[name].finding))
    return pd.DataFrame(
        {
            "Rule": order,
            "Finding": [FINDINGS.get(RULES[name].finding, "explains only") for name in order],
            "Applied by": [RULES[name].by for name in order],
            "It applies if": [RULES[name].words for name in order],
        }
    )
