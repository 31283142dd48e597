"""The rule by which intervals are drawn, and how often they hold what comes."""

import numpy as np
import pandas as pd
import pytest
from goalcheck.forecast.intervals import (
    coverage_table,
    error_quantiles,
    known_at,
    textbook_interval,
)


def pool(*groups: tuple[str, int, int, float]) -> pd.DataFrame:
    """Make a pool of even errors from -spread to +spread for (family, origin, horizon, spread)."""
    parts = [
        pd.DataFrame(
            {
                "family": family,
                "origin": origin,
                "horizon": horizon,
                "error": np.linspace(-spread, spread, 101),
            }
        )
        for family, origin, horizon, spread in groups
    ]
    return pd.concat(parts, ignore_index=True)


# Two families that err the same in two years.
EVEN = [(family, origin, 1, 1.0) for family in "ab" for origin in (2018, 2019)]


def reach(table: pd.DataFrame, horizon: int = 1) -> list[float]:
    return table.loc[horizon, [0.1, 0.5, 0.9]].round(6).to_list()


def test_where_all_err_alike_the_pool_is_taken_as_it_is():
    table = error_quantiles(pool(*EVEN), "a")
    assert table.factor.item() == pytest.approx(1, abs=1e-6)
    assert reach(table) == [-0.8, 0, 0.8]


def test_a_family_is_stretched_to_its_worst_year():
    table = error_quantiles(pool(*EVEN, ("b", 2020, 1, 3.0)), "b")
    plain = error_quantiles(pool(*EVEN, ("b", 2020, 1, 3.0)), "a")
    held = table.loc[1, 0.9]
    assert held == pytest.approx(2.4, abs=0.01)  # 80 % of the even errors from -3 to 3
    assert plain.loc[1, 0.9] == pytest.approx(0.8, abs=0.01)


def test_a_family_that_errs_less_is_narrowed():
    calm = pool(*EVEN, ("c", 2018, 1, 0.5), ("c", 2019, 1, 0.5))
    assert error_quantiles(calm, "c").loc[1, 0.9] == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize("family", ["c", "d"])
def test_a_family_with_one_year_or_none_takes_the_largest_factor_of_any(family):
    wild = pool(*EVEN, ("b", 2020, 1, 3.0), ("c", 2019, 1, 0.1))
    expected = error_quantiles(wild, "b")
    pd.testing.assert_frame_equal(error_quantiles(wild, family), expected)


def test_a_series_without_family_takes_the_record_of_the_whole_pool():
    half_wild = pool(*EVEN, ("a", 2020, 1, 1.0), ("b", 2020, 1, 3.0))
    factors = [error_quantiles(half_wild, family).factor.item() for family in ("a", "all", "b")]
    assert factors[0] < factors[1] < factors[2]
    assert error_quantiles(pool(*EVEN), "all").factor.item() == pytest.approx(1)


def test_the_factor_is_the_same_at_every_horizon_and_never_narrows_a_longer_one():
    two = pool(*EVEN, ("a", 2018, 2, 0.5), ("b", 2018, 2, 0.5))
    table = error_quantiles(two, "a")
    assert table.factor.nunique() == 1
    assert reach(table, 2) == reach(table, 1)


def test_the_median_error_stays_where_it_was():
    biased = pool(*EVEN).assign(error=lambda errors: errors.error + 5)
    assert reach(error_quantiles(biased, "a")) == [4.2, 5, 5.8]


def test_a_horizon_without_errors_is_not_made_up():
    assert error_quantiles(pool(*EVEN), "a").index.to_list() == [1]


def test_errors_that_are_not_numbers_do_not_count_nor_make_a_year():
    errors = pool(*EVEN, ("b", 2020, 1, 3.0), ("c", 2019, 1, 0.1))
    unknown = pool(("c", 2020, 1, 1.0)).assign(error=np.nan)
    found = error_quantiles(pd.concat([errors, unknown]), "c")
    pd.testing.assert_frame_equal(found, error_quantiles(errors, "c"))


def test_what_is_known_ends_with_the_year_and_leaves_the_place_out():
    errors = pd.DataFrame(
        {"origin": [2018, 2019, 2019], "horizon": [2, 1, 2], "place": ["a", "b", "a"]}
    )
    assert known_at(errors, 2020).index.to_list() == [0, 1]
    assert known_at(errors, 2020, "b").index.to_list() == [0]
    assert known_at(errors, 2017).empty


def study() -> pd.DataFrame:
    """Return invented errors of two places, one indicator, origins 2018 to 2020."""
    rows = [
        ("a", 2018, 0.0), ("a", 2019, 1.0), ("a", 2020, 2.0),
        ("b", 2018, 0.0), ("b", 2019, 3.0), ("b", 2020, 0.5),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["place", "origin", "error"])
    return frame.assign(method="drift", horizon=1, family="f", indicator="i")


def test_coverage_uses_other_places_and_only_what_was_known():
    table = coverage_table(study(), ("drift",))
    table = table[table.family == "f"].set_index("rule")
    # 2018 knows nothing; 2019 knows only the other place's 0.0.
    known = table.loc["same indicator, known"]
    assert known.cases == 4
    # 2019: neither 1.0 nor 3.0 is 0. 2020, 80 %: a's pool is (0, 3), 0.3 to 2.7 holds 2.0; b's is
    # (0, 1), 0.1 to 0.9 holds 0.5.
    assert known.within_80 == 50
    everything = table.loc["same indicator, all years"]
    # a's pool is (0, 3, 0.5): 0.1 to 2.5 holds 1 and 2. b's is (0, 1, 2): 0.2 to 1.8 holds 0.5.
    assert everything.cases == 6
    assert everything.within_80 == pytest.approx(100 * 3 / 6)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # Changes 1, 2, 1, 2: sd 0.57735, times sqrt(2 * (1 + 2 / 4)) is 1; t(3) at 0.9 is 1.6377.
        ("drift", (10 - 1.6377, 10 + 1.6377)),
        # Line: slope 1.5, mean 3.8, so 9.8 at t = 6; residual sd sqrt(0.3 / 3) = 0.31623, times
        # sqrt(1 + 1/5 + 16/10) is 0.52915; t(3) as above.
        ("ols", (9.8 - 1.6377 * 0.52915, 9.8 + 1.6377 * 0.52915)),
    ],
)
def test_textbook_intervals(method, expected):
    found = textbook_interval([1, 2, 4, 5, 7], 2, 0.8, method)
    assert found == pytest.approx(expected, abs=1e-3)
