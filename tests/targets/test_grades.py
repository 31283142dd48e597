"""Targets graded on what was published, first print first."""

import json
import math

import pytest
from goalcheck.data import package
from goalcheck.data.comparators import meets, tolerance
from goalcheck.targets.grades import grade_targets
from rows import add_row, add_share, announce, publish


def graded(directory, indicator="contract_turnover"):
    grades = grade_targets(package.load(directory))
    return next(one for one in grades if one.key == indicator)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (6, 0.18),
        (4.5, 0.135),
        (17, 0.51),
        (260, 7.8),
        (-20, 0.6),
    ],
)
def test_about_reaches_three_percent_before_the_target(target, expected):
    assert tolerance(target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "comparator", "target", "expected"),
    [
        (8000.0, ">", 8000, False),
        (8000.1, ">", 8000, True),
        (8000.0, ">=", 8000, True),
        (8000.0, "=", 8000, True),
        (16.5, "~", 17, True),
        (16.4, "~", 17, False),
    ],
)
def test_comparators(value, comparator, target, expected):
    assert meets(value, comparator, target) is expected


def test_a_lower_rank_is_better():
    assert meets(3, "<=", 4, higher_is_better=False)
    assert not meets(5, "<=", 4, higher_is_better=False)


def test_an_unknown_comparator_is_refused():
    with pytest.raises(ValueError, match="expected one of >, >=, =, ~, <, <="):
        meets(1, "=>", 2)


def test_a_target_remembers_where_it_started_and_how_fast_it_had_to_go(small_package):
    add_row(small_package, "sources.csv", "early,Early,Early,City Hall,2021-02-01,news,en,,mirror,")
    for row in ("2019,58,early,reported,,", "2020,64,early,reported,,"):
        add_row(small_package, "observations.csv", f"contract_turnover,rivertown,{row}")
    row = graded(small_package)
    assert (row.set_period, row.set_value) == ("2020", 64.0)
    assert (row.needed, row.past) == (pytest.approx((90 - 64) / 5), 6.0)


def test_nothing_is_known_of_the_start_before_the_first_publication(small_package):
    row = graded(small_package)
    assert row.set_period == ""
    assert math.isnan(row.set_value) and math.isnan(row.needed)


def test_a_target_for_a_year_already_published_needed_no_pace(small_package):
    publish(small_package, "early", "2025-12-01")
    add_row(
        small_package,
        "observations.csv",
        "contract_turnover,rivertown,2025,88,early,preliminary,,",
    )
    announce(small_package, "late", "2025-12-02", "contract_turnover,rivertown,2025,>,89")
    row = grade_targets(package.load(small_package))[-1]
    assert (row.set_period, row.set_value) == ("2025", 88.0)
    assert math.isnan(row.needed) and math.isnan(row.past)


def test_the_known_figure_is_that_of_the_day_of_the_promise(small_package):
    row = graded(small_package)
    assert (row.known_period, row.known_value) == ("2023", 85.4)


def test_without_a_figure_for_the_target_year_an_earlier_one_is_named(small_package):
    row = graded(small_package)
    assert (row.evidence, row.outcome_period, row.result) == (
        "earlier",
        "2023",
        "below_target_earlier",
    )


def test_an_earlier_year_that_met_the_target_was_at_target_then(small_package):
    add_row(small_package, "sources.csv", "later,Later,Later,City Hall,2025-02-01,news,en,,mirror,")
    add_row(
        small_package, "observations.csv", "contract_turnover,rivertown,2024,91,later,reported,,"
    )
    row = graded(small_package)
    assert (row.outcome_period, row.outcome_value, row.result) == (
        "2024",
        91.0,
        "at_target_earlier",
    )


def test_more_than_goes_behind_a_rounded_figure_of_the_same_year(small_package):
    for source, day in (("first", "2025-02-01"), ("second", "2025-10-01")):
        add_row(small_package, "sources.csv", f"{source},T,T,City Hall,{day},news,en,,mirror,")
    for row in ("93,first,rounded", "90,second,at_least"):
        add_row(small_package, "observations.csv", f"contract_turnover,rivertown,2024,{row},,")
    assert graded(small_package).outcome_value == 93.0


def test_a_later_year_does_not_pass_a_target_early(small_package):
    publish(small_package, "late", "2027-02-01", "contract_turnover,rivertown,2026,99")
    row = graded(small_package)
    assert (row.outcome_period, row.outcome_value, row.result) == (
        "2023",
        85.9,
        "below_target_earlier",
    )


def test_the_first_exact_print_of_the_target_year_decides(small_package):
    for source, day in (("first", "2026-01-20"), ("second", "2026-11-01")):
        add_row(small_package, "sources.csv", f"{source},T,T,City Hall,{day},news,en,,mirror,")
    for row in ("91,second,revised", "89.9,first,preliminary", "95,first,approximate"):
        add_row(small_package, "observations.csv", f"contract_turnover,rivertown,2025,{row},,")
    row = graded(small_package)
    assert (row.outcome_value, row.outcome_source) == (89.9, "first")
    assert (row.evidence, row.result) == ("measured", "missed")


