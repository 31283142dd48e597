"""How near and how fast the targets were when they were announced."""

import math

import pytest
from goalcheck.data import package
from goalcheck.targets.announcements import announcements
from rows import add_row, announce


def test_what_was_known_is_a_share_of_the_target(small_package):
    announce(small_package, "plan", "2022-12-31", "contract_turnover,rivertown,2025,>,100")
    first, again = (
        row
        for row in announcements(package.load(small_package)).itertuples()
        if row.indicator == "contract_turnover"
    )
    assert math.isnan(first.set_share) and math.isnan(first.pace)
    assert again.set_share == pytest.approx(70)
    # 30 in the four years after 2021, where two years before had brought 10.
    assert again.pace == pytest.approx(7.5 / 5)


def test_a_year_of_growth_is_no_share_of_a_target(small_package):
    add_row(
        small_package,
        "indicators.csv",
        "contract_growth,Growth,,percent,contracts,growth,,elapsed,yes,,,Change over a year.,,core,contracts",
    )
    announce(small_package, "plan", "2024-02-28", "contract_growth,rivertown,2024-2025,>=,5")
    add_row(small_package, "observations.csv", "contract_growth,rivertown,2023,10,plan,reported,,")
    rows = announcements(package.load(small_package)).set_index("indicator")
    assert rows.set_value["contract_growth"] == 10
    assert math.isnan(rows.set_share["contract_growth"])
