"""Series as they were known on a day."""

from dataclasses import replace

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.data.package import AmbiguousBasis, UnknownKey
from rows import add_row


@pytest.fixture
def book(small_package):
    return package.load(small_package)


def values(frame):
    return dict(frame.value)


def test_a_series_takes_the_newest_exact_value_of_each_period(book):
    assert values(book.series("contract_turnover")) == {
        "2019": 60.0,
        "2020": 64.0,
        "2021": 70.0,
        "2022": 79.0,
        "2023": 85.9,
    }


def test_each_value_carries_its_source_and_publication_day(book):
    row = book.series("contract_turnover").loc["2022"]
    assert row.source_id == "yearbook-2023"
    assert row.published == pd.Timestamp("2023-12-31")


def test_the_as_of_day_is_included(book):
    assert values(book.series("contract_turnover", as_of="2024-01-19"))["2023"] == 85.4
    assert "2023" not in book.series("contract_turnover", as_of="2024-01-18").index


def test_a_publication_known_to_the_year_counts_from_its_last_day(book):
    assert "2022" not in book.series("contract_turnover", as_of="2023-12-30").index
    assert values(book.series("contract_turnover", as_of="2023-12-31"))["2022"] == 79.0


def test_a_publication_without_a_date_counts_as_not_known(book):
    known = book.vintages("contract_turnover", as_of="2099-01-01")
    assert "undated-note" not in set(known.source_id)
    assert "undated-note" in set(book.vintages("contract_turnover").source_id)


@pytest.mark.parametrize("quality", ["rounded", "at_least", "approximate"])
def test_an_inexact_quotation_does_not_displace_an_exact_value(small_package, quality):
    add_row(
        small_package,
        "observations.csv",
        f"contract_turnover,rivertown,2022,80,speech-2024-09-30,{quality},,",
    )
    assert values(package.load(small_package).series("contract_turnover"))["2022"] == 79.0


def test_a_corrected_slip_shows_the_value_used_and_keeps_the_printed_one(book):
    assert book.series("contract_turnover").value["2023"] == 85.9
    printed = book.observations.set_index("source_id").published_value["yearbook-2024"]
    assert printed.tolist() == [58.9, 5.8]


def test_a_correction_without_a_value_leaves_the_row_out(small_package):
    path = small_package / "corrections.csv"
    path.write_text(
        path.read_text("utf-8").replace("yearbook-2024,85.9,", "yearbook-2024,,"), "utf-8"
    )
    assert values(package.load(small_package).series("contract_turnover"))["2023"] == 85.4


def test_several_bases_must_be_chosen_from(book):
    told = "^research_share in rivertown stands on several bases that must not be joined; "
    with pytest.raises(AmbiguousBasis, match=f"{told}choose basis= one of 'new-product', 'old-"):
        book.series("research_share")
    assert values(book.series("research_share", basis="new-product")) == {"2022": 5.8}


def test_a_basis_published_later_does_not_make_the_past_ambiguous(book):
    assert values(book.series("research_share", as_of="2024-08-14")) == {"2021": 6.1, "2022": 6.2}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            dict(indicator="contract_turnovr"),
            "no indicator 'contract_turnovr'; did you mean 'contract_turnover'",
        ),
        (
            dict(indicator="contract_turnover", place="rivertwn"),
            "no place 'rivertwn'; did you mean 'rivertown'",
        ),
        (
            dict(indicator="research_share", basis="newest"),
            "no basis of research_share in rivertown 'newest'; did you mean 'new-product' or 'old-product'",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_near_ones(book, call, message):
    with pytest.raises(UnknownKey) as error:
        book.series(**call)
    assert message in str(error.value)


def test_years_are_numbers_in_a_yearly_series(book):
    years = pd.Index([2019, 2020, 2021, 2022, 2023], name="year")
    pd.testing.assert_index_equal(book.yearly("contract_turnover").index, years)


def test_targets_are_known_from_their_announcement_on(book):
    assert book.targets("contract_turnover", as_of="2021-03-30") == ()
    (target,) = book.targets("contract_turnover", as_of="2021-03-31")
    assert (target.comparator, target.value) == (">", 90.0)


def test_a_later_publication_changes_nothing_in_an_earlier_view(small_package):
    before = package.load(small_package).series("contract_turnover", as_of="2024-08-14")
    add_row(
        small_package,
        "observations.csv",
        "contract_turnover,rivertown,2022,99,yearbook-2024,revised,,",
    )
    changed = package.load(small_package)
    pd.testing.assert_frame_equal(changed.series("contract_turnover", as_of="2024-08-14"), before)
    assert values(changed.series("contract_turnover"))["2022"] == 99.0


def test_the_order_of_the_rows_does_not_matter(small_package):
    before = package.load(small_package).series("contract_turnover")
    path = small_package / "observations.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", "utf-8")
    pd.testing.assert_frame_equal(package.load(small_package).series("contract_turnover"), before)


