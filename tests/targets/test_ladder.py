"""What counts as the outcome of a target: the ladder of `docs/grading.md`, row by row."""

import pytest
from goalcheck.data import package
from goalcheck.data.records import target_of
from goalcheck.targets.ladder import RUNGS, judge
from packages import package_of

LESS = {"higher_is_better": "no"}


def judged(folder, *targets, **about):
    """Return what came of the targets of a tiny package."""
    book = package.load(package_of(folder, *targets, **about))
    return [judge(book, target_of(row)) for row in book.target_rows.to_dict("records")]


def one(folder, target, **about):
    (found,) = judged(folder, target, **about)
    return (
        found.result,
        found.evidence,
        found.outcome and (found.outcome.period, found.outcome.value),
    )


# --- 1. measured ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "value", "about", "result"),
    [
        ("2025 >= 100", "100", {}, "met"),
        ("2025 > 100", "100", {}, "missed"),
        ("2025 ~ 100", "97", {}, "met"),
        ("2025 ~ 100", "96.9", {}, "missed"),
        ("2025 = 100", "130", {}, "met"),
        ("2025 <= 25", "25", LESS, "met"),
        ("2025 < 25", "25", LESS, "missed"),
        ("2025 <= 25", "23", LESS, "met"),
        ("2025 ~ 25", "25.75", LESS, "met"),
        ("2025 ~ 25", "25.76", LESS, "missed"),
    ],
)
def test_a_figure_measured_for_the_year_decides(tmp_path, target, value, about, result):
    found = one(tmp_path, target, values=["2020 90", f"2025 {value}"], **about)
    assert found == (result, "measured", ("2025", float(value)))


def test_the_first_print_counts_not_the_revision(tmp_path):
    values = ["2025 100", "2025 90 revised @2027-03-01"]
    assert one(tmp_path, "2025 >= 100", values=values)[0] == "met"


def test_a_count_on_the_last_day_of_the_year_is_one_of_the_year(tmp_path):
    found = one(tmp_path, "2025 >= 100", values=["2025-12-31 101"])
    assert found == ("met", "measured", ("2025-12-31", 101.0))


def test_a_fiscal_year_is_compared_with_the_same_fiscal_year(tmp_path):
    values = ["2024/25 120", "2025 90"]
    assert one(tmp_path, "2024/25 >= 100", values=values) == ("met", "measured", ("2024/25", 120.0))


def test_any_year_up_to_the_deadline_may_reach_it(tmp_path):
    target = "2025 >= 100 aggregation=by_any_year"
    assert one(tmp_path, target, values=["2023 100", "2025 80"])[::2] == ("met", ("2023", 100.0))
    assert one(tmp_path / "b", target, values=["2023 99", "2025 80"])[0] == "missed"


def test_two_deadlines_are_two_targets(tmp_path):
    found = judged(tmp_path, "2023 >= 50", "2025 >= 100", values=["2023 60", "2025 70"])
    assert [(item.result, item.outcome.period) for item in found] == [
        ("met", "2023"),
        ("missed", "2025"),
    ]


# --- 2. worked out ----------------------------------------------------------------------------------

YEARS = ["2021 20", "2022 20", "2023 20", "2024 20", "2025 21"]


@pytest.mark.parametrize(
    ("target", "about", "result"),
    [
        ("2021-2025 >= 101 aggregation=sum", {}, "met"),
        ("2021-2025 > 101 aggregation=sum", {}, "missed"),
        ("2021-2025 <= 101 aggregation=sum", LESS, "met"),
        ("2021-2025 < 101 aggregation=sum", LESS, "missed"),
    ],
)
def test_a_sum_is_that_of_all_its_years(tmp_path, target, about, result):
    assert one(tmp_path, target, values=YEARS, **about) == (
        result,
        "worked out",
        ("2021-2025", 101.0),
    )


