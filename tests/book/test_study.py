"""The study of the reference class: its committed tables come out again, and what they say.

It reads the panel and `data/derived/`, which `make accuracy` remakes; a figure published today
changes neither.
"""

from dataclasses import replace

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.forecast import backtest
from goalcheck.forecast.backtest import (
    accuracy_table,
    headline_method,
    quantiles_of_all,
    study_errors,
)
from goalcheck.forecast.intervals import error_quantiles, textbook_coverage
from goalcheck.forecast.projection import METHODS, ProjectionError, probability_of_growth
from goalcheck.forecast.simulated import brier_table, simulate

pytestmark = pytest.mark.slow

CHEAP = ("naive", "drift", "cagr")
KEY = ["window", "horizon", "family", "method"]


# --- the committed tables come out again ---------------------------------------------------------


@pytest.fixture(scope="module")
def book():
    return package.load()


@pytest.fixture(scope="module")
def cheap_errors(book):
    return study_errors(book.panel, book.panel_indicators.family, methods=CHEAP)


@pytest.fixture(scope="module")
def known_errors(book):
    known = study_errors(
        book.panel_as_of(book.as_of.year - 1),
        book.panel_indicators.family,
        sizes=(8,),
        methods=CHEAP,
    )
    return known[known.place != book.place]


def same_rows(found: pd.DataFrame, committed: pd.DataFrame, key: list[str], rtol: float) -> None:
    """Compare two tables on the rows of the first, of which there must be some."""
    found, committed = found.set_index(key), committed.set_index(key)
    assert len(found)
    pd.testing.assert_frame_equal(found, committed.loc[found.index], rtol=rtol, check_dtype=False)


def test_the_accuracy_of_the_simple_methods_on_the_whole_panel(book, cheap_errors):
    same_rows(accuracy_table(cheap_errors), book.derived("accuracy"), KEY, rtol=1e-5)


def test_the_accuracy_known_on_the_day(book, known_errors):
    same_rows(accuracy_table(known_errors), book.derived("accuracy_as_of"), KEY, rtol=1e-5)


def test_the_accuracy_of_the_fitted_methods_on_a_slice(book):
    contracts = book.panel[book.panel.indicator.str.startswith("tech_contract")]
    found = study_errors(
        contracts,
        book.panel_indicators.family,
        sizes=(10,),
        methods=("ols", "ols_log", "theta", "damped"),
    )
    table = accuracy_table(found)
    table = table[table.family == "contracts"]
    same_rows(table, book.derived("accuracy"), KEY, rtol=1e-4)


def test_the_quantiles_of_errors_by_which_intervals_are_drawn(book, known_errors):
    found = quantiles_of_all(known_errors)
    found.columns = found.columns.astype(str)
    key = ["method", "family", "horizon"]
    same_rows(found, book.derived("error_quantiles"), key, rtol=1e-4)


def test_the_quantiles_know_nothing_of_the_place_nor_of_later_years(book, known_errors):
    later = known_errors.assign(origin=2024, error=1e6)
    assert (known_errors.origin + known_errors.horizon).max() <= book.as_of.year - 2
    assert book.place not in set(known_errors.place)
    drift = known_errors[known_errors.method == "drift"]
    changed = error_quantiles(pd.concat([drift, later[later.method == "drift"]]), "rd")
    assert changed.loc[1, 0.9] > error_quantiles(drift, "rd").loc[1, 0.9]  # so it would show


def test_every_method_was_judged_on_nearly_every_case(book):
    cases = book.derived("accuracy").pivot_table("cases", KEY[:3], "method")
    assert list(cases.columns) == sorted(METHODS)
    assert (cases.min(axis=1) == cases.max(axis=1)).all()


# --- figures known from an earlier computation on the same panel ---------------------------------

# MASE one and two years ahead and bias two years ahead, window of eight years, printed with two
# decimals and cut rather than rounded; the panel differed in a few cells.
EARLIER = {
    "naive": (1.83, 3.63, -3.27),
    "drift": (1.42, 2.66, -1.85),
    "cagr": (1.36, 2.48, -0.38),
    "ols": (1.86, 3.10, -2.33),
    "ols_log": (1.81, 2.93, -0.44),
    "damped": (1.46, 2.71, None),
}


@pytest.fixture(scope="module")
def headline_rows(book):
    rows = book.derived("accuracy")
    return rows[(rows.window == 8) & (rows.family == "all")].set_index(["method", "horizon"])


