"""How far places move in rankings from one edition to the next."""

import pandas as pd
from goalcheck.data import package
from goalcheck.data.rankings import moves_of
from rows import publish


def moves(directory, top=10, as_of="2024-08-14"):
    book = package.load(directory)
    cases = moves_of(book, ["city_rank"], as_of=pd.Timestamp(as_of), top=top)
    return {(row.place, row.year): row.moved for row in cases.itertuples()}


def test_places_are_followed_from_each_edition_to_the_next(small_package):
    publish(small_package, "a", "2022", "city_rank,rivertown,2021,4", "city_rank,hilltown,2021,9")
    publish(small_package, "b", "2023", "city_rank,rivertown,2022,6", "city_rank,hilltown,2022,9")
    publish(small_package, "c", "2024-01", "city_rank,rivertown,2023,5")
    assert moves(small_package) == {
        ("rivertown", 2021): 2,
        ("rivertown", 2022): 1,
        ("hilltown", 2021): 0,
    }
    assert moves(small_package, top=5) == {("rivertown", 2021): 2}
    assert moves(small_package, as_of="2023-06-30") == {}
    assert moves(small_package, top=5, as_of="2023-12-31") == {("rivertown", 2021): 2}


def test_a_new_method_or_a_missing_edition_is_no_move(small_package):
    publish(small_package, "a", "2020", "city_rank,rivertown,2019,4")
    publish(small_package, "b", "2022", "city_rank,rivertown,2021,6")
    publish(small_package, "c", "2023", "city_rank,rivertown,2022,2,new-method")
    assert moves(small_package) == {}


def test_the_newest_print_of_an_edition_counts_and_both_sources_are_told(small_package):
    publish(small_package, "a", "2022", "city_rank,rivertown,2021,4")
    publish(small_package, "b", "2023-03", "city_rank,rivertown,2021,5")
    publish(small_package, "c", "2023-06", "city_rank,rivertown,2022,6")
    cases = moves_of(
        package.load(small_package), ["city_rank"], as_of=pd.Timestamp("2024-08-14"), top=10
    )
    assert cases[["moved", "source_id", "next_source_id"]].to_numpy().tolist() == [[1, "b", "c"]]
