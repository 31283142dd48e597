"""One target as it looked on the day of the article: what was known, projected, probable, lit."""

import math

import numpy as np
import pytest
from goalcheck.data import package
from goalcheck.forecast.trackers import UNABLE
from goalcheck.targets.expected import (
    errors_for,
    headline,
    needed_change,
    outlook,
    outlooks,
    project_all,
)
from rows import add_row, announce, publish

CONTRACTS = "contract_turnover,rivertown"


def loaded(directory, *rows, target=None):
    """Load the package with more figures known on the day, and another target if one is given."""
    if rows:
        publish(directory, "more", "2024-03-01", *rows)
    if target:
        announce(directory, "plan-new", "2024-03-02", target)
    return package.load(directory)


def lights(one):
    return {name: verdict.light for name, verdict in one.lights.items()}


def test_a_target_is_projected_with_the_errors_of_its_family(small_package):
    # 60, 64, 70, 79, 85.4: 6.35 a year up, and as much is the mean change that scales the errors.
    one = outlook(package.load(small_package), "contract_turnover")
    assert (one.target, one.target_year, one.reason) == (90.0, 2025, "")
    assert one.history.value.to_dict() == {2019: 60, 2020: 64, 2021: 70, 2022: 79, 2023: 85.4}
    columns = ["year", "centre", "lower_80", "upper_80", "lower_95", "upper_95"]
    expected = [
        [2024, 85.4 + 6.35, *(85.4 + 6.35 * (1 + error) for error in (-2, 2, -4, 4))],
        [2025, 85.4 + 12.7, *(85.4 + 6.35 * (2 + error) for error in (-4, 4, -8, 8))],
    ]
    assert one.projection[columns].to_numpy() == pytest.approx(np.array(expected))
    assert one.projection.method.unique() == ["drift"]
    # 90 lies 8.1 below the centre; of the errors a tenth is below -4 scales, half below 0.
    below = 0.1 + 0.4 * (4 - 8.1 / 6.35) / 4
    assert one.probability == pytest.approx(1 - below, abs=1e-6)


def test_the_lights_compare_the_first_year_of_the_window_with_the_last(small_package):
    rows = [f"{CONTRACTS},{year},{value}" for year, value in ((2015, 85), (2016, 44), (2017, 47))]
    book = loaded(small_package, *rows, f"{CONTRACTS},2018,52", target=f"{CONTRACTS},2025,>=,110")
    # From 44 in 2016, seven years before, not from 85: 9.9 % a year, 10.7 % were needed.
    # The last five changes are 6.68 a year, so 98.8 is to be expected of 110.
    assert lights(outlook(book, "contract_turnover")) == {
        "eurostat": "progress, acceleration needed",
        "un": "fair progress, acceleration needed",
        "destatis": "cloud",
        "escap": "accelerate",
    }


def test_a_lower_rank_is_progress(small_package):
    rows = [f"city_rank,rivertown,{2019 + gone},{15 - gone}" for gone in range(5)]
    book = loaded(small_package, *rows, target="city_rank,rivertown,2025,<=,8")
    one = outlook(book, "city_rank")
    # 11 in 2023 and one place a year: the ninth in 2025. A tenth of the errors is below -2 places,
    # half below 0, so three tenths of them would bring the eighth.
    assert one.projection.centre.to_list() == [10.0, 9.0]
    assert one.probability == pytest.approx(0.3)
    # -7.5 % a year where -9.9 % were needed; of the way of 7 places 5.6 are to be expected on that
    # path, and of the 3 places left 2 on a straight line.
    assert lights(one) == {
        "eurostat": "progress, acceleration needed",
        "un": "fair progress, acceleration needed",
        "destatis": "cloud",
        "escap": "accelerate",
    }


def test_what_came_later_is_shown_on_the_basis_known_then(small_package):
    publish(small_package, "a", "2025-03-01", f"{CONTRACTS},2024,91")
    publish(small_package, "b", "2025-06-01", f"{CONTRACTS},2024,70,other")
    book = loaded(small_package)
    assert outlook(book, "contract_turnover").outcomes.value.to_dict() == {2024: 91.0}
    assert outlook(book, "research_share").outcomes.empty


def test_a_worked_out_series_shows_what_came_later_of_both_parts(small_package):
    for name in ("product", "contract_share"):
        add_row(
            small_package,
            "indicators.csv",
            f"{name},Share,,percent,contracts,share,,elapsed,yes,,,A part of a whole.,,core,contracts",
        )
    add_row(
        small_package,
        "calculations.csv",
        "contract_share,contract_turnover,product,100,Nobody prints it.",
    )
    publish(
        small_package,
        "later",
        "2025-03-01",
        f"{CONTRACTS},2024,90",
        "product,rivertown,2024,200",
        "product,rivertown,2022,1",
    )
    rows = [f"product,rivertown,{year},{value}" for year, value in ((2022, 158), (2023, 170.8))]
    book = loaded(small_package, *rows, target="contract_share,rivertown,2025,=,60")
    one = outlook(book, "contract_share")
    assert one.history.value.to_dict() == {2022: 50.0, 2023: 50.0}
    assert one.outcomes.value.to_dict() == {2024: 45.0}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "too short to project: nothing was known"),
        (["2023,95"], "too short to project: 1 years without a gap (2023), 5 are needed"),
    ],
)
def test_without_a_history_there_is_a_reason_and_no_light(small_package, rows, reason):
    rows = [f"contract_turnover,land,{row}" for row in rows]
    book = loaded(small_package, *rows, target="contract_turnover,land,2025,>,90")
    one = outlook(book, "contract_turnover", "land")
    assert (one.projection, one.reason) == (None, reason)
    assert math.isnan(one.probability)
    assert set(lights(one).values()) == {UNABLE}
    assert one.outcomes.empty


