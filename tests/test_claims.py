"""The ledger: one row a claim, one finding, counts that add up."""

import pytest
from goalcheck import tables
from goalcheck.claims import (
    FINDINGS,
    GROUPS,
    SILENT,
    finding_counts,
    goal_verdict,
    group_of,
    groups_by_goal,
    ledger,
)
from test_tables import add_row

BOOK = tables.load()


def test_every_claim_has_one_row_with_all_its_checks():
    rows = ledger(BOOK)
    assert list(rows.index) == list(BOOK.claims.index)
    assert sum(len(checks) for checks in rows.checks) == len(BOOK.claim_checks)


def test_what_speaks_against_a_claim_stands_before_what_speaks_for_it(small_package):
    add_row(small_package, "claim_checks.csv", "c001,stale,press-2024-01-19,A newer one was out.")
    row = ledger(tables.load(small_package)).loc["c001"]
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
    assert counts.to_list() == [verdict.confirmed, verdict.disputed, verdict.silent]


def test_an_unknown_goal_is_named():
    with pytest.raises(KeyError, match="no goal 'sport'"):
        goal_verdict(BOOK, "sport")