def test_a_printed_sum_goes_before_one_that_is_worked_out(tmp_path):
    values = [*YEARS, "2021-2025 99"]
    found = one(tmp_path, "2021-2025 <= 100 aggregation=sum", values=values, **LESS)
    assert found == ("met", "measured", ("2021-2025", 99.0))


def test_years_of_two_bases_are_never_added(tmp_path):
    values = [f"{year} 20 reported {'old' if year < 2024 else 'new'}" for year in range(2021, 2026)]
    target = "2021-2025 >= 150 aggregation=sum"
    assert one(tmp_path, target, values=values) == ("not_decided", "none", None)


def test_a_mean_and_a_mean_growth_need_all_years(tmp_path):
    mean = "2021-2025 >= 20 aggregation=mean"
    assert one(tmp_path, mean, values=YEARS)[:2] == ("met", "worked out")
    assert one(tmp_path / "b", mean, values=YEARS[:4]) == ("not_decided", "none", None)
    growth = "2021-2025 ~ 8 aggregation=mean_growth"
    rates = dict(kind="growth", unit="percent", lower_bound="")
    values = [
        f"{year} {rate}" for year, rate in zip(range(2021, 2026), (9, 8, 8, 8, 7), strict=True)
    ]
    assert one(tmp_path / "c", growth, values=values, **rates)[:2] == ("met", "worked out")
    levels = one(tmp_path / "d", growth, values=["2020 100", "2025 146.933"])
    assert levels[2] == ("2021-2025", pytest.approx(8.0, abs=1e-4))


def test_a_change_is_counted_from_its_base_on_one_basis(tmp_path):
    target = "2020 <= -20 aggregation=change_percent base_period=1990"
    about = dict(values=["1990 500", "2020 390"], year=2020, as_of="2014-06-30", **LESS)
    assert one(tmp_path, f"{target} announced=2010-03-03", **about) == (
        "met",
        "worked out",
        ("2020", pytest.approx(-22.0)),
    )
    given = f"{target} base_value=480 announced=2010-03-03"
    assert one(tmp_path / "b", given, **about)[0] == "missed"  # 390 is 18.75 percent below 480
    other = dict(about, values=["1990 500 reported eu-28", "2020 390 reported eu-27"])
    assert one(tmp_path / "c", f"{target} announced=2010-03-03", **other)[0] == "not_decided"


# --- 3. bounds --------------------------------------------------------------------------------------


def test_a_cap_that_the_published_years_exceed_is_missed_whatever_the_last_one_brings(tmp_path):
    target = "2021-2025 <= 75 aggregation=sum"
    assert one(tmp_path, target, values=YEARS[:4], **LESS) == (
        "missed",
        "bound",
        ("2021-2025", 80.0),
    )
    looser = "2021-2025 <= 85 aggregation=sum"
    assert one(tmp_path / "b", looser, values=YEARS[:4], **LESS) == ("not_decided", "none", None)


def test_a_flow_that_can_be_negative_bounds_nothing(tmp_path):
    target = "2021-2025 <= 75 aggregation=sum"
    found = one(tmp_path, target, values=YEARS[:4], lower_bound="", **LESS)
    assert found == ("not_decided", "none", None)


def test_a_sum_that_is_reached_before_its_last_year_is_met(tmp_path):
    found = one(tmp_path, "2021-2025 >= 75 aggregation=sum", values=YEARS[:4])
    assert found == ("met", "bound", ("2021-2025", 80.0))


def test_a_single_year_is_never_compared_with_a_sum(tmp_path):
    found = one(tmp_path, "2021-2025 <= 75 aggregation=sum", values=["2021 20"], **LESS)
    assert found == ("not_decided", "none", None)


