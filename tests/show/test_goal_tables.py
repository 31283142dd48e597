"""What a chapter prints of targets: the year of the promise, and why there is no projection."""

import pytest
from goalcheck import words
from goalcheck.data import package
from goalcheck.show import goal_tables
from goalcheck.show.html import Badge
from goalcheck.targets.expected import outlook
from rows import add_row, announce, publish


def test_a_target_for_another_year_is_printed_with_that_year(small_package):
    announce(small_package, "plan-2022", "2022-03-01", "contract_turnover,rivertown,2026,>,95")
    book = package.load(small_package).as_if(target_year=2026)
    one = outlook(book, "contract_turnover")
    assert goal_tables.outcome_row(book, one) == {
        "Indicator": "Contract turnover",
        "Target for 2026": "more than 9.5 billion yuan",
        "Known on the article's date": "8.5 billion yuan (2023)",
        "Projected (80% interval)": "errors are known for 1, 2 years ahead, not for 3",
        "Chance of meeting the target": "–",
        "Published since": "8.6 billion yuan (2023)",
        "Result": Badge("below target in 2023", "below-target-earlier"),
    }
    assert goal_tables.verdict_words(book, "contracts").startswith(
        "Official targets for 2026, by their newest figures: 1 not "
    )


def test_a_figure_that_was_known_on_the_day_is_not_told_as_published_since(small_package):
    publish(small_package, "list", "2024-08-01", "research_share,rivertown,2023,6.4,new-product")
    book = package.load(small_package)
    row = goal_tables.outcome_row(book, outlook(book, "research_share"))
    assert row["Known on the article's date"] == "6.4% (2023)"
    assert row["Published since"] == "nothing found"


def test_a_series_that_has_reached_the_year_is_not_called_too_short(small_package):
    publish(small_package, "early", "2024-02-01", "city_rank,rivertown,2024,4")
    announce(small_package, "plan-2022", "2022-03-01", "city_rank,rivertown,2024,<=,5")
    rows = [f"city_rank,rivertown,{year},{2030 - year}" for year in range(2019, 2024)]
    publish(small_package, "list", "2023-12-01", *rows)
    book = package.load(small_package).as_if(target_year=2024)
    row = goal_tables.outcome_row(book, outlook(book, "city_rank"))
    assert row["Projected (80% interval)"] == "nothing to project: the series already reaches 2024"


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2021-2025", "2021–2025"), ("2024-07", "July 2024"), ("", "date not known")],
)
def test_any_period_of_the_data_has_its_words(period, expected):
    assert words.date_words(period) == expected


def test_a_target_is_printed_as_the_figure_it_was_graded_on_was(small_package):
    publish(small_package, "report", "2026-02-01", "contract_turnover,rivertown,2025,91.4")
    add_row(
        small_package,
        "observations.csv",
        "contract_turnover,rivertown,2025,92,report,approximate,,",
    )
    book = package.load(small_package)
    row = goal_tables.target_row(book, outlook(book, "contract_turnover"))
    assert row["Published"] == "9.1 billion yuan (2025)"


def test_a_goal_without_a_target_has_a_table_without_rows(small_package, monkeypatch):
    add_row(small_package, "goals.csv", "patents,Patents,2,The city is to have more.")
    add_row(small_package, "claims.csv", "c003,patents,patents,Many,event,,rivertown,,,,no,")
    add_row(small_package, "claim_checks.csv", "c003,not_checkable,,No measure.")
    shown = []
    monkeypatch.setattr(goal_tables, "table", lambda frame, **words: shown.append((frame, words)))
    goal_tables.targets_table(package.load(small_package), "patents", name="tab-targets")
    ((frame, words),) = shown
    assert list(frame.columns) == ["Target for 2025", "Set in", "Published", "Result"]
    assert len(frame) == 0
    assert words["caption"] == "The 0 official targets for 2025 known on the article's date"
