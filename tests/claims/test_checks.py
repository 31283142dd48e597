"""The numbers of the article checked by code, and the recorded findings tied to it."""

import pandas as pd
import pytest
from goalcheck.claims.checks import number_checks
from goalcheck.claims.findings import READ, RULES, rules_table
from goalcheck.claims.ledger import FINDINGS
from goalcheck.data import package
from rows import add_row, publish


def check_claim(directory, text, *, period="2023", value="85.4", indicator="contract_turnover"):
    add_row(
        directory,
        "claims.csv",
        f"c003,contracts,contracts,{text},number,{indicator},rivertown,{period},{value},,yes,",
    )
    add_row(directory, "claim_checks.csv", "c003,not_found,,Nothing.")
    return {check.rule: check for check in number_checks(package.load(directory), "c003")}


def test_the_same_number(small_package):
    rules = check_claim(small_package, "Turnover was 85.4 in 2023")
    assert list(rules) == ["same number"]
    assert rules["same number"].sentence == "Published for 2023: 8.54 billion yuan."
    assert rules["same number"].source_ids == ("press-2024-01-19",)


def test_fewer_digits_than_published(small_package):
    rules = check_claim(small_package, "Turnover was 85 in 2023", value="85")
    assert rules["same number, rounded"].finding == "confirmed_with_rounding"


def test_another_number_was_published(small_package):
    rules = check_claim(small_package, "Turnover was 86 in 2023", value="86")
    assert rules["another number"].sentence == (
        "Published for 2023: 8.54 billion yuan, not 8.6 billion yuan."
    )


def test_a_number_published_after_the_article_does_not_count(small_package):
    # 85.9 is in the yearbook of 2024, which came out after the article.
    assert list(check_claim(small_package, "It was 85.9", value="85.9")) == ["another number"]


@pytest.mark.parametrize(
    ("value", "rule"), [("85", "above the threshold"), ("86", "another number")]
)
def test_more_than_a_threshold(small_package, value, rule):
    assert list(check_claim(small_package, f"It was more than {value}", value=value)) == [rule]


@pytest.mark.parametrize(
    ("value", "rule"), [("88", "nearly"), ("80", "another number"), ("100", "another number")]
)
def test_nearly_is_below_by_a_twentieth_at_most(small_package, value, rule):
    assert list(check_claim(small_package, f"It was nearly {value}", value=value)) == [rule]


def test_a_period_without_a_figure(small_package):
    rules = check_claim(small_package, "Turnover was 50 in 2018", period="2018", value="50")
    assert rules["no published number"].finding == "not_found"


def test_a_claim_about_today_with_the_figure_of_yesterday_is_stale(small_package):
    rules = check_claim(small_package, "Turnover is 79", period="2024-08-14", value="79")
    assert list(rules) == ["newer number was public", "same number"]


def test_a_number_for_a_span_of_years_is_compared_with_that_of_the_same_span(small_package):
    publish(
        small_package, "span", "2024-02-01", "research_share,rivertown,2021-2023,6.1,old-product"
    )
    rules = check_claim(
        small_package,
        "The mean share was 6.1",
        period="2021-2023",
        value="6.1",
        indicator="research_share",
    )
    assert rules["same number"].sentence == "Published for 2021–2023: 6.1%."


@pytest.mark.parametrize("period", ["2023-07-16", "2022-2023"])
def test_growth_is_worked_out_for_calendar_years_only(small_package, period):
    add_row(
        small_package,
        "indicators.csv",
        "contract_turnover_growth,Growth,,percent,contracts,growth,,elapsed,yes,,,Growth.,,core,contracts",
    )
    publish(small_package, "span", "2024-02-01", f"contract_turnover_growth,rivertown,{period},8.1")
    rules = check_claim(
        small_package,
        "It grew by 8.1 percent",
        period=period,
        value="8.1",
        indicator="contract_turnover_growth",
    )
    assert list(rules) == ["same number"]


def test_a_claim_about_a_past_year_is_not_stale(small_package):
    rules = check_claim(small_package, "Turnover was 79 in 2022", period="2022", value="79")
    assert list(rules) == ["same number"]


def test_a_claim_that_is_no_number_is_left_to_reading(small_package):
    assert number_checks(package.load(small_package), "c002") == []


def test_an_unknown_claim_is_named(small_package):
    with pytest.raises(package.UnknownKey, match="no claim 'c009'"):
        number_checks(package.load(small_package), "c009")


def test_every_finding_has_a_rule_by_reading():
    assert set(READ) == set(FINDINGS)
    assert {rule.finding for rule in RULES.values()} == {*FINDINGS, ""}


def test_the_rules_can_be_printed():
    rows = rules_table()
    assert set(rows.Rule) == set(RULES)
    assert isinstance(rows, pd.DataFrame) and rows.map(bool).all().all()
