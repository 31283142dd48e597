"""The reference panel as series."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.package import UnknownKey
from goalcheck.data.panel import Panel, panel_of


@pytest.fixture
def panel():
    """Return three regions and their country in two years, with a tie in the second."""
    rows = pd.DataFrame(
        [
            ("land", 2021, 60.0, "a"),
            ("east", 2021, 30.0, "a"),
            ("west", 2021, 20.0, "b"),
            ("north", 2021, 10.0, "a"),
            ("land", 2022, 80.0, "c"),
            ("east", 2022, 10.0, "c"),
            ("west", 2022, 30.0, "c"),
            ("north", 2022, 30.0, "c"),
        ],
        columns=["place", "year", "value", "source_id"],
    )
    names = pd.Series({place: place.title() for place in rows.place})
    return Panel("Contracts", "count", "land", rows, names)


def test_a_region_has_a_place_among_the_regions_without_their_country(panel):
    assert panel.ranks("west").values.to_dict() == {2021: 2, 2022: 1}
    assert panel.ranks("north").values.to_dict() == {2021: 3, 2022: 1}
    assert panel.ranks("east").last.words() == "3"


def test_a_place_among_others_rests_on_the_figures_of_all(panel):
    assert panel.ranks("east").between(last=2021).sources == ("a", "b")


def test_an_unknown_place_is_named(panel):
    with pytest.raises(UnknownKey, match="no place with Contracts 'wast'; did you mean"):
        panel.ranks("wast")


def test_a_region_has_a_share_in_its_country(panel):
    share = panel.share("west")
    assert (share.name, share.unit, share.last.words(1)) == ("West", "percent", "37.5%")


def test_the_panel_can_be_read_as_it_was_known(small_package):
    book = package.load(small_package)
    assert panel_of(book, "contract_count")["hilltown"].last.period == 2022
    assert panel_of(book, "contract_count", known_in=2022)["hilltown"].last.period == 2021
