"""The ledger: one row a claim, one finding, counts that add up."""

import pytest
from goalcheck.claims.ledger import (
    FINDINGS,
    GROUPS,
    SILENT,
    finding_counts,
    goal_verdict,
    group_of,
    groups_by_goal,
    ledger,
)
from goalcheck.data import package
from rows import add_row, publish

BOOK = package.load()


def test_every_claim_has_one_row_with_all_its_checks():
    rows = ledger(BOOK)
    assert list(rows.index) == list(BOOK.claims.index)
    assert sum(len(checks) for checks in rows.checks) == len(BOOK.claim_checks)


def test_what_speaks_against_a_claim_stands_before_what_speaks_for_it(small_package):
    add_row(small_package, "claim_checks.csv", "c001,stale,press-2024-01-19,A newer one was out.")
    row = ledger(package.load(small_package)).loc["c001"]
    assert row.finding == "stale"
    assert [check.finding for check in row.checks] == ["stale", "confirmed"]


def test_a_finding_rests_on_a_source_or_says_why_not():
    for claim, row in ledger(BOOK).iterrows():
        for check in row.checks:
            assert check.source_id or check.finding in SILENT, claim
            assert check.note, claim


def test_a_claim_without_a_measure_is_not_checkable():
    rows = ledger(BOOK)
    assert set(rows.finding[rows.checkable == "no"]) == {"not_checkable"}


def test_the_counts_add_up():
    counts, groups = finding_counts(BOOK), groups_by_goal(BOOK)
    assert counts.sum() == groups.to_numpy().sum() == len(BOOK.claims)
    for name in GROUPS:
        assert groups[name].sum() == sum(counts[key] for key in FINDINGS if group_of(key) == name)


@pytest.mark.parametrize("goal", BOOK.goals.index)
def test_the_groups_of_a_goal_are_those_of_its_verdict(goal):
    verdict, counts = goal_verdict(BOOK, goal), groups_by_goal(BOOK).loc[goal]
    assert counts["confirmed"] == verdict.confirmed
    told = verdict.claims.finding.map(group_of).value_counts()
    assert counts[counts > 0].to_dict() == told.to_dict()


def test_an_unknown_goal_is_named():
    with pytest.raises(KeyError, match="no goal 'sport'"):
        goal_verdict(BOOK, "sport")


@pytest.mark.parametrize(
    ("published", "word", "counts"),
    [
        # The research share passed early; contracts are asked to be more than 90.
        ([], "reached", (1, 0, 1)),
        (["contract_turnover,rivertown,2025,91"], "reached", (2, 0, 0)),
        (["contract_turnover,rivertown,2025,90"], "partly reached", (1, 1, 0)),
        (["research_share,rivertown,2025,5"], "missed", (0, 1, 1)),
        (["research_share,rivertown,2024,5"], "not known", (0, 0, 2)),
    ],
)
def test_a_goal_is_reached_if_a_target_was_and_none_missed(small_package, published, word, counts):
    if published:
        publish(small_package, "last", "2026-02-01", *published)
    verdict = goal_verdict(package.load(small_package), "contracts")
    assert (verdict.goal, verdict.word) == ("contracts", word)
    assert (verdict.reached, verdict.missed, verdict.not_known) == counts
    assert verdict.claims.finding.to_list() == ["confirmed", "not_checkable"]
    assert verdict.confirmed == 1


def test_a_goal_without_a_target_known_on_the_day_has_no_official_target(small_package):
    book = package.load(small_package).as_if(as_of="2021-03-30")
    verdict = goal_verdict(book, "contracts")
    assert verdict.word == "no official target"
    assert (len(verdict.targets), verdict.reached, verdict.missed, verdict.not_known) == (
        0,
        0,
        0,
        0,
    )


def test_targets_and_claims_count_for_their_own_goal(small_package):
    add_row(small_package, "goals.csv", "openness,Openness,2,The city is to be open.")
    row = "c003,openness,open,Ships come in,event,,rivertown,,,,partly,"
    add_row(small_package, "claims.csv", row)
    for finding in ("confirmed_with_rounding", "differs"):
        add_row(small_package, "claim_checks.csv", f"c003,{finding},article,A note.")
    book = package.load(small_package)
    verdict = goal_verdict(book, "openness")
    assert (verdict.word, list(verdict.claims.index)) == ("no official target", ["c003"])
    assert (verdict.confirmed, verdict.claims.finding.to_list()) == (0, ["differs"])
    assert sorted(goal_verdict(book, "contracts").targets.indicator) == [
        "contract_turnover",
        "research_share",
    ]
