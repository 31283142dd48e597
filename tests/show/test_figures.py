"""Figures: what is drawn is what is kept for the download."""

import pandas as pd
import pytest
from goalcheck.data.series import of
from goalcheck.show.figures import base, compare, over_time, plotted, targets

RISING = pd.Series({2021: 5.0, 2023: 7.0})


def test_a_target_of_lines_is_drawn_and_kept():
    figure = over_time.lines({"Beijing": RISING}, unit="percent", targets={"plan": (2025, 8.0)})
    mark = figure.axes[0].lines[1]
    assert (mark.get_marker(), mark.get_color()) == ("D", base.TARGET)
    assert mark.get_xydata().tolist() == [[2025.0, 8.0]]
    assert figure.plotted.to_dict("list") == {
        "series": ["Beijing", "Beijing", "plan"],
        "at": [2021, 2023, 2025],
        "value": [5.0, 7.0, 8.0],
        "unit": ["percent"] * 3,
    }


def test_a_ranking_may_have_any_name():
    places = pd.DataFrame(
        {"value": [4.0], "basis": "", "published": pd.Timestamp("2024-01-01")}, [2024]
    )
    figure = compare.rank_panels({"unit": places, "name": places}, as_of=pd.Timestamp("2024-08-14"))
    assert figure.plotted.series.to_list() == ["unit", "name"]


def test_plans_of_one_day_are_all_named():
    day = pd.Timestamp("2023-05-17")
    rows = pd.DataFrame({"announced": day, "source_id": ["one", "two"], "set_value": [1.0, 2.0]})
    labels = {"one": "Work plan", "two": "City plan"}
    figure = targets.announcements(rows, labels=labels, as_of=pd.Timestamp("2024-08-14"), year=2025)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts == ["article", "2025", "Work plan\nCity plan"]


# --- where the numbers come from -------------------------------------------------------------------


def series(values, source="a", name="Share"):
    rows = pd.DataFrame({"value": pd.Series(values, dtype=float), "source_id": source})
    return of(rows, name=name, unit="percent")


NEWER = series({2024: 8.0, 2025: 9.0}, ["b", "c"])
OLDER = series({2021: 5.0, 2023: 7.0})


@pytest.mark.parametrize(
    ("draw", "sources"),
    [
        (lambda: over_time.trajectory(OLDER, unit="percent", outcomes=NEWER), "abc"),
        (lambda: over_time.trajectory(RISING, unit="percent", earlier={"old": NEWER}), "bc"),
        (lambda: over_time.lines({"x": OLDER, "y": NEWER}, unit="percent"), "abc"),
        (lambda: over_time.lines(series={"x": OLDER}, unit="percent"), "a"),
        (lambda: over_time.lines({"x": RISING}, unit="percent"), ""),
        (lambda: over_time.bars(NEWER, unit="percent", not_held=OLDER), "abc"),
        (lambda: over_time.small_multiples({"x": OLDER}, unit="percent"), "a"),
        (lambda: compare.ranks({"x": NEWER}, unit="place"), "bc"),
        (lambda: compare.ranked_dots(series({"x": 1, "y": 2}), unit="u", highlight="x"), "a"),
    ],
)
def test_a_figure_takes_series_and_knows_their_sources(draw, sources):
    assert draw().sources == tuple(sources)


def test_a_series_is_drawn_as_its_values_are():
    plain = over_time.lines({"x": OLDER.values}, unit="percent", digits=1)
    figure = over_time.lines({"x": OLDER}, unit="percent", digits=1)
    assert base.svg(figure) == base.svg(plain)
    assert figure.plotted.equals(plain.plotted)


def test_a_table_brings_the_sources_it_has_a_column_for():
    rows = pd.DataFrame(
        {
            "value": [4.0, 5.0],
            "basis": "",
            "published": pd.Timestamp("2024-01-01"),
            "source_id": ["a", ""],
            "denominator_source_id": ["c", None],
            "sources": [("a", "b"), ()],
        },
        [2023, 2024],
    )
    figure = compare.rank_panels({"x": rows}, as_of=pd.Timestamp("2024-08-14"))
    assert figure.sources == ("a", "b", "c")


def test_drawing_a_series_tells_the_page_that_it_was_read():
    seen = set()
    rows = pd.DataFrame({"value": [5.0], "source_id": "a"}, index=[2023])
    read = of(rows, name="Share", unit="percent", seen=seen.update)
    over_time.bars(read, unit="percent")
    assert seen == {"a"}


