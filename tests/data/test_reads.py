"""What a program asked a package for is written down, if anybody wants to know."""

import pytest
from goalcheck.data import package, reads
from goalcheck.data.schema import read_package


@pytest.fixture
def asked(small_package, tmp_path, monkeypatch):
    """Return what tells which reads of the small package were noted since."""
    monkeypatch.setenv(reads.FILE, str(tmp_path / "log"))
    monkeypatch.setattr(reads, "_noted", set())
    return lambda: {f"{table}:{rows}" for _, table, rows in reads.noted(tmp_path / "log")}


ASKED = {
    "a series": (lambda book: book.yearly("contract_turnover"), "observations:contract_turnover@rivertown"),
    "a series of another place": (
        lambda book: book.vintages("contract_turnover", "hilltown"),
        "observations:contract_turnover@hilltown",
    ),
    "an indicator everywhere": (
        lambda book: book.printed_of(["city_rank"]),
        "observations:city_rank@*",
    ),
    "what a source printed": (
        lambda book: book.printed_in(["yearbook-2021"]),
        "observations:#yearbook-2021",
    ),
    "targets of a place": (lambda book: book.targets(place="rivertown"), "target_rows:*@rivertown"),
    "one source": (lambda book: book.source("article"), "sources:article"),
    "some sources": (lambda book: book.rows("sources", ["article"]), "sources:article"),
    "a whole table": (lambda book: book.sources, "sources:"),
    "the panel": (lambda book: book.panel, "panel_vintages:"),
    "a derived table": (lambda book: book.derived("accuracy_as_of"), "derived/accuracy_as_of:"),
    "another promise": (lambda book: book.as_if(place="hilltown").targets(), "target_rows:*@*"),
    "the files themselves": (lambda book: read_package(book.directory), "*:"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_a_read_is_noted_as_narrow_as_it_is(asked, small_package, name):
    ask, noted = ASKED[name]
    ask(package.load(small_package))
    assert asked() == {"promise:", noted}


def test_what_is_not_there_is_noted_too(asked, small_package):
    with pytest.raises(package.UnknownKey):
        package.load(small_package).source("nobody")
    assert "sources:nobody" in asked()


def test_nothing_is_written_if_nobody_wants_to_know(small_package, tmp_path):
    package.load(small_package).vintages("contract_turnover")
    assert reads.noted(tmp_path / "log") == set()