def test_the_panel_has_one_row_a_cell(book):
    assert book.panel.to_dict("list") == {
        "indicator": ["contract_count"] * 4,
        "place": ["hilltown"] * 3 + ["land"],
        "year": [2020, 2021, 2022, 2022],
        "value": [10.0, 11.0, 120.0, 900.0],
        "source_id": ["yearbook-2021", "yearbook-2022", "yearbook-2023", "yearbook-2023"],
        "vintage": [2021.0, 2022.0, 2023.0, 2023.0],
    }


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        # Unrounded in the yearbooks, whichever is the newest to have the year.
        ("rd_expenditure", {2020: 10.1, 2021: 12.2}),
        # Of the newest table alone, so that a revision makes no step.
        ("rd_intensity", {2021: 12.2}),
        # Any other takes the newest print of each year, from any source.
        ("contract_count", {2020: 10.1, 2021: 12.3}),
    ],
)
def test_a_series_of_the_panel_stands_on_one_basis(book, indicator, expected):
    cells = [
        (2020, 10.1, "cstsy-2021", 2021.0),
        (2021, 12.1, "cstsy-2022", 2022.0),
        (2021, 12.2, "cstsy-2023", 2023.0),
        (2021, 12.3, "bulletin", 2024.0),
    ]
    columns = ["year", "value", "source_id", "vintage"]
    rows = pd.DataFrame(cells, columns=columns).assign(indicator=indicator, place="hilltown")
    found = replace(book, _tables=dict(book._tables) | {"panel_vintages": rows}).panel
    assert dict(zip(found.year, found.value, strict=True)) == expected


def test_an_unknown_indicator_of_a_target_is_named(book):
    with pytest.raises(UnknownKey, match="has no indicator 'contract_turnovr'; did you mean"):
        book.targets("contract_turnovr")


def test_three_near_names_are_enough():
    with pytest.raises(UnknownKey) as error:
        package.Package.require("rank0", ["rank1", "rank2", "rank3", "rank4"], "indicator")
    assert str(error.value).count(" or ") == 2


def test_the_same_content_is_loaded_once(small_package):
    assert package.load(small_package) is package.load(small_package)


def test_a_package_as_it_stood_on_a_day_knows_nothing_newer(small_package):
    then = package.load(small_package).published_by("2022-12-31")
    figures = then.vintages("contract_turnover")
    assert figures.published.notna().all()
    assert (figures.published <= "2022-12-31").all()
    assert set(figures.period) < set(
        package.load(small_package).vintages("contract_turnover").period
    )
    assert then.published_by("2020-12-31").targets() == ()


def test_rows_of_a_table_are_found_by_their_key_or_source_or_indicator(small_package):
    book = package.load(small_package)
    assert book.rows("sources", ["plan-2021", "article"]).index.to_list() == [
        "plan-2021",
        "article",
    ]
    assert set(book.printed_in(["yearbook-2021"]).period) == {"2019", "2020"}
    assert set(book.printed_of(["city_rank"]).indicator) == {"city_rank"}
    with pytest.raises(UnknownKey, match="did you mean 'city_rank'"):
        book.printed_of(["city_rnk"])