@pytest.mark.parametrize("method", EARLIER)
def test_the_errors_of_the_reference_class(headline_rows, method):
    one, two, bias = EARLIER[method]
    assert headline_rows.mase[method, 1] == pytest.approx(one, abs=0.01)
    assert headline_rows.mase[method, 2] == pytest.approx(two, abs=0.01)
    if bias is not None:
        assert headline_rows.bias[method, 2] == pytest.approx(bias, abs=0.01)


def test_theta_of_the_competitions_is_a_little_worse_here_than_that_of_statsmodels(headline_rows):
    # The earlier computation had 1.64 and 3.16 with the ThetaModel of statsmodels, which smooths
    # the series itself and adds a drift; the competitions smooth the theta = 2 line. The
    # combination, earlier 1.46 and 2.75, follows.
    assert headline_rows.mase["theta", 1] == pytest.approx(1.69, abs=0.005)
    assert headline_rows.mase["theta", 2] == pytest.approx(3.22, abs=0.005)
    assert headline_rows.mase["combination", 1] == pytest.approx(1.47, abs=0.005)
    assert headline_rows.mase["combination", 2] == pytest.approx(2.77, abs=0.005)


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("rd_intensity", 4),
        ("rd_expenditure", 9),
        ("valid_invention_patents", 13),
        ("rd_basic_research_expenditure", 17),
        ("tech_contract_turnover", 33),
    ],
)
def test_the_median_error_of_drift_two_years_ahead_in_percent(cheap_errors, indicator, expected):
    rows = cheap_errors.query(
        "indicator == @indicator and method == 'drift' and horizon == 2 and window == 8"
    )
    relative = 100 * ((rows.forecast - rows.actual) / rows.actual).abs().median()
    assert relative == pytest.approx(expected, abs=0.6)


def test_a_straight_line_is_beaten_by_drift_in_every_family(book):
    rows = book.derived("accuracy")
    mase = rows.set_index(KEY).mase.unstack()
    for horizon in (1, 2):
        for family in ("all", "rd", "patents", "papers", "contracts"):
            assert mase.loc[(8, horizon, family)].drift < mase.loc[(8, horizon, family)].ols


def test_the_headline_method_is_constant_growth_on_what_was_known(book):
    assert headline_method(book.derived("accuracy_as_of")) == "cagr"


# --- on a series of the book -----------------------------------------------------------------------


def test_a_mean_growth_with_three_years_known_is_too_short_to_project(book):
    growth = book.yearly("digital_economy_growth", as_of=book.as_of)
    with pytest.raises(ProjectionError, match=r"3 years without a gap \(2021-2023\)"):
        probability_of_growth(7.5, "~", growth, (2021, 2025), pd.DataFrame())


# --- simulated plans ------------------------------------------------------------------------------

LIGHTS = ("eurostat", "un", "destatis", "escap")


@pytest.fixture(scope="module")
def errors(cheap_errors):
    """Return what a study of the two methods and one window finds, without making it again."""
    return cheap_errors[(cheap_errors.window == 8) & cheap_errors.method.isin(["drift", "cagr"])]


@pytest.fixture(scope="module")
def plans(book, errors):
    """Return all plans of four provinces, with the errors of all the others known to them."""
    slice_ = book.panel[book.panel.place.isin(["anhui", "guangdong", "sichuan", "liaoning"])]
    return simulate(slice_, book.panel_indicators.family, errors)


def lights_are_beaten(table: pd.DataFrame, method: str) -> None:
    for _, rows in table.groupby("plans"):
        score = rows.set_index("forecaster").brier
        for light in LIGHTS:
            for told in ("yes or no", "frequency known then"):
                assert score[f"{method}, errors known then"] < score[f"{light}, {told}"]


@pytest.mark.parametrize("method", ["drift", "cagr"])
def test_odds_from_errors_known_then_beat_every_light(book, method):
    lights_are_beaten(book.derived("brier"), method)


@pytest.mark.parametrize("method", ["drift", "cagr"])
def test_they_do_so_on_a_slice_made_again(plans, method):
    lights_are_beaten(brier_table(plans), method)


def test_the_odds_are_those_of_the_projection_s_own_errors(plans):
    # The median error of the pool is an even chance: odds fall as the ambition grows.
    wide = plans.pivot_table(
        "drift_known", ["indicator", "place", "assessed"], "ambition", dropna=True
    ).dropna()
    assert (wide[1.0] >= wide[1.5]).all() and (wide[1.5] >= wide[2.0]).all()
    assert ((wide >= 0.025) & (wide <= 0.975)).all().all()


