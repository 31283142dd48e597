"""What the checks say of the article's own claims, and what became of the book's own targets."""

import pandas as pd
import pytest
from goalcheck.claims import checks
from goalcheck.claims.checks import number_checks
from goalcheck.claims.claimreview import claim_reviews
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
from goalcheck.targets.grades import grade_targets
from test_claimreview import REQUIRED, faults

BOOK = package.load()
NUMBER_CLAIMS = list(BOOK.claims.index[BOOK.claims.kind == "number"])
RANK_CLAIMS = [claim for claim in BOOK.claims.index[BOOK.claims.kind == "rank"]]


def test_the_article_has_numbers_to_check():
    assert len(NUMBER_CLAIMS) >= 15


@pytest.mark.parametrize("claim", NUMBER_CLAIMS)
def test_code_and_record_agree_on_every_number(claim):
    recorded = {check.finding for check in ledger(BOOK).checks[claim]}
    by_code = {check.finding for check in number_checks(BOOK, claim)} - {""}
    assert by_code == recorded


@pytest.mark.parametrize("claim", RANK_CLAIMS)
def test_code_and_record_agree_on_every_rank_that_is_in_the_data(claim):
    recorded = {check.finding for check in ledger(BOOK).checks[claim]}
    by_code = {check.finding for check in number_checks(BOOK, claim)} - {""}
    assert by_code <= recorded


@pytest.mark.parametrize("claim", NUMBER_CLAIMS)
def test_the_finding_rests_on_what_was_public(claim):
    for check in number_checks(BOOK, claim):
        if check.finding:
            days = BOOK.sources.published_day[list(check.source_ids)]
            assert (days <= BOOK.as_of).all(), check


def test_the_growth_of_contracts_is_worked_out_from_its_levels():
    growth = {check.rule: check for check in number_checks(BOOK, "c030")}["growth of two levels"]
    assert growth.sentence == "From 95,061 (2022) to 106,552 (2023) is +12.09%."


@pytest.mark.parametrize(
    ("claim", "population", "when"),
    [("c034", "2,151.6", "the same year (2014"), ("c035", "2,184.3", "the previous year (2022")],
)
def test_the_two_patent_figures_stand_on_different_populations(claim, population, when):
    rules = [check for check in number_checks(BOOK, claim) if check.rule == "which denominator"]
    assert len(rules) == 1
    assert population in rules[0].sentence and when in rules[0].sentence


def test_the_foreign_centres_were_overtaken_before_the_article():
    first, second = number_checks(BOOK, "c058")
    assert (first.finding, second.finding) == ("stale", "confirmed")
    assert "149" in first.sentence and "29 days before" in first.sentence


def test_every_recorded_check_is_shown_with_its_rule():
    for claim in BOOK.claims.index:
        shown = {check.sentence for check in checks.all_checks(BOOK, claim)}
        assert shown >= {check.note for check in ledger(BOOK).checks[claim]}


def test_every_claim_has_one_row_with_all_its_checks():
    rows = ledger(BOOK)
    assert list(rows.index) == list(BOOK.claims.index)
    assert sum(len(checks) for checks in rows.checks) == len(BOOK.claim_checks)


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


def test_the_work_plan_named_contracts_a_level_almost_reached():
    # As of a day: what is published later may change the grade, never what it was.
    known = BOOK.published_by("2026-05-31")
    row = next(one for one in grade_targets(known) if one.key == "tech_contract_turnover")
    assert row.announced == pd.Timestamp("2023-05-17")
    assert (row.set_period, row.set_value, row.value) == ("2022", 7947.5, 8000.0)
    assert row.result == "at_target_earlier"


@pytest.mark.parametrize("review", claim_reviews(BOOK), ids=lambda review: review["identifier"])
def test_a_review_of_the_article_is_valid(review):
    assert list(faults(review)) == []
    assert set(review) >= REQUIRED