# --- what is to be seen, in words ------------------------------------------------------------------


DAY = pd.Timestamp("2024-08-14")
AHEAD = pd.DataFrame(
    {
        "year": [2024, 2025],
        "centre": [7.5, 8.0],
        "lower_80": [7.0, 7.2],
        "upper_80": [8.0, 8.8],
        "lower_95": [6.5, 6.6],
        "upper_95": [8.5, 9.4],
    }
)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (
            over_time.trajectory(
                RISING,
                unit="percent",
                projection=AHEAD,
                target=(2025, 8.5, "goal"),
                outcomes=pd.Series({2024: 7.25}),
                earlier={"old count": pd.Series({2019: 4.0, 2020: 6.0})},
                digits=1,
            ),
            "One line (percent). known: 5.0 in 2021, 7.0 in 2023. Projected for 2025: 8.0 (80%: 7.2 "
            "to 8.8). target: 8.5 in 2025. published since: 7.2 in 2024. old count: 4.0 in 2019, "
            "6.0 in 2020.",
        ),
        (
            over_time.lines(
                {"Up": RISING, "Down": pd.Series({2020: -1.25, 2021: -3.0, 2022: -2.0})},
                unit="percent",
                targets={"plan:": (2025, 8.0)},
                yearly_target=("goal", 7.5),
                digits=1,
                from_zero=False,
            ),
            "Two lines (percent). Up: 5.0 in 2021, 7.0 in 2023. Down: −1.2 in 2020, lowest −3.0 in "
            "2021, −2.0 in 2022. plan: 8.0 in 2025. goal 7.5 every year.",
        ),
        (
            over_time.bars(
                pd.Series({2021: 60, 2024: 150}), unit="events", not_held=pd.Series({2022: 126})
            ),
            "Two bars (events). 2021 60, 2024 150. planned: 126 in 2022. Not found: 2023.",
        ),
        (
            over_time.small_multiples({"Up": RISING}, unit="percent"),
            "One panel (percent). Up: 5 in 2021, 7 in 2023.",
        ),
        (
            over_time.methods_fan(
                RISING,
                {"drift": AHEAD},
                unit="percent",
                outcome=(2025, 9.0),
                target=(2025, 8.5, "goal"),
                digits=1,
            ),
            "One line (percent). known: 5.0 in 2021, 7.0 in 2023. mean change: 8.0 in 2025. "
            "target: 8.5 in 2025. published since: 9.0 in 2025.",
        ),
        (
            over_time.steps(
                {"Beijing": pd.Series({"2024-01-19": 107, "2024-07-16": 149})}, unit="n"
            ),
            "One stepped line (n). Beijing: 107 on 19 January 2024, 149 on 16 July 2024.",
        ),
        (
            over_time.spans(
                pd.DataFrame(
                    {"start": ["2016-01-01"], "end": ["2020-12-31"], "value": 11.8, "label": "over"}
                ),
                unit="percent",
            ),
            "One span (percent). over 11.8 from 1 January 2016 to 31 December 2020.",
        ),
        (
            compare.ranked_dots(
                pd.Series({"low\nland": -0.5, "high": 1.25}),
                unit="times",
                highlight="high",
                reference=("pace", 1.0),
                digits=2,
            ),
            "Two dots (times). high 1.25, low land −0.50. pace 1.00.",
        ),
        (
            compare.ranks(
                {"Beijing": pd.Series({2020: 4.0, 2021: 3.0, 2022: 8.0, 2023: 5.0})},
                unit="place",
                breaks={2022: "new\nmethod"},
            ),
            "One line (place). Beijing: 4 in 2020, best 3 in 2021, worst 8 in 2022, 5 in 2023. From "
            "2022 on: new method.",
        ),
        (
            compare.rank_panels(
                {"x": pd.DataFrame({"value": [4.0], "basis": "", "published": DAY}, [2024])},
                as_of=DAY,
            ),
            "One panel (place). x: 4 in 2024.",
        ),
        (compare.counted(pd.Series({"open": 3}), {"open": base.PEER}), "One bar. open 3."),
        (
            compare.stacked(
                pd.DataFrame({"yes": [2, 0], "no": [1, 0]}, index=["First", "Second"]),
                {"yes": base.SECOND, "no": base.PEER},
            ),
            "Two bars. First: 2 yes and 1 no. Second: none.",
        ),
        (
            compare.bridge(
                {"2023": 42.9, "2025": 42.0},
                unit="percent",
                changes={"2025": "revision"},
                targets={"goal": 45.0},
                digits=1,
            ),
            "Two levels (percent). 2023: 42.9; revision −0.9, so 2025: 42.0. goal 45.0.",
        ),
        (
            targets.scorecard(
                pd.DataFrame(
                    {
                        "label": ["Plan", "Pat-\nents"],
                        "start": [float("nan"), 0.5],
                        "known": float("nan"),
                        "outcome": [float("nan"), 2.0],
                        "result": ["", "met"],
                    }
                )
            ),
            "One row (share of the target). Plan: Pat-ents: 50% when set, 200% published since; met.",
        ),
        (
            targets.announcements(
                pd.DataFrame({"announced": DAY, "source_id": "p", "set_value": [1.0, None]}),
                labels={},
                as_of=DAY,
                year=2026,
            ),
            "Two targets. 2 on 14 August 2024, 1 of them with a known start.",
        ),
        (
            targets.tally_rows({"Plan": pd.Series(["missed", "met", "met"])}),
            "One row (one sign a target). Plan: 1 missed and 2 met.",
        ),
        (
            targets.chances(
                pd.DataFrame(
                    {
                        "label": "Patents",
                        "variant": ["drift", "cagr"],
                        "kind": "method",
                        "probability": [0.5, 0.8],
                        "words": "met",
                    }
                ),
                main="cagr",
            ),
            "One row (chance of the target). Patents: 80% in the book, 50% to 50% by other choices; met.",
        ),
        (
            targets.misses(
                pd.DataFrame(
                    {
                        "label": ["Patents"],
                        "centre": 11.0,
                        "lower_80": 9.0,
                        "upper_80": 12.0,
                        "known": 8.0,
                        "actual": 10.0,
                    }
                )
            ),
            "One row (distance from the published value). Patents: projected +10% (−10% to +20%), “no "
            "change” −20%.",
        ),
        (
            targets.calibration(
                pd.DataFrame({"stated": [0.2], "happened": [0.1], "cases": [10]}),
                lights=pd.DataFrame({"label": ["on track"], "happened": [0.6], "cases": [5]}),
            ),
            "One dot (share that happened). Stated 20%: 10% of 10 happened. on track: 60%.",
        ),
    ],
)
def test_a_figure_says_in_words_what_it_shows(figure, words):
    assert figure.alt == words