def test_a_rounded_figure_counts_as_a_set_phrase_and_a_new_basis_is_told(small_package):
    add_row(small_package, "sources.csv", "first,T,T,City Hall,2026-01-20,news,en,,mirror,")
    add_row(
        small_package,
        "observations.csv",
        "research_share,rivertown,2025,6,first,approximate,new-product,",
    )
    row = graded(small_package, "research_share")
    assert (row.evidence, row.basis_changed, row.result) == ("phrase", True, "probably_met")


def test_a_mean_growth_target_is_graded_when_every_year_is_known(small_package):
    add_row(
        small_package,
        "indicators.csv",
        "contract_growth,Growth,,percent,contracts,growth,,elapsed,yes,,,Change over a year.,,core,contracts",
    )
    add_row(
        small_package,
        "targets.csv",
        "contract_growth,rivertown,2024-2025,>=,5,2021-03,plan-2021,annual mean",
    )
    add_row(small_package, "sources.csv", "last,T,T,City Hall,2026-01-20,news,en,,mirror,")
    add_row(small_package, "observations.csv", "contract_growth,rivertown,2024,10,last,reported,,")
    assert graded(small_package, "contract_growth").evidence == "none"
    add_row(small_package, "observations.csv", "contract_growth,rivertown,2025,0,last,reported,,")
    row = graded(small_package, "contract_growth")
    assert row.outcome_value == pytest.approx((math.sqrt(1.1) - 1) * 100)
    assert (row.evidence, row.result) == ("worked out", "missed")


# --- starting points ---------------------------------------------------------------------------------


def test_an_exact_start_goes_before_a_newer_rounded_one(small_package):
    publish(small_package, "early", "2020-06-01", "contract_turnover,rivertown,2019,58")
    add_row(small_package, "sources.csv", "talk,T,T,City Hall,2021-01-10,news,en,,mirror,")
    add_row(small_package, "observations.csv", "contract_turnover,rivertown,2020,64,talk,rounded,,")
    row = graded(small_package)
    assert (row.set_period, row.set_value, row.stale) == ("2019", 58.0, False)


def test_a_start_of_more_than_two_years_ago_is_shown_and_not_compared(small_package):
    rows = (
        f"contract_turnover,rivertown,{year},{value}" for year, value in ((2016, 44), (2017, 47))
    )
    publish(small_package, "early", "2018-06-01", *rows)
    row = graded(small_package)
    assert (row.set_period, row.set_value, row.stale) == ("2017", 47.0, True)
    assert math.isnan(row.needed) and math.isnan(row.past)


def test_a_start_may_be_worked_out(small_package):
    add_share(small_package)
    announce(small_package, "plan-share", "2025-03-01", "contract_share,rivertown,2025,~,50")
    row = graded(small_package, "contract_share")
    assert (row.set_period, row.set_value) == ("2023", pytest.approx(42.95))
    assert row.past < 0 < row.needed


# --- bounds ------------------------------------------------------------------------------------------


def test_a_bound_of_two_published_figures_decides(small_package):
    add_share(small_package)
    announce(small_package, "plan-share", "2024-03-01", "contract_share,hilltown,2025,~,50")
    publish(
        small_package,
        "z",
        "2026-02-01",
        "contract_turnover,hilltown,2025,8",
        "product,hilltown,2025,40",
    )
    bound(small_package, "contract_share,hilltown,2025,at_most,contract_turnover,2025,product,2025")
    # What is worked out goes first: so the quotient is taken from the table of calculations.
    (small_package / "calculations.csv").write_text(
        "indicator,numerator,denominator,factor,reason\n", "utf-8"
    )
    grades = grade_targets(package.load(small_package), "hilltown")
    (row,) = [one for one in grades if one.key == "contract_share"]
    assert (row.result, row.evidence, row.outcome_value) == ("missed", "bound", 20.0)
    assert row.decided_by == ("z",)


def bound(directory, row):
    """Give a package a table of bounds with one row."""
    columns = (
        "indicator place period bound numerator numerator_period denominator denominator_period"
    )
    file = directory / "datapackage.json"
    descriptor = json.loads(file.read_text("utf-8"))
    (book,) = [
        one
        for one in json.loads((package.BOOK_DATA / "datapackage.json").read_text("utf-8"))[
            "resources"
        ]
        if one["name"] == "bounds"
    ]
    descriptor["resources"].append(book)
    file.write_text(json.dumps(descriptor) + "\n", "utf-8")
    header = ",".join([*columns.split(), "factor", "reason"])
    (directory / "bounds.csv").write_text(f"{header}\n{row},100,A part of it.\n", "utf-8")
