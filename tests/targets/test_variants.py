"""Other methods, windows and readings: what each does to a probability or a result."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.targets.scorecard import scored
from goalcheck.targets.variants import READINGS, other_choices, other_readings, result_under
from rows import add_row, add_share, announce, publish

CONTRACTS = "contract_turnover,rivertown"
RESEARCH = "research_share,rivertown"


def target(directory, indicator):
    book = package.load(directory)
    return book, next(one for one in scored(book) if one.key == indicator)


def set_phrase(directory, row):
    add_row(directory, "sources.csv", "talk,T,T,City Hall,2026-01-10,news,en,,mirror,")
    add_row(directory, "observations.csv", f"{row},talk,approximate,,")


# --- other choices -------------------------------------------------------------------------------


def test_a_target_is_projected_by_every_method_with_errors_and_by_other_windows(small_package):
    rows = [f"{CONTRACTS},{year},{value}" for year, value in ((2016, 44), (2017, 47), (2018, 52))]
    publish(small_package, "early", "2021-06-01", *rows)
    announce(small_package, "late", "2024-11-01", f"{CONTRACTS},2025,>,95")  # not projected
    found = other_choices(package.load(small_package))
    seven, four = 41.4 / 7, 25.4 / 4  # the mean change of the windows, and the scale of errors
    grown = 85.4 * (85.4 / 44) ** (2 / 7)
    # Half of the errors are below 0 and a tenth below -4 scales; those of "no change" are 1 higher.
    expected = [
        ("naive", "method", 85.4, 0.5 - 0.1 * (4.6 / seven - 1)),
        ("drift", "method", 85.4 + 2 * seven, 0.5 + 0.1 * (85.4 + 2 * seven - 90) / seven),
        ("cagr", "method", grown, 0.5 + 0.1 * (grown - 90) / seven),
        ("drift, 5 years", "window", 98.1, 0.5 + 0.1 * 8.1 / four),
        ("drift, 10 years", "window", 85.4 + 2 * seven, 0.5 + 0.1 * (2 * seven - 4.6) / seven),
    ]
    numbers = ["variant", "kind", "projected", "probability"]
    pd.testing.assert_frame_equal(
        found[numbers], pd.DataFrame(expected, columns=numbers), rtol=1e-5
    )
    labels = ["place", "place_name", "indicator", "name", "result", "words"]
    assert set(found[labels].itertuples(index=False, name=None)) == {
        (
            "rivertown",
            "Rivertown",
            "contract_turnover",
            "Contract turnover",
            "below_target_earlier",
            "below target in 2023",
        )
    }
    assert list(found.columns) == [*labels, *numbers]


def test_without_a_projected_target_there_is_no_row_but_every_column(small_package):
    book = package.load(small_package)
    none = other_choices(book.as_if(as_of="2020-01-01"))
    assert none.empty
    assert list(none.columns) == list(other_choices(book).columns)


# --- other readings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "result", "exact", "wide"),
    [
        (6.0, "met", "met", "met"),
        (5.82, "met", "missed", "met"),
        (5.64, "missed", "missed", "met"),
        (5.6, "missed", "missed", "missed"),
    ],
)
def test_about_may_be_read_as_exact_or_as_wide(small_package, value, result, exact, wide):
    publish(small_package, "last", "2026-02-01", f"{RESEARCH},2025,{value}")
    book, row = target(small_package, "research_share")
    assert row.result == result
    assert (result_under(book, row, "exact"), result_under(book, row, "wide")) == (exact, wide)


@pytest.mark.parametrize(
    ("rank", "exact", "wide"),
    [(20, "met", "met"), (21, "missed", "met"), (22, "missed", "missed")],
)
def test_about_a_rank_is_read_downwards(small_package, rank, exact, wide):
    announce(small_package, "a", "2024-01-01", "city_rank,hilltown,2025,~,20")
    publish(small_package, "last", "2026-02-01", f"city_rank,hilltown,2025,{rank}")
    book, row = target(small_package, "city_rank")
    assert (result_under(book, row, "exact"), result_under(book, row, "wide")) == (exact, wide)


@pytest.mark.parametrize(
    ("value", "result"),
    [(90.1, "met"), (90.0, "missed"), (89.9, "missed"), (None, "below_target_earlier")],
)
def test_a_target_that_is_not_about_has_no_slack_to_read_otherwise(small_package, value, result):
    if value:
        publish(small_package, "last", "2026-02-01", f"{CONTRACTS},2025,{value}")
    book, row = target(small_package, "contract_turnover")
    assert {reading: result_under(book, row, reading) for reading in READINGS} == dict.fromkeys(
        READINGS, result
    )


def test_a_target_without_any_outcome_stays_not_decided(small_package):
    announce(small_package, "a", "2024-01-01", "city_rank,hilltown,2025,~,4")
    book, row = target(small_package, "city_rank")
    assert row.evidence == "none"
    assert {result_under(book, row, reading) for reading in READINGS} == {"not_decided"}


@pytest.mark.parametrize(
    ("published", "then"),
    [
        (["2024,6.1"], "at_target_earlier"),
        (["2024,5.0"], "below_target_earlier"),
        ([], "below_target_earlier"),  # 5.8 of 2022, in print since the plan
    ],
)
def test_without_set_phrases_the_newest_measured_figure_decides(small_package, published, then):
    set_phrase(small_package, f"{RESEARCH},2025,6")
    if published:
        publish(small_package, "last", "2026-02-01", *(f"{RESEARCH},{row}" for row in published))
    book, row = target(small_package, "research_share")
    assert (row.evidence, row.result) == ("phrase", "probably_met")
    assert result_under(book, row, "measured") == then


def test_without_set_phrases_nothing_may_be_left(small_package):
    announce(small_package, "a", "2024-01-01", "city_rank,hilltown,2025,~,20")
    set_phrase(small_package, "city_rank,hilltown,2025,19.5")
    book, row = target(small_package, "city_rank")
    assert (row.result, result_under(book, row, "measured")) == ("probably_met", "not_decided")


@pytest.mark.parametrize(
    ("turnover", "place", "then"),
    [
        ([], "rivertown", "below_target_earlier"),  # 42.7 % of 2023
        (["2024,100"], "rivertown", "at_target_earlier"),
        ([], "hilltown", "not_decided"),  # no product is known there
    ],
)
def test_without_set_phrases_a_share_is_worked_out(small_package, turnover, place, then):
    add_share(small_package)
    announce(small_package, "plan-share", "2024-03-01", f"contract_share,{place},2025,~,50")
    products = [f"product,rivertown,{row[:4]},200" for row in turnover]
    rows = [*products, *(f"{CONTRACTS},{row}" for row in turnover)]
    if rows:
        publish(small_package, "last", "2026-02-01", *rows)
    set_phrase(small_package, f"contract_share,{place},2025,50")
    book, row = target(small_package, "contract_share")
    assert (row.evidence, row.result) == ("phrase", "probably_met")
    assert result_under(book, row, "measured") == then


def test_a_share_worked_out_before_the_target_was_set_does_not_pass_it_early(small_package):
    add_share(small_package)
    announce(small_package, "plan-share", "2025-06-01", "contract_share,rivertown,2025,~,40")
    set_phrase(small_package, "contract_share,rivertown,2025,40")
    book, row = target(small_package, "contract_share")
    assert result_under(book, row, "measured") == "not_decided"


def test_without_set_phrases_a_later_year_decides_nothing(small_package):
    set_phrase(small_package, f"{CONTRACTS},2025,91")
    publish(small_package, "late", "2027-02-01", f"{CONTRACTS},2026,99")
    book, row = target(small_package, "contract_turnover")
    assert (row.result, result_under(book, row, "measured")) == (
        "not_decided",
        "below_target_earlier",
    )


def test_the_latest_exact_print_may_count_instead_of_the_first(small_package):
    publish(small_package, "first", "2026-02-01", f"{CONTRACTS},2025,89")
    publish(small_package, "second", "2026-06-01", f"{CONTRACTS},2025,91")
    publish(small_package, "undated", "", f"{CONTRACTS},2025,88")
    add_row(small_package, "sources.csv", "talk,T,T,City Hall,2026-08-10,news,en,,mirror,")
    add_row(small_package, "observations.csv", f"{CONTRACTS},2025,87,talk,rounded,,")
    book, row = target(small_package, "contract_turnover")
    assert (row.result, result_under(book, row, "latest")) == ("missed", "met")
    assert result_under(book, row, "measured") == "missed"  # no set phrase, so nothing changes


def test_the_table_has_a_row_for_each_reading_that_changes_a_result(small_package):
    publish(small_package, "last", "2026-02-01", f"{RESEARCH},2025,5.9,new-product")
    found = other_readings(package.load(small_package))
    row = {
        "place": "rivertown",
        "place_name": "Rivertown",
        "indicator": "research_share",
        "name": "Research share",
        "value": 6.0,
        "comparator": "~",
        "target_period": "2025",
        "result": "met",
    }
    assert found.to_dict("records") == [
        row | {"reading": "exact", "then": "missed"},
        row | {"reading": "one basis", "then": "not_decided"},
    ]


def test_an_unknown_reading_is_named(small_package):
    with pytest.raises(KeyError, match="generous"):
        result_under(*target(small_package, "research_share"), "generous")


def test_what_is_worked_out_for_the_year_goes_before_a_set_phrase(small_package):
    add_share(small_package)
    announce(small_package, "plan-share", "2024-03-01", "contract_share,rivertown,2025,~,50")
    publish(
        small_package, "last", "2026-02-01", "product,rivertown,2025,200", f"{CONTRACTS},2025,70"
    )
    set_phrase(small_package, "contract_share,rivertown,2025,50")
    _, row = target(small_package, "contract_share")
    assert (row.evidence, row.result) == ("worked out", "missed")


def test_a_rounded_figure_of_a_measured_year_may_be_read_as_the_same_phrase(small_package):
    publish(small_package, "m", "2025-03-01", f"{RESEARCH},2023,5.1", f"{RESEARCH},2024,6.1")
    add_row(small_package, "sources.csv", "said,T,T,City Hall,2026-01-09,news,en,,mirror,")
    add_row(small_package, "observations.csv", f"{RESEARCH},2023,5.5,said,approximate,,")
    add_row(small_package, "observations.csv", f"{RESEARCH},2024,5.5,said,rounded,,")
    set_phrase(small_package, f"{RESEARCH},2025,5.5")
    book, row = target(small_package, "research_share")
    assert (row.result, result_under(book, row, "loose")) == ("probably_missed", "not_decided")
