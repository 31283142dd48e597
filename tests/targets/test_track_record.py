"""The book's own projections, probabilities and the lights against what was published since."""

import math

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.histories import history
from goalcheck.targets.track_record import (
    forecasters,
    later_prints,
    light_cases,
    probability_cases,
    projected_series,
    score,
)
from rows import add_row, add_share, announce, publish

CONTRACTS = "contract_turnover,rivertown"


def indicator(directory, name, role, higher="yes", kind="level"):
    unit = "percent" if kind == "growth" else "tonnes"
    add_row(
        directory,
        "indicators.csv",
        f"{name},Waste,,{unit},contracts,{kind},,elapsed,{higher},,,What is thrown away.,,{role},contracts",
    )


# --- series --------------------------------------------------------------------------------------


def with_outcomes(directory):
    """Publish what came: contracts twice, and less is better of a waste that rose again."""
    indicator(directory, "waste", "supporting", higher="no")
    indicator(directory, "dust", "context")
    indicator(directory, "waste_growth", "core", kind="growth")
    names = ("waste", "dust", "waste_growth")
    for name in names:
        rows = [f"{name},rivertown,{2019 + gone},{50 - 2 * gone}" for gone in range(5)]
        publish(directory, name.replace("_", "-"), "2024-03-01", *rows)
    publish(
        directory,
        "first",
        "2025-02-01",
        f"{CONTRACTS},2024,91",
        *(f"{name},rivertown,2024,43" for name in names),
    )
    publish(
        directory, "revised", "2025-06-01", f"{CONTRACTS},2024,95", f"{CONTRACTS},2024,70,other"
    )
    add_row(directory, "sources.csv", "talk,T,T,City Hall,2025-01-10,news,en,,mirror,")
    add_row(directory, "observations.csv", f"{CONTRACTS},2024,99,talk,approximate,,")
    publish(directory, "last", "2026-02-01", f"{CONTRACTS},2025,124", f"{CONTRACTS},2021-2025,124")
    return package.load(directory)


def test_each_projected_year_is_compared_with_its_first_exact_print(small_package):
    found = projected_series(with_outcomes(small_package))
    # Waste: 50 to 42, so 40 in 2024, with the errors of all families; contracts: 60 to 85.4.
    columns = ["indicator", "known_year", "known", "year", "ahead", "method", "centre"]
    columns += ["lower_80", "upper_80", "lower_95", "upper_95", "actual", "actual_source"]
    columns += ["inside_80", "inside_95", "light", "rose"]
    contract = ("contract_turnover", 2023, 85.4)
    light = "significant progress"
    expected = [
        (*contract, 2025, 2, "drift", 98.1, 72.7, 123.5, 47.3, 148.9, 124.0, "last")
        + (False, True, light, True),
        ("waste", 2023, 42.0, 2024, 1, "drift", 40.0, 38.0, 42.0, 36.0, 44.0, 43.0, "first")
        + (False, True, light, False),
        (*contract, 2024, 1, "drift", 91.75, 79.05, 104.45, 66.35, 117.15, 91.0, "first")
        + (True, True, light, True),
    ]
    expected = pd.DataFrame(expected, columns=columns)
    pd.testing.assert_frame_equal(found[columns], expected, check_dtype=False)
    errors = pd.DataFrame(
        {
            "error": [98.1 - 124, 40 - 43, 0.75],
            "naive_error": [85.4 - 124, 42 - 43, 85.4 - 91],
            "scale": [6.35, 2.0, 6.35],
            "scaled": [25.9 / 6.35, 1.5, 0.75 / 6.35],
            "percent": [100 * (98.1 / 124 - 1), 100 * (40 / 43 - 1), 100 * (91.75 / 91 - 1)],
        }
    )
    pd.testing.assert_frame_equal(found[errors.columns], errors)


def test_another_method_may_be_judged(small_package):
    found = projected_series(with_outcomes(small_package), "naive")
    assert set(found.method) == {"naive"}
    assert found.error.to_list() == found.naive_error.to_list()


def test_a_series_without_an_outcome_or_known_to_the_end_is_left_out(small_package):
    book = package.load(small_package)
    none = projected_series(book)
    assert none.empty
    known = with_outcomes(small_package)
    assert list(none.columns) == list(projected_series(known).columns)
    assert "contract_turnover" not in set(
        projected_series(known.as_if(as_of="2026-02-01")).indicator
    )


def test_a_worked_out_figure_is_new_when_the_later_of_its_parts_is(small_package):
    # The turnover of 2023 was known on the day (85.4 in its first print), the product was not.
    book = package.load(add_share(small_package))
    known = history(book, "contract_share", as_of=book.as_of)
    assert known.index[-1] == 2022
    found = later_prints(book, "contract_share", "rivertown", known)
    assert found.value.to_dict() == pytest.approx({2023: 100 * 85.4 / 200})


def test_what_came_later_is_dated_and_of_a_later_year(small_package):
    publish(small_package, "undated", "", f"{CONTRACTS},2024,91")
    publish(small_package, "last", "2026-02-01", f"{CONTRACTS},2018,52", f"{CONTRACTS},2025,124")
    book = package.load(small_package)
    known = history(book, "contract_turnover", as_of=book.as_of)
    found = later_prints(book, "contract_turnover", "rivertown", known)
    assert found.value.to_dict() == {2025: 124.0}