def test_the_odds_do_not_change_with_what_came_later(book, errors, plans):
    changed = errors.copy()
    later = changed.origin + changed.horizon > 2020
    changed.loc[later, "error"] = 1e6
    here = book.panel[(book.panel.place == "anhui") & book.panel.indicator.str.startswith("rd_")]
    found = simulate(here, book.panel_indicators.family, changed)
    key = ["indicator", "place", "assessed", "ambition"]
    both = found.merge(plans, on=key, suffixes=("", "_before")).query("assessed == 2020")
    assert both.drift_known.notna().any()
    pd.testing.assert_series_equal(both.drift_known, both.drift_known_before, check_names=False)
    assert (both.drift_all_years != both.drift_all_years_before).any()


def test_the_committed_tables_agree_with_each_other(book):
    lights, brier = book.derived("lights"), book.derived("brier")
    assert lights.groupby("tracker").cases.sum().nunique() == 1
    assert (lights.met.between(0, 100)).all()
    assert brier.groupby("plans").cases.nunique().eq(1).all()
    usable = brier[brier.plans == "all"].cases.iloc[0]
    calibration = book.derived("calibration")
    assert (calibration.groupby("method").cases.sum() >= usable).all()


# --- how often the intervals hold what came ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coverage(book):
    rows = book.derived("coverage")
    return rows.set_index(["rule", "method", "horizon", "family"]).within_80


@pytest.mark.parametrize("method", ["drift", "cagr"])
@pytest.mark.parametrize("horizon", [1, 2])
@pytest.mark.parametrize("family", ["rd", "patents", "papers", "contracts"])
def test_the_intervals_of_the_book_hold_about_80_percent(coverage, method, horizon, family):
    """75 to 85 % is the aim; where it is missed, MISSES says by how many points."""
    held = coverage["book", method, horizon, family]
    missed = max(75 - held, held - 85, 0)
    assert missed == pytest.approx(MISSES.get((method, horizon, family), 0), abs=0.05)


MISSES = {
    ("drift", 2, "rd"): 1.1,
    ("drift", 2, "patents"): 3.0,
    ("drift", 2, "contracts"): 4.7,
    ("cagr", 2, "patents"): 0.2,
    ("cagr", 2, "papers"): 2.2,
    ("cagr", 2, "contracts"): 4.4,
}


def test_textbook_intervals_hold_far_less_than_they_say(coverage):
    assert coverage["textbook", "ols", 2, "all"] == pytest.approx(33, abs=1)
    assert coverage["textbook", "drift", 2, "all"] == pytest.approx(53, abs=1)


def test_a_pool_of_the_same_years_flatters(coverage):
    for method in ("drift", "cagr"):
        assert coverage["same indicator, all years", method, 2, "all"] == pytest.approx(79, abs=0.5)
        assert coverage["same indicator, known", method, 2, "all"] < 67


def test_the_textbook_coverage_comes_out_again(book, coverage):
    indicators = ["tech_contract_turnover", "tech_contract_count"]
    indicators += ["tech_contract_absorbed_turnover", "tech_contract_absorbed_count"]
    rows = book.panel[book.panel.indicator.isin(indicators) & (book.panel.place != book.place)]
    found = textbook_coverage(rows, book.panel_indicators.family)
    found = found.set_index(["rule", "method", "horizon", "family"]).within_80.drop("all", level=3)
    pd.testing.assert_series_equal(found, coverage[found.index], rtol=1e-5)


# --- the command that makes them --------------------------------------------------------------------


def remade(book, processes):
    """Return what is written for a book, as text by file name, and what was told."""
    lines = []
    paths = backtest.remake(book, processes, lines.append)
    assert sorted(paths) == sorted((book.directory / "derived").iterdir())
    return {path.name: path.read_text("utf-8") for path in paths}, lines


def test_every_committed_table_is_remade_alike_on_one_core_and_on_two(book, tmp_path):
    rows = book.panel_vintages
    places = ["anhui", "fujian"]
    slice_ = rows[(rows.indicator == "rd_expenditure") & rows.place.isin(places)]
    tables = book._tables | {"panel_vintages": slice_}
    small = replace(book, _tables=tables, directory=tmp_path)
    one, lines = remade(small, 1)
    assert remade(small, 2)[0] == one
    assert lines[-1].startswith("lights: ")
    committed = {path.name: path for path in (book.directory / "derived").iterdir()}
    assert one.keys() == committed.keys()
    for name, text in one.items():
        head = committed[name].read_text("utf-8").splitlines()[0]
        assert text.splitlines()[0] == head, name
