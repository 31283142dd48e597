"""What could be expected of a series without a target."""

import pytest
from goalcheck.data import package
from goalcheck.targets.trend import trend
from rows import publish

COUNTS = ("2017,50", "2018,55")


@pytest.fixture
def contracts(small_package):
    publish(small_package, "old", "2019", *(f"contract_turnover,rivertown,{row}" for row in COUNTS))
    return trend(package.load(small_package), "contract_turnover")


def test_it_is_what_was_known_then_projected_to_the_promised_year(contracts):
    assert (contracts.known.period, contracts.known.value) == (2023, 85.4)
    assert contracts.projection.year.iloc[-1] == 2025
    assert contracts.unit == "100 million CNY"


def test_a_later_start_leaves_years_out_and_a_floor_cuts_the_intervals(small_package):
    publish(small_package, "old", "2019", *(f"contract_turnover,rivertown,{row}" for row in COUNTS))
    book = package.load(small_package)
    whole = trend(book, "contract_turnover")
    cut = trend(book, "contract_turnover", start=2018, floor=84.0)
    assert (whole.history.index[0], cut.history.index[0]) == (2017, 2018)
    assert whole.projection.lower_95.min() < 84.0 == cut.projection.lower_95.min()


def test_what_is_less_is_more_probable(contracts):
    assert contracts.chance(60) > contracts.chance(150)


def test_without_a_later_figure_nothing_can_be_compared(contracts):
    with pytest.raises(LookupError, match="contract_turnover has no later figure"):
        _ = contracts.first


def test_the_first_later_figure_stands_beside_its_projection(small_package):
    publish(small_package, "new", "2025-05-01", "contract_turnover,rivertown,2024,95")
    came = trend(package.load(small_package), "contract_turnover").first
    assert (came.year, came.actual) == (2024, 95.0)
    assert came.centre == pytest.approx(91.75)