def test_the_score_counts_hits_and_lights_that_were_right():
    rows = pd.DataFrame(
        [
            ("a", 2.0, 1.0, "limited progress", True, 4),
            ("a", -1.0, 3.0, "deterioration", True, 9),
            ("b", 0.0, 0.0, "deterioration", False, 2),
            ("b", 1.0, -2.0, "unable to assess", True, 12),
        ],
        columns=["indicator", "error", "naive_error", "light", "rose", "actual"],
    )
    rows = rows.assign(scale=2.0, lower_80=3, upper_80=8, lower_95=2, upper_95=9)
    assert score(rows) == {
        "cases": 4,
        "series": 2,
        "inside_80": 1,
        "inside_95": 3,
        "mase": 0.5,
        "mase_naive": 0.75,
        "better": 2,
        "too_high": 2,
        "light_cases": 3,
        "light_right": 2,
    }


def test_the_score_of_nothing_is_nought(small_package):
    found = score(projected_series(package.load(small_package)))
    means = {key: found.pop(key) for key in ("mase", "mase_naive")}
    assert all(math.isnan(mean) for mean in means.values())
    assert set(found.values()) == {0}
    assert len(found) == 8


# --- targets -------------------------------------------------------------------------------------


@pytest.fixture
def decided(small_package):
    """Load targets that are decided, the last of them one that no tracker can assess.

    Contracts of Rivertown (98.1 expected, over 90 asked) came to 95; those of Hilltown (18
    expected, 20 asked) to 19; the research share came to 6, without a projection; of the rank
    nothing was known.
    """
    rows = [
        f"contract_turnover,hilltown,{year},{value}"
        for year, value in ((2019, 6), (2020, 8), (2021, 10), (2023, 14))
    ]
    publish(small_package, "hill", "2024-03-01", *rows)
    outcomes = ("contract_turnover,hilltown,2025,19", "city_rank,hilltown,2025,3")
    publish(
        small_package,
        "last",
        "2026-02-01",
        f"{CONTRACTS},2025,95",
        "research_share,rivertown,2025,6",
        *outcomes,
    )
    asked = ["contract_turnover,hilltown,2025,>=,20", "city_rank,hilltown,2025,<=,3"]
    announce(small_package, "plan-hill", "2024-03-02", *asked)
    return package.load(small_package)


# Of the errors a tenth is below -4 scales, half below 0, nine tenths below 4.
RIVER = 1 - (0.1 + 0.4 * (4 - 8.1 / 6.35) / 4)
HILL = 1 - (0.5 + 0.4 * 1 / 4)


def test_the_worst_call_stands_first(decided):
    found = probability_cases(decided)
    columns = ["place", "indicator", "probability", "happened", "brier"]
    expected = [
        ("hilltown", "contract_turnover", HILL, False, HILL**2),
        ("rivertown", "contract_turnover", RIVER, True, (1 - RIVER) ** 2),
    ]
    pd.testing.assert_frame_equal(
        found[columns], pd.DataFrame(expected, columns=columns), rtol=1e-5
    )


def test_a_light_says_yes_or_no_and_was_right_or_not(decided):
    found = light_cases(decided).set_index(["tracker", "place", "indicator"])
    says = {
        "eurostat": ("on track", "on track", "target achieved"),
        "un": ("on track", "on track", "target met"),
        "destatis": ("sun", "cloud", "sun"),
        "escap": ("maintain", "accelerate", "maintain"),
    }
    targets = [
        ("rivertown", "contract_turnover", True, False),
        ("hilltown", "contract_turnover", False, False),
        ("rivertown", "research_share", True, True),
    ]
    expected = {
        (tracker, place, indicator): (light, yes, happened, yes == happened, reached_then)
        for tracker, lights in says.items()
        for (place, indicator, happened, reached_then), light in zip(targets, lights, strict=True)
        for yes in [light not in ("cloud", "accelerate")]
    }
    columns = ["light", "yes", "happened", "right", "reached_then"]
    assert dict(zip(found.index, found[columns].itertuples(index=False), strict=True)) == expected


def test_the_forecasters_are_scored_on_all_their_targets_and_on_those_of_the_book(decided):
    ours = ((1 - RIVER) ** 2 + HILL**2) / 2
    expected = [
        ("the book", 2, 2, ours, 2, 2, ours),
        ("eurostat", 3, 2, 1 / 3, 2, 1, 1 / 2),
        ("un", 3, 2, 1 / 3, 2, 1, 1 / 2),
        ("destatis", 3, 3, 0.0, 2, 2, 0.0),
        ("escap", 3, 3, 0.0, 2, 2, 0.0),
        ("always yes", 3, 2, 1 / 3, 2, 1, 1 / 2),
    ]
    names = ["cases", "right", "brier", "same_cases", "same_right", "same_brier"]
    expected = pd.DataFrame(expected, columns=["forecaster", *names])
    pd.testing.assert_frame_equal(forecasters(decided), expected, rtol=1e-5)


def test_a_forecaster_without_a_decided_target_has_no_score(small_package):
    found = forecasters(package.load(small_package)).set_index("forecaster")
    assert found.loc["the book", ["cases", "right"]].to_list() == [0, 0]
    assert math.isnan(found.brier["the book"]) and math.isnan(found.same_brier["escap"])
