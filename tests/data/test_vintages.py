"""Which print of a figure counts, and that one module decides it."""

import ast
from pathlib import Path

import pandas as pd
import pytest
from goalcheck.data.vintages import (
    PERIOD_AND_BASIS,
    as_known,
    conflicts,
    first_phrase,
    first_print,
    first_to_print,
    in_order,
    newest_figure,
    newest_print,
)

PACKAGE = Path(__file__).parents[2] / "chapters" / "goalcheck"
COLUMNS = ["period", "value", "quality", "basis", "source_id", "published"]


def prints(*rows):
    """Return publications: "period value quality basis day", the source being the number of the row."""
    cells = [row.split() for row in rows]
    table = [
        (period, float(value), quality, basis.strip("-"), str(number), pd.Timestamp(day or None))
        for number, (period, value, quality, basis, day) in enumerate(
            (*row, "")[:5] for row in cells
        )
    ]
    return pd.DataFrame(table, columns=COLUMNS)


REVISED = prints(
    "2022 9 rounded - 2023-01-01",
    "2022 8.8 reported - 2023-02-01",
    "2022 8.9 revised - 2024-02-01",
    "2022 9.1 approximate - 2024-03-01",
    "2023 10 at_least - 2024-01-01",
    "2023 11 approximate - 2024-02-01",
)


def values(rows):
    return dict(zip(rows.period, rows.value, strict=True))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, {"2022": 8.9, "2023": 11}),
        ("2024-02-01", {"2022": 8.9, "2023": 11}),  # the day itself is included
        ("2024-01-31", {"2022": 8.8, "2023": 10}),
        ("2023-01-31", {"2022": 9}),
        ("2022-12-31", {}),
    ],
)
def test_as_known_takes_exact_before_inexact_then_the_newest(day, expected):
    assert values(as_known(REVISED, day)) == expected


def test_the_first_print_and_the_newest_print_are_exact():
    assert values(first_print(REVISED)) == {"2022": 8.8}
    assert values(newest_print(REVISED)) == {"2022": 8.9}


def test_the_first_print_of_any_kind_may_be_inexact():
    assert values(first_print(REVISED, inexact=True)) == {"2022": 9, "2023": 10}
    assert values(newest_print(REVISED, inexact=True)) == {"2022": 9.1, "2023": 11}


def test_a_print_of_an_unknown_day_is_neither_first_nor_newest():
    rows = prints(
        "2022 1 reported -", "2022 2 reported - 2023-01-01", "2022 3 revised - 2024-01-01"
    )
    assert (values(first_print(rows)), values(newest_print(rows))) == ({"2022": 2}, {"2022": 3})


def test_bases_may_stand_side_by_side():
    rows = prints("2022 1 reported old 2023-01-01", "2022 2 reported new 2024-01-01")
    assert as_known(rows, by=PERIOD_AND_BASIS).value.to_list() == [1, 2]
    assert first_print(rows, by=PERIOD_AND_BASIS).value.to_list() == [1, 2]


def test_the_newest_figure_is_that_of_the_newest_period_however_inexact():
    assert newest_figure(REVISED).value == 11
    assert newest_figure(REVISED[REVISED.period == "2022"]).value == 8.9
    assert newest_figure(REVISED[:0]) is None
    assert in_order(REVISED).value.to_list() == [9, 9.1, 8.8, 8.9, 10, 11]


def test_periods_are_in_the_order_of_their_last_days():
    rows = prints("2022-06-30 1 reported - 2022-07-01", "2022 2 reported - 2022-07-02")
    assert newest_figure(rows).period == "2022"


def test_a_bound_counts_only_where_no_other_phrase_was_printed():
    phrases = REVISED[REVISED.period == "2023"]
    assert first_phrase(phrases).value == 11
    assert first_phrase(phrases[:1]).value == 10
    assert first_phrase(phrases[:0]) is None


def test_a_figure_is_traced_to_the_publication_that_had_it_first():
    rows = prints(
        "2022 8 reported - 2023-01-01",
        "2022 8 approximate - 2022-01-01",
        "2022 8 revised - 2024-01-01",
    )
    found = first_to_print(as_known(rows), rows)
    assert found.source_id.to_list() == ["0"]


def test_only_different_values_of_one_period_conflict_and_a_bound_never_does():
    rows = pd.DataFrame(
        [
            ("2021", 8.3, "reported"),
            ("2021", 8.3, "rounded"),
            ("2022", 8.0, "at_least"),
            ("2022", 8.7, "reported"),
            ("2023", 8.6, "reported"),
            ("2023", 8.7, "approximate"),
        ],
        columns=["period", "value", "quality"],
    )
    assert conflicts(rows) == {"2023": [8.6, 8.7]}
    assert conflicts(rows.iloc[:0]) == {}


# --- one place decides ---------------------------------------------------------------------------

CHOICES = {"drop_duplicates", "iloc", "head", "tail", "nlargest"}


def choosing(tree):
    """Yield the functions that sort by the day of publication and then take some of the rows."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            nodes = list(ast.walk(function))
            sorts = any(
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") == "sort_values"
                and any(getattr(part, "value", "") == "published" for part in ast.walk(node))
                for node in nodes
            )
            if sorts and CHOICES & {getattr(node, "attr", "") for node in nodes}:
                yield function.name


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "vintages.py"],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_no_other_module_chooses_among_prints(path):
    text = path.read_text("utf-8")
    assert list(choosing(ast.parse(text))) == []
    assert "INEXACT" not in text


def test_a_module_that_chooses_is_found():
    code = 'def f(rows):\n    return rows.sort_values(["period", "published"]).iloc[-1]\n'
    assert list(choosing(ast.parse(code))) == ["f"]