@pytest.fixture
def shown(monkeypatch):
    caught = []
    monkeypatch.setattr(
        base, "display", lambda data, raw, metadata: caught.append((data, metadata))
    )
    return caught


ABOUT = {
    "name": "fig-x",
    "caption": "Shares that rise over two years, as was promised.",
    "source": "Source: A & B, 2024 (<a>all</a>).",
}


def test_the_words_of_a_figure_are_its_alternative_text_unless_others_are_given(shown):
    figure = over_time.lines({"Up": RISING}, unit="percent")
    base.show(figure, **ABOUT)
    base.show(figure, alt="Two points on a line that rises from 5 to 7.", **ABOUT)
    assert [data["text/plain"] for data, _ in shown] == [
        figure.alt,
        "Two points on a line that rises from 5 to 7.",
    ]


def test_a_figure_without_words_needs_some(shown):
    figure, _ = base.canvas("percent")
    figure.plotted = plotted.tidy("percent", x=RISING)
    with pytest.raises(ValueError, match="fig-x: alt text '' is too short"):
        base.show(figure, **ABOUT)
    assert not shown


def test_below_a_figure_stands_its_source_and_the_link_to_its_numbers(shown):
    base.show(over_time.lines({"Up": RISING}, unit="percent"), **ABOUT)
    ((_, metadata),) = shown
    assert metadata["goalcheck"]["caption"] == (
        "Shares that rise over two years, as was promised.\n\n"
        'Source: A & B, 2024 (<a>all</a>). <a class="data" href="../downloads/figures/fig-x.csv" '
        "download>Data of this figure (CSV)</a>"
    )


def test_an_edition_whose_day_is_not_known_counts_as_published_later():
    places = pd.DataFrame(
        {"value": [4.0, 5.0], "basis": "", "published": pd.to_datetime(["2024-01-01", None])},
        index=[2024, 2025],
    )
    axes = compare.rank_panels({"startups": places}, as_of=pd.Timestamp("2024-08-14")).axes[0]
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert [list(line.get_xdata()) for line in hollow] == [[2025]]
