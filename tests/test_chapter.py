"""What a chapter prints of targets: the year of the promise, and why there is no projection."""

import pytest
from goalcheck import chapter, prose, tables
from goalcheck.display import Badge
from goalcheck.outlook import outlook
from test_tables import announce, publish


def test_a_target_for_another_year_is_printed_with_that_year(small_package):
    announce(small_package, "plan-2022", "2022-03-01", "contract_turnover,rivertown,2026,>,95")
    book = tables.load(small_package).as_if(target_year=2026)
    one = outlook(book, "contract_turnover")
    assert chapter.outcome_row(book, one) == {
        "Indicator": "Contract turnover (100 million CNY)",
        "Target 2026": "more than 95",
        "Known": "85.4 (2023)",
        "Projected, 80% interval": "errors are known for 1, 2 years ahead, not for 3",
        "Chance of meeting it": "–",
        "Published since": "85.9 (2023)",
        "Result": Badge("not known", "not-known"),
    }
    assert chapter.verdict_words(book, "contracts").startswith("Official targets for 2026: 1 not ")


def test_a_series_that_has_reached_the_year_is_not_called_too_short(small_package):
    publish(small_package, "early", "2024-02-01", "city_rank,rivertown,2024,4")
    announce(small_package, "plan-2022", "2022-03-01", "city_rank,rivertown,2024,>=,5")
    rows = [f"city_rank,rivertown,{year},{2030 - year}" for year in range(2019, 2024)]
    publish(small_package, "list", "2023-12-01", *rows)
    book = tables.load(small_package).as_if(target_year=2024)
    row = chapter.outcome_row(book, outlook(book, "city_rank"))
    assert row["Projected, 80% interval"] == "nothing to project: the series already reaches 2024"


@pytest.mark.parametrize(
    ("period", "words"),
    [("2021-2025", "2021–2025"), ("2024-07", "July 2024"), ("", "date not known")],
)
def test_any_period_of_the_data_has_its_words(period, words):
    assert prose.date_words(period) == words
