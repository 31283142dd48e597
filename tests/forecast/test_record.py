"""The tables of accuracy as series: by method, by family, by forecaster, by light."""

import pytest
from goalcheck.data import package
from goalcheck.forecast import record

TABLES = {
    "accuracy": """window,horizon,family,method,cases,mase,bias,median_error
8,1,all,drift,9,1.5,-0.1,8
8,2,all,drift,7,2.5,-0.2,14
8,2,all,naive,7,3.5,-1.2,24
10,2,all,drift,7,4.5,-0.2,14
8,2,papers,drift,3,2.0,-0.2,12
""",
    "coverage": """rule,method,horizon,family,cases,within_80,within_95
book,drift,2,all,7,78.5,92
book,drift,3,all,5,60,90
textbook,drift,2,all,7,33,50
""",
    "brier": """forecaster,plans,cases,met,brier,right
"eurostat, yes or no",all,9,64,0.168,83
"eurostat, frequency of all years",all,9,64,0.130,83
"drift, errors known then",all,9,64,0.119,84
"drift, errors known then",still open,4,47,0.158,78
""",
    "lights": """tracker,light,cases,met,still_open,met_open
escap,maintain,5,90,2,83
un,on track,5,90,2,84
""",
}


@pytest.fixture
def book(small_package):
    for name, text in TABLES.items():
        (small_package / "derived" / f"{name}.csv").write_text(text, encoding="utf-8")
    return package.load(small_package)


def test_errors_are_those_of_all_series_two_years_ahead_unless_asked_otherwise(book):
    assert record.errors(book).values.to_dict() == {"drift": 2.5, "naive": 3.5}
    assert record.errors(book, "median_error").lowest.words() == "14%"
    assert record.errors(book, horizon=1)["drift"] == 1.5
    assert record.errors(book, window=10)["drift"] == 4.5


def test_one_method_has_a_value_for_each_family(book):
    found = record.errors_by_family(book, "drift")
    assert found.values.to_dict() == {"all": 14.0, "papers": 12.0}


def test_what_intervals_held_is_a_percentage(book):
    assert record.held(book, "drift").at("all").words(1) == "78.5%"
    assert record.held(book, "drift", "cases", horizon=3)["all"] == 5
    rules = {"ours": ("drift", "book"), "theirs": ("drift", "textbook")}
    assert record.held_by_rule(book, rules).values.to_dict() == {"ours": 78.5, "theirs": 33.0}


def test_the_edges_of_the_aim_belong_to_it():
    assert [record.off_the_aim(share) for share in (74.0, 75.0, 85.0, 85.5)] == [-1, 0, 0, 0.5]


def test_lights_that_knew_the_later_years_do_not_count(book):
    found = record.scores(book)
    assert record.lights_known_then(found).periods == ["eurostat, yes or no"]
    assert record.scores(book, "right", plans="still open").last.words(0) == "78%"


def test_lights_are_those_of_one_tracker(book):
    assert record.lights(book, "un", "met_open").values.to_dict() == {"on track": 84.0}