def test_a_growth_rate_has_neither_probability_nor_light(small_package):
    add_row(
        small_package,
        "indicators.csv",
        "contract_growth,Growth,,percent,contracts,growth,,elapsed,yes,,,Change over a year.,,core,contracts",
    )
    rows = [f"contract_growth,rivertown,{year},{year - 2015}" for year in range(2019, 2024)]
    book = loaded(small_package, *rows, target="contract_growth,rivertown,2025,>=,9")
    one = outlook(book, "contract_growth")
    assert one.projection.centre.to_list() == [9.0, 10.0]
    assert math.isnan(one.probability)
    assert set(lights(one).values()) == {UNABLE}


def test_the_newest_target_announced_by_the_day_counts(small_package):
    late = (f"{CONTRACTS},2025,>,70", "city_rank,rivertown,2025,<=,9")
    announce(small_package, "late", "2024-08-15", *late)
    book = loaded(small_package, target=f"{CONTRACTS},2025,>,80")
    found = outlooks(book)
    assert {name: one.target for name, one in found.items()} == {
        "research_share": 6.0,
        "contract_turnover": 80.0,
    }
    assert outlooks(book, "hilltown") == {}


@pytest.mark.parametrize(
    ("place", "as_of", "message"),
    [
        ("hilltown", "2024-08-14", "no target of hilltown for contract_turnover"),
        (None, "2021-03-30", "no target of rivertown for .* was announced by 2021-03-30"),
    ],
)
def test_a_target_that_had_not_been_announced_has_no_outlook(small_package, place, as_of, message):
    book = package.load(small_package).as_if(as_of=as_of)
    with pytest.raises(LookupError, match=message):
        outlook(book, "contract_turnover", place)


def test_another_method_and_window_may_be_asked_for(small_package):
    rows = [f"{CONTRACTS},{year},{value}" for year, value in ((2016, 44), (2017, 47), (2018, 52))]
    book = loaded(small_package, *rows)
    centres = {
        (method, window): outlook(book, "contract_turnover", method=method, window=window)
        for method in (None, "naive")
        for window in (8, 5)
    }
    found = {key: one.projection.centre.iloc[-1] for key, one in centres.items()}
    assert found == pytest.approx(
        {
            (None, 8): 85.4 + 2 * 41.4 / 7,
            (None, 5): 85.4 + 2 * 25.4 / 4,
            ("naive", 8): 85.4,
            ("naive", 5): 85.4,
        }
    )
    # Half of the errors of "no change" lie below +1 scale, a tenth below -3; the scale is that of
    # the window.
    chances = {key: one.probability for key, one in centres.items()}
    for window, scale in ((8, 41.4 / 7), (5, 6.35)):
        below = 0.1 + 0.4 * (4.6 / scale + 3) / 4
        assert chances["naive", window] == pytest.approx(1 - below, abs=1e-6)


def test_every_method_with_known_errors_projects_to_the_promised_year(small_package):
    book = package.load(small_package)
    known = outlook(book, "contract_turnover").history
    found = {
        name: table.centre.iloc[-1]
        for name, table in project_all(book, "contract_turnover", known).items()
    }
    assert found == pytest.approx(
        {"naive": 85.4, "drift": 98.1, "cagr": 85.4 * math.sqrt(85.4 / 60)}
    )


def test_the_headline_method_is_that_of_the_smallest_error(small_package):
    path = small_package / "derived" / "accuracy_as_of.csv"
    assert headline(package.load(small_package)) == "drift"
    path.write_text(path.read_text("utf-8").replace("naive,2", "naive,0.5"), "utf-8")
    assert headline(package.load(small_package)) == "naive"


def test_an_indicator_without_a_family_has_the_errors_of_all(small_package):
    book = package.load(small_package)
    assert errors_for(book, "contract_turnover", "drift").to_dict("index") == {
        1: {0.025: -4, 0.1: -2, 0.5: 0, 0.9: 2, 0.975: 4},
        2: {0.025: -8, 0.1: -4, 0.5: 0, 0.9: 4, 0.975: 8},
    }
    assert errors_for(book, "city_rank", "naive").to_dict("index") == {
        1: {0.025: -1, 0.1: 0, 0.5: 1, 0.9: 2, 0.975: 3},
        2: {0.025: -3, 0.1: -1, 0.5: 1, 0.9: 3, 0.975: 5},
    }


@pytest.mark.parametrize(
    ("year", "expected"),
    [("2023", (90 - 82) / 2), ("2025", math.nan), ("2026", math.nan)],
)
def test_the_change_still_needed_is_spread_over_the_years_left(small_package, year, expected):
    announce(small_package, "plan-new", "2024-03-02", "contract_turnover,land,2025,>,90")
    publish(small_package, "a", year, f"contract_turnover,land,{year},82")
    book = package.load(small_package).as_if(as_of="2026-12-31")
    found = needed_change(outlook(book, "contract_turnover", "land"))
    assert found == pytest.approx(expected, nan_ok=True)


def test_no_change_is_needed_from_nowhere(small_package):
    book = loaded(small_package, target="contract_turnover,land,2025,>,90")
    assert math.isnan(needed_change(outlook(book, "contract_turnover", "land")))
