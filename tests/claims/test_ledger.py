"""The ledger: one row a claim, one finding, counts that add up."""

import pytest
from goalcheck.claims.ledger import (
    goal_verdict,
    ledger,
)
from goalcheck.data import package
from rows import add_row, publish


def test_what_speaks_against_a_claim_stands_before_what_speaks_for_it(small_package):
    add_row(small_package, "claim_checks.csv", "c001,stale,press-2024-01-19,A newer one was out.")
    row = ledger(package.load(small_package)).loc["c001"]
    assert row.finding == "stale"
    assert [check.finding for check in row.checks] == ["stale", "confirmed"]


@pytest.mark.parametrize(
    ("published", "word", "counts"),
    [
        # Both were below their targets in earlier years: more than 90, and about 6.
        ([], "below target", (0, 2, 0)),
        (
            ["contract_turnover,rivertown,2025,91", "research_share,rivertown,2024,6"],
            "reached",
            (2, 0, 0),
        ),
        (["contract_turnover,rivertown,2025,91"], "partly reached", (1, 1, 0)),
        (["research_share,rivertown,2025,5"], "missed", (0, 2, 0)),
    ],
)
def test_a_goal_is_told_by_its_decided_targets_in_their_newest_figures(
    small_package, published, word, counts
):
    if published:
        publish(small_package, "last", "2026-02-01", *published)
    verdict = goal_verdict(package.load(small_package), "contracts")
    assert (verdict.goal, verdict.word) == ("contracts", word)
    assert (verdict.reached, verdict.missed, verdict.not_decided) == counts
    assert verdict.claims.finding.to_list() == ["confirmed", "not_checkable"]
    assert verdict.confirmed == 1


def test_a_goal_without_a_target_known_on_the_day_has_no_official_target(small_package):
    book = package.load(small_package).as_if(as_of="2021-03-30")
    verdict = goal_verdict(book, "contracts")
    assert verdict.word == "no official target"
    assert (len(verdict.targets), verdict.reached, verdict.missed, verdict.not_decided) == (
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