@pytest.mark.parametrize(
    ("target", "value", "result"),
    [
        ("2025 >= 100", "100 at_least", "met"),
        ("2025 >= 100", "90 at_least", "not_decided"),
        ("2025 >= 101", "101 rounded", "not_decided"),  # 100.5 to 101.5
        ("2025 >= 100", "101 rounded", "met"),
        ("2025 >= 102", "101 rounded", "missed"),
    ],
)
def test_more_than_and_rounded_figures_decide_where_all_they_allow_agrees(
    tmp_path, target, value, result
):
    assert one(tmp_path, target, values=[f"2025 {value}"])[0] == result


# --- 4. phrases -------------------------------------------------------------------------------------


def test_a_phrase_stands_for_the_values_it_was_used_for(tmp_path):
    values = ["2022 16.6", "2023 16.03", "2023 16 approximate", "2025 16 approximate"]
    assert one(tmp_path, "2025 ~ 17", values=values)[:2] == ("probably_missed", "phrase")
    assert one(tmp_path / "b", "2025 >= 16", values=values)[:2] == ("probably_met", "phrase")
    both = [*values, "2022 16 approximate"]
    assert one(tmp_path / "c", "2025 ~ 17", values=both)[:2] == ("not_decided", "phrase")


def test_a_phrase_that_was_never_measured_reaches_as_far_as_about_does(tmp_path):
    values = ["2025 28 approximate"]
    assert one(tmp_path, "2025 ~ 28", values=values)[:2] == ("probably_met", "phrase")
    assert one(tmp_path / "b", "2025 >= 28", values=values)[:2] == ("not_decided", "phrase")
    assert one(tmp_path / "c", "2025 >= 30", values=values)[:2] == ("probably_missed", "phrase")


# --- 5. earlier years, 6. nothing -------------------------------------------------------------------


def test_an_earlier_year_says_where_it_stood_then_in_both_directions(tmp_path):
    assert one(tmp_path, "2025 >= 100", values=["2024 120"]) == (
        "at_target_earlier",
        "earlier",
        ("2024", 120.0),
    )
    assert one(tmp_path / "b", "2025 >= 100", values=["2024 80"])[0] == "below_target_earlier"
    assert one(tmp_path / "c", "2025 <= 25", values=["2024 20"], **LESS)[0] == "at_target_earlier"
    assert (
        one(tmp_path / "d", "2025 <= 25", values=["2024 30"], **LESS)[0] == "below_target_earlier"
    )


def test_what_was_known_when_it_was_set_is_no_outcome(tmp_path):
    assert one(tmp_path, "2025 >= 100", values=["2019 120"]) == ("not_decided", "none", None)


@pytest.mark.parametrize(
    ("target", "values", "rung"),
    [
        ("2025 >= 100", ["2025 100"], "_measured"),
        ("2021-2025 >= 20 aggregation=mean", YEARS, "_worked_out"),
        ("2021-2025 >= 75 aggregation=sum", YEARS[:4], "_bound"),
        ("2025 ~ 28", ["2025 28 approximate"], "_phrase"),
        ("2025 >= 100", ["2024 120"], "_earlier"),
    ],
)
def test_each_rung_holds_something_that_no_other_does(tmp_path, monkeypatch, target, values, rung):
    assert one(tmp_path, target, values=values)[0] != "not_decided"
    without = tuple(step for step in RUNGS if step.__name__ != rung)
    monkeypatch.setattr("goalcheck.targets.ladder.RUNGS", without)
    assert one(tmp_path / "b", target, values=values)[0] == "not_decided"


@pytest.mark.parametrize("value", [80, 97, 99.9, 100, 103])
@pytest.mark.parametrize("comparator", [">", ">=", "="])
def test_the_mirror_image_gets_the_same_grade(tmp_path, value, comparator):
    mirror = {">": "<", ">=": "<=", "=": "="}[comparator]
    upright = one(tmp_path, f"2025 {comparator} 100", values=[f"2025 {value}"])
    turned = one(tmp_path / "b", f"2025 {mirror} 100", values=[f"2025 {200 - value}"], **LESS)
    assert upright[:2] == turned[:2]
