"""Figures worked out from printed ones: levels by shares and by growth, rates that are left."""

import pandas as pd
import pytest
from goalcheck.data.arithmetic import growth
from goalcheck.data.series import of
from goalcheck.data.worked_out import (
    chained,
    increments,
    mean_rate,
    needed_rate,
    part_of,
    rest_rate,
    with_rate,
    without_rate,
)


def series(values, unit="t", source="a"):
    rows = pd.DataFrame({"value": values.values(), "source_id": source}, index=list(values))
    return of(rows.astype({"value": float}), name=f"From {source}", unit=unit)


LEVEL = series({2021: 100, 2022: 110, 2023: 132})
RATES = series({2022: 10, 2023: 20}, "percent", "b")


def test_a_level_that_is_carried_by_its_own_growth_comes_back():
    assert chained(LEVEL, RATES, 2021, 2023)[2023] == pytest.approx(132)
    assert chained(LEVEL, RATES, 2023, 2021)[2021] == pytest.approx(100)
    assert chained(LEVEL, growth(LEVEL), 2023, 2022)[2022] == pytest.approx(110)


def test_a_carried_level_has_the_unit_of_the_level_and_the_sources_of_both():
    back = chained(LEVEL, RATES, 2023, 2022)
    assert (back.unit, back.periods, back.sources) == ("t", [2022], ("a", "b"))


def test_a_level_is_read_only_when_it_is_used():
    seen = []
    rows = pd.DataFrame({"value": [132.0], "source_id": "a"}, index=[2023])
    level = of(rows, name="Level", unit="t", seen=seen.extend)
    back = chained(level, RATES, 2023, 2022)
    assert seen == []
    assert back[2022] == pytest.approx(110)
    assert sorted(seen) == ["a", "b"]


@pytest.mark.parametrize(("start", "end"), [(2020, 2022), (2022, 2024)])
def test_a_missing_value_or_rate_is_named(start, end):
    with pytest.raises(KeyError, match="has no value for 20"):
        chained(LEVEL, RATES, start, end)


def test_a_level_by_its_share_has_the_unit_of_the_whole():
    share = series({2023: 25}, "percent", "c")
    part = part_of(LEVEL, share)
    assert part.values.to_dict() == {2023: 33.0}
    assert (part.unit, part.name, part.sources) == ("t", "From c", ("a", "c"))


def test_a_cumulative_count_is_cut_into_what_was_added():
    assert increments(LEVEL).values.to_list() == [100, 10, 22]


def test_rates_are_compounded():
    assert mean_rate(RATES) == pytest.approx(100 * (1.32**0.5 - 1))
    assert needed_rate(100, 132, 2) == pytest.approx(mean_rate(RATES))
    assert without_rate(with_rate(10, 20), 20) == pytest.approx(10)


def test_what_is_left_of_a_mean_leads_to_it():
    left = rest_rate(12, RATES, 3)
    assert 1.1 * 1.2 * (1 + left / 100) == pytest.approx(1.12**3)


def test_nothing_is_left_once_all_years_are_known():
    with pytest.raises(ValueError, match="none of 2 is left"):
        rest_rate(12, RATES, 2)
