"""Copies of the data package are spoiled in many ways; each must be caught (more: test_validation).

Three lists: what the validator names with its place, what rightly passes and why, and what the
validator cannot see but another check of the gate does. Then chance has a try.
"""

import csv
import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import test_checks
import test_data
from faults import (
    cells,
    column,
    descriptor,
    field,
    gone,
    is_named,
    line,
    raw,
    repeated,
    several,
    shifted,
)
from goalcheck.data import package
from goalcheck.data.schema import InvalidPackage, read_package
from goalcheck.site import notebooks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SMALL_PACKAGE as SMALL

OBSERVATIONS, PANEL = "observations.csv", "panel/panel.csv"
COUNT = "tech_contract_count,beijing,2023,106552,cns-"
TURNOVER = "tech_contract_turnover,beijing,2023,8536.9,cns-"
PRESS = "cns-2024-01-19-tech-contracts,"


@pytest.fixture
def real_package(tmp_path):
    """Copy the book's own data package to a folder the test may change."""
    beside = shutil.ignore_patterns("examples", "README.md")
    return Path(shutil.copytree(package.BOOK_DATA, tmp_path / "data", ignore=beside))


def faults_of(directory):
    """Load a package that must be refused and return the lines of the refusal."""
    with pytest.raises(InvalidPackage) as refusal:
        package.load(directory)
    return str(refusal.value).splitlines()[1:]


# --- 1. What the validator catches ---------------------------------------------------------------

PLAIN = "value: expected a number in plain digits, found"
DAY = "expected a day of the calendar, found"
TIDY = "expected no control characters and no space at the ends, found"
TYPED = "expected text as it was typed, not as another program mangled it, found"
SLIP = "(a slip of the unit?)"


def reencoded(encoding):
    return lambda raw_text: raw_text.decode("utf-8").encode(encoding)


IN_THE_REAL_DATA = {
    # numbers
    "full-width digits": (
        cells(OBSERVATIONS, COUNT, value="１０６５５２"),
        f"{PLAIN} '１０６５５２'",
    ),
    "a wrong digit in a figure the panel has too": (
        cells(OBSERVATIONS, "tech_contract_count,beijing,2023,106552,cstsy", value="106553"),
        "value: expected what the panel has of source 'cstsy-2024', 106552, found 106553",
    ),
    # units
    "a value in 10,000 yuan among values in 100 million": (
        cells(OBSERVATIONS, TURNOVER, value="85369000"),
        f"value: expected a value near 8536…, as its neighbours (tech_contract_turnover, beijing), "
        f"found 85369000 {SLIP}",
    ),
    "a value in billions among values in 100 million": (
        cells(OBSERVATIONS, TURNOVER, value="853.69"),
        f"value: expected a value near 8536…, found 853.69 {SLIP}",
    ),
    "a share as a fraction": (
        cells(OBSERVATIONS, "rd_intensity,beijing,2022,6.84,", value="0.0684"),
        "value: expected a value near 6.7…, as its neighbours (rd_intensity, beijing), found 0.0684",
    ),
    "a panel figure a thousand times its neighbours": (
        cells(PANEL, "tech_contract_count,beijing,2022,", value="95061000"),
        f"value: expected a value near …, found 95061000 {SLIP}",
    ),
    "a target in 10,000 yuan": (
        cells("targets.csv", "tech_contract_turnover,beijing,2025,", value="80000000"),
        f"value: expected a value near …, found 80000000 {SLIP}",
    ),
    "a claim in billions": (
        cells("claims.csv", "c032,", value="853.69"),
        f"value: expected a value near 8536…, found 853.69 {SLIP}",
    ),
    "the unit of an indicator swapped": (
        cells("panel/indicators.csv", "tech_contract_turnover,", unit="10,000 CNY"),
        "unit: expected the unit of tech_contract_turnover, '100 million CNY', found '10,000 CNY'",
    ),
    "a share whose unit became that of an amount": (
        cells("indicators.csv", "rd_intensity,", unit="100 million CNY"),
        "unit: expected a unit of the kind 'share', found '100 million CNY'",
    ),
    "a claim with the unit of another": (
        cells("claims.csv", "c032,", unit="persons"),
        "unit: expected the unit of tech_contract_turnover, '100 million CNY', found 'persons'",
    ),
    "a share of more than all": (
        cells(OBSERVATIONS, "rd_intensity,beijing,2022,6.84,", value="684"),
        "value: expected 0 to 100 (rd_intensity), found 684",
    ),
    "a negative count": (
        cells(OBSERVATIONS, COUNT, value="-106552"),
        "value: expected 0 to any (tech_contract_count), found -106552",
    ),
    # years and days
    "a figure for a year that was not over when it was published": (
        cells(OBSERVATIONS, COUNT, period="2024"),
        "period: expected a period that source 'cns-2024-01-19-tech-contracts', "
        "published 2024-01-19, could know, found '2024'",
    ),
    "all years of the observations shifted by one": (
        column(
            OBSERVATIONS,
            "period",
            lambda p: str(int(p) + 1) if p.isdigit() else p,
            start=COUNT,
        ),
        "period: expected a period that source 'cns-2024-01-19-tech-contracts', …, found '2024'",
    ),
    "a series shifted one year back": (
        shifted(
            OBSERVATIONS,
            "tech_contract_turnover,beijing,",
            -1,
            at="tech_contract_turnover,beijing,2020,6316.1622,",
        ),
        "value: expected what the panel has of source 'cstsy-2021-tech-market', 5695.284257, "
        "found 6316.1622",
    ),
    "all years of the panel shifted by one": (
        column(PANEL, "period", lambda p: str(int(p) + 1)),
        "period: expected a year that source 'cstsy-2011', published 2011, could know, found '2011'",
    ),
    "all vintages of the panel shifted by one": (
        column(PANEL, "vintage", lambda v: v and str(int(v) - 1)),
        "vintage: expected the year in which source 'cstsy-2011' was published, 2011, found '2010'",
    ),
    "a future leak: a press release dated a year before it appeared": (
        cells("sources.csv", PRESS, published="2023-01-19"),
        "published: expected a day within a week of the one in the key "
        "'cns-2024-01-19-tech-contracts', found '2023-01-19'",
    ),
    "a future leak: a yearbook of 2024 dated 2022": (
        several(
            cells(OBSERVATIONS, "tech_contract_count,beijing,2023,106552,cstsy", note="leaked"),
            cells("sources.csv", "cstsy-2024,", published="2022"),
        ),
        "period: expected a period that source 'cstsy-2024', published 2022, could know, "
        "found '2023'",
    ),
    "a target told after it was due": (
        cells("targets.csv", "tech_contract_turnover,beijing,2025,", target_period="2021"),
        "announced: expected a day before the end of 2021, found '2023-05-17'",
    ),
    # vintages and rows
    "a duplicated vintage": (
        repeated(OBSERVATIONS, COUNT),
        "indicator+place+period+source_id+basis+value: expected a unique row, found a second row "
        "'tech_contract_count', 'beijing', '2023', 'cns-2024-01-19-tech-contracts', '', '106552'",
    ),
    "a duplicated vintage with a nought behind the point": (
        repeated(OBSERVATIONS, COUNT, value="106552.0"),
        "indicator+place+period+source_id+basis+value: expected a unique row, found a second row",
    ),
    "a source that says two things at once": (
        repeated(OBSERVATIONS, COUNT, value="106557"),
        "value: expected one value of source 'cns-2024-01-19-tech-contracts' for "
        "tech_contract_count, 2023, found a second one, 106557",
    ),
    "a figure of the panel printed twice in one edition": (
        repeated(PANEL, "tech_contract_count,beijing,2023,", value="106553"),
        "indicator+place+period+source_id: expected a unique row, found a second row",
    ),
    # keys
    "a key with a Cyrillic letter": (
        cells(OBSERVATIONS, COUNT, place="b\u0435ijing"),
        "place: expected a key of places, found 'b\u0435ijing'",
    ),
    "a source whose only row was lost": (
        several(
            cells("sources.csv", "71cn-2024-04-10-5g,", title="Lost"),
            line(OBSERVATIONS, "base_stations_5g,beijing,2022-10-31,285000,71cn", lambda text: ""),
        ),
        "source_id: expected rows in observations or targets or panel or claim_checks or "
        "corrections or promise, found none for '71cn-2024-04-10-5g'",
    ),
}

IN_THE_SMALL_PACKAGE = {
    # numbers
    "a number with an exponent": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", value="6.4E+01"),
        f"{PLAIN} '6.4E+01'",
    ),
    "a decimal comma": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2023,85.4", value="85,4"),
        f"{PLAIN} '85,4'",
    ),
    "a unit in the cell": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", value="64亿元"),
        f"{PLAIN} '64亿元'",
    ),
    "a nought in front": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", value="064"),
        f"{PLAIN} '064'",
    ),
    "a formula": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", value="=64"),
        f"{PLAIN} '=64'",
    ),
    "no number, as pandas writes it": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", value="nan"),
        f"{PLAIN} 'nan'",
    ),
    "a typographic minus": (
        cells("indicators.csv", "city_rank,", lower_bound="−1"),
        "lower_bound: expected a number in plain digits, found '−1'",
    ),
    "half an order": (
        cells("goals.csv", "contracts,", chapter_order="1.5"),
        "chapter_order: expected a whole number in plain digits, found '1.5'",
    ),
    "a vintage before there was a panel": (
        cells(PANEL, "contract_count,land,2022", vintage="203"),
        "vintage: expected 2010 to 2100, found '203'",
    ),
    "limits that cross": (
        cells("indicators.csv", "research_share,", lower_bound="100", upper_bound="0"),
        "lower_bound: expected a limit not above the upper one, 0, found 100",
    ),
    "a claim that lost its number": (
        cells("claims.csv", "c001,", value=""),
        "value: expected the number of the claim, found an empty cell",
    ),
    "a claim outside the limits": (
        cells("claims.csv", "c001,", value="-85.4"),
        "value: expected 0 to any (contract_turnover), found -85.4",
    ),
    "a target outside the limits": (
        cells("targets.csv", "research_share,", value="600"),
        "value: expected 0 to 100 (research_share), found 600",
    ),
    # dates
    "a date as a spreadsheet shows it": (
        cells("sources.csv", "press-2024-01-19,", published="19-Jan-24"),
        f"published: {DAY} '19-Jan-24'",
    ),
    "a date as a spreadsheet stores it": (
        cells("sources.csv", "press-2024-01-19,", published="45310"),
        f"published: {DAY} '45310'",
    ),
    "a year as a decimal number": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", period="2020.0"),
        f"period: {DAY} '2020.0'",
    ),
    "a date with slashes": (
        cells("sources.csv", "press-2024-01-19,", published="2024/1/19"),
        f"published: {DAY} '2024/1/19'",
    ),
    "a date without its noughts": (
        cells("sources.csv", "press-2024-01-19,", published="2024-1-19"),
        f"published: {DAY} '2024-1-19'",
    ),
    "a month that does not exist": (
        cells("targets.csv", "research_share,", announced="2021-13"),
        f"announced: {DAY} '2021-13'",
    ),
    # keys and words
    "a dangling claim": (
        cells("claim_checks.csv", "c001,", claim_id="c101"),
        "claim_id: expected a key of claims, found 'c101'",
    ),
    "a dangling proof of a correction": (
        cells("corrections.csv", "contract_turnover,", evidence_source_id="speech-2024-09-31"),
        "evidence_source_id: expected a key of sources, found 'speech-2024-09-31'",
    ),
    "a declared jump that is none": (
        cells("declared_jumps.csv", "panel,", table="observations"),
        "period: expected a jump in observations, found none for contract_count, hilltown, 2022",
    ),
    "a calculation by nought": (
        raw(
            "calculations.csv",
            lambda text: text + b"research_share,contract_turnover,city_rank,0,None.\n",
            "calculations.csv: row 2",
        ),
        "factor: expected 1e-06 to 1000000, found '0'",
    ),
    "a calculation of a thing from itself": (
        raw(
            "calculations.csv",
            lambda text: text + b"research_share,contract_turnover,research_share,100,None.\n",
            "calculations.csv: row 2",
        ),
        "denominator: expected a third indicator, found 'research_share'",
    ),
    "two calculations that need each other": (
        raw(
            "calculations.csv",
            lambda text: (
                text
                + b"research_share,contract_turnover,city_rank,1,None.\n"
                + b"contract_turnover,research_share,city_rank,1,None.\n"
            ),
            "calculations.csv: row 2",
        ),
        "numerator: expected an indicator that is printed, not worked out in turn, "
        "found 'contract_turnover'",
    ),
    "a goal that no claim names": (
        raw(
            "goals.csv",
            lambda text: text + b"patents,Patents,2,The city is to have more.\n",
            "goals.csv: row 3",
        ),
        "goal: expected rows in claims, found none for 'patents'",
    ),
    "a place that no row names": (
        raw(
            "places.csv",
            lambda text: text + b"laketown,Laketown,,city,land\n",
            "places.csv: row 5",
        ),
        "place: expected rows in observations or targets or panel or claims, "
        "found none for 'laketown'",
    ),
    "a key in capitals": (
        cells("places.csv", "hilltown,", place="Hilltown"),
        "place: expected the form",
    ),
    "a language in words": (
        cells("sources.csv", "article,", language="English"),
        "language: expected the form [a-z]{2}, found 'English'",
    ),
    "two goals in one place of the order": (
        raw(
            "goals.csv",
            lambda text: text + b"rank,Rank,1,Be ranked.\n",
            "goals.csv: row 3",
        ),
        "chapter_order: expected a unique row, found a second row '1'",
    ),
    "an address that was lost": (
        cells("sources.csv", "article,", url=""),
        "url: expected the address of an outlet page, found an empty cell",
    ),
    # text
    "Chinese read in the wrong encoding": (
        cells("places.csv", "rivertown,", name_zh="åŒ—äº¬"),
        f"name_zh: {TYPED} 'åŒ—äº¬'",
    ),
    "Chinese that was not kept": (
        cells("places.csv", "rivertown,", name_zh="\ufffd\ufffd"),
        f"name_zh: {TYPED} '\ufffd\ufffd'",
    ),
    "a space that does not break": (
        cells("places.csv", "land,", name="The\u00a0Land"),
        f"name: {TIDY} 'The\\xa0Land'",
    ),
    "a space without width": (
        cells("places.csv", "land,", name="The\u200bLand"),
        f"name: {TIDY} 'The\\u200bLand'",
    ),
    "a line break in a cell": (
        line("places.csv", "land,", lambda text: text.replace("The Land", '"The\nLand"')),
        f"name: {TIDY} 'The\\nLand'",
    ),
    "a tab in a cell": (
        cells("places.csv", "land,", name="The\tLand"),
        f"name: {TIDY} 'The\\tLand'",
    ),
    "an error of a spreadsheet": (
        cells("indicators.csv", "city_rank,", caveats="See #REF!"),
        f"caveats: {TYPED} 'See #REF!'",
    ),
    # rows
    "a row with a cell too many": (
        line("places.csv", "land,", lambda text: "extra," + text),
        "expected 5 columns, found 6: 'extra,land,The Land,,country,land'",
    ),
    "a blank line": (
        raw("places.csv", lambda text: text.replace(b"\nland", b"\n\nland"), "places.csv: row 4"),
        "expected 5 columns, found 0: ''",
    ),
    "the mark of a merge that was not finished": (
        raw(
            "places.csv",
            lambda text: text.replace(b"\nland", b"\n<<<<<<< HEAD\nland"),
            "places.csv: row 4",
        ),
        "expected 5 columns, found 1: '<<<<<<< HEAD'",
    ),
    "the header a second time": (
        raw(
            "places.csv",
            lambda text: text + text.partition(b"\n")[0] + b"\n",
            "places.csv: row 5",
        ),
        "kind: expected one of city, metro_cluster, province, country, group, found 'kind'",
    ),
    "a quotation mark inside a word": (
        line("places.csv", "land,", lambda text: text.replace("The Land", '"The" Land')),
        "expected a well-formed CSV row, found",
    ),
    "a null byte": (
        line("places.csv", "land,", lambda text: text.replace("The Land", "The\0Land")),
        f"name: {TIDY} 'The\\x00Land'",
    ),
    # columns
    "a column under another name": (
        raw("places.csv", lambda text: text.replace(b"name_zh", b"name_cn"), "places.csv: row 1"),
        "name_zh: expected the column, found none",
    ),
    "a column twice": (
        raw("places.csv", lambda text: text.replace(b"name_zh", b"name"), "places.csv: row 1"),
        "name_zh: expected the column, found none",
    ),
    "the cells of two columns swapped": (
        cells(OBSERVATIONS, "contract_turnover,rivertown,2020", period="64", value="2020"),
        f"period: {DAY} '64'",
    ),
    "a table without its header": (
        raw("places.csv", lambda text: text.partition(b"\n")[2], "places.csv: row 1"),
        "place: expected the column, found none",
    ),
    "semicolons for commas": (
        raw("places.csv", lambda text: text.replace(b",", b";"), "places.csv: row 1"),
        "place: expected the column, found none",
    ),
    # files
    "a truncated table": (
        raw("claims.csv", lambda text: text[:-10], "claims.csv: row 3"),
        "expected a line end at the end, found a file that is cut short",
    ),
    "a truncated table that loses whole rows": (
        raw(
            "claims.csv",
            lambda text: text[: text.index(b"c002")],
            "claim_checks.csv: row 3",
        ),
        "claim_id: expected a key of claims, found 'c002'",
    ),
    "one table in the file of another": (
        raw("goals.csv", lambda text: (SMALL / "places.csv").read_bytes(), "goals.csv: row 1"),
        "goal: expected the column, found none",
    ),
    # encodings
    "a byte order mark": (
        raw("places.csv", lambda text: b"\xef\xbb\xbf" + text, "places.csv: row 1"),
        "expected plain UTF-8, found a byte order mark at the start",
    ),
    "Chinese in GBK": (
        raw("places.csv", reencoded("gbk"), "places.csv: row 2"),
        "expected UTF-8, found the byte 0xba",
    ),
    "UTF-16": (
        raw("places.csv", reencoded("utf-16"), "places.csv: row 1"),
        "expected UTF-8, found the byte 0xff",
    ),
    "line ends of an old Macintosh": (
        raw("places.csv", lambda text: text.replace(b"\n", b"\r"), "places.csv: row 1"),
        "expected a line end at the end, found a file that is cut short",
    ),
    # the descriptor
    "a missing descriptor": (gone("datapackage.json"), "expected the file, found none"),
    "a descriptor cut short": (
        raw("datapackage.json", lambda text: text[:-20] + b"\n"),
        "expected a JSON descriptor with typed resources, found JSONDecodeError",
    ),
    "a table described twice": (
        descriptor(lambda package, tables: package["resources"].append(tables["targets"])),
        "resources: expected a resource 'targets', found 2 of them",
    ),
    "a file outside the package": (
        descriptor(lambda _, tables: tables["targets"].update(path="../targets.csv")),
        "resources.targets.path: expected a file of the package, found '../targets.csv'",
    ),
    "a column that is no longer described": (
        descriptor(
            lambda _, tables: tables["places"]["schema"]["fields"].remove(
                field(tables["places"], "country")
            )
        ),
        "resources.places.schema.country: expected a column of type string, found none",
    ),
    "numbers described as text": (
        descriptor(lambda _, tables: field(tables["targets"], "value").update(type="string")),
        "resources.targets.schema.value: expected a column of type number, found 'string'",
    ),
    "dates described as any text": (
        descriptor(lambda _, tables: field(tables["sources"], "published").pop("calendar")),
        'resources.sources.schema.published: expected a column with "calendar": true, found',
    ),
    "a pattern that is none": (
        descriptor(
            lambda _, tables: field(tables["places"], "place")["constraints"].update(pattern="(")
        ),
        "resources.places: expected a table schema with fields, types and a key, found …missing )",
    ),
    "a table without a key": (
        descriptor(lambda _, tables: tables["places"]["schema"].pop("primaryKey")),
        "resources.places: expected a table schema with fields, types and a key, "
        "found KeyError: 'primaryKey'",
    ),
    "a key of a table that does not exist": (
        descriptor(
            lambda _, tables: tables["claims"]["schema"]["foreignKeys"][0]["reference"].update(
                resource="aims"
            )
        ),
        "resources.claims.schema: expected keys of a table of the package, found 'aims.goal'",
    ),
    "a key that is no column": (
        descriptor(lambda _, tables: tables["places"]["schema"].update(primaryKey="town")),
        "resources.places.schema: expected keys among its columns, place, name, name_zh, kind, "
        "country, found 'town'",
    ),
    "a day of knowledge before the promise": (
        descriptor(lambda package, _: package["promise"].update(as_of="2023-08-14")),
        "promise.as_of: expected a day not before its source was published, 2024-08-14, "
        "found '2023-08-14'",
    ),
    "a promise for the first year of a span that has a target": (
        several(
            descriptor(lambda package, _: package["promise"].update(target_year=2021)),
            cells("targets.csv", "contract_turnover", target_period="2021-2025"),
        ),
        "promise.target_year: expected a year with a target of rivertown, found 2021",
    ),
    "a promise for a year without a target": (
        descriptor(lambda package, _: package["promise"].update(target_year=2035)),
        "promise.target_year: expected a year with a target of rivertown, found 2035",
    ),
}


def test_there_are_more_faults_than_the_sixty_that_were_asked_for():
    assert len(IN_THE_REAL_DATA) + len(IN_THE_SMALL_PACKAGE) >= 60


@pytest.mark.parametrize("name", IN_THE_REAL_DATA)
def test_a_fault_in_the_books_data_is_named_with_its_place(real_package, name):
    change, words = IN_THE_REAL_DATA[name]
    place = change(real_package)
    lines = faults_of(real_package)
    assert is_named(lines, place, words), f"{place}: {words}\n" + "\n".join(lines[:20])


@pytest.mark.parametrize("name", IN_THE_SMALL_PACKAGE)
def test_a_fault_in_a_small_package_is_named_with_its_place(small_package, name):
    change, words = IN_THE_SMALL_PACKAGE[name]
    place = change(small_package)
    lines = faults_of(small_package)
    assert is_named(lines, place, words), f"{place}: {words}\n" + "\n".join(lines[:20])


# --- 2. What rightly passes ----------------------------------------------------------------------


def every_table(edit):
    """Edit the bytes of every table."""

    def change(directory):
        for path in directory.rglob("*.csv"):
            path.write_bytes(edit(path.read_bytes()))

    return change


def quoted(text):
    rows = csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def backwards(text):
    header, *rows = text.splitlines(keepends=True)
    return b"".join([header, *reversed(rows)])


RIGHTLY_PASSES = {
    "line ends of Windows": (
        every_table(lambda text: text.replace(b"\n", b"\r\n")),
        "a spreadsheet or git may write them, and CSV allows both",
    ),
    "every cell in quotation marks": (every_table(quoted), "CSV allows it"),
    "rows in another order": (
        every_table(backwards),
        "the order of rows means nothing: dates decide what is newest",
    ),
    "the descriptor in one line": (
        raw("datapackage.json", lambda text: json.dumps(json.loads(text)).encode() + b"\n"),
        "JSON does not care",
    ),
    "a longer description": (
        descriptor(lambda package, _: package.update(description="More words.")),
        "words for people; nothing is computed from them",
    ),
    "a file beside the tables": (
        lambda directory: (directory / "notes.txt").write_text("not a table"),
        "the descriptor says what belongs to the package",
    ),
}


def content(book):
    """Return every table of a package, its rows sorted."""
    frames = {name: value for name, value in vars(book).items() if isinstance(value, pd.DataFrame)}
    assert len(frames) == 13
    return {
        name: sorted(map(str, frame.reset_index(drop=not frame.index.name).to_numpy().tolist()))
        for name, frame in frames.items()
    }


@pytest.mark.parametrize("name", RIGHTLY_PASSES)
def test_a_harmless_change_passes_and_loses_nothing(small_package, name):
    before = package.load(SMALL)
    change, _reason = RIGHTLY_PASSES[name]
    change(small_package)
    after = package.load(small_package)
    assert content(after) == content(before)
    pd.testing.assert_frame_equal(
        after.series("contract_turnover"), before.series("contract_turnover")
    )


@pytest.mark.parametrize("word", ["NA", "null", "None", "nan", "TRUE", "1e5", "-", "0", "=SUM(A1)"])
def test_a_text_that_looks_like_something_else_is_kept_as_it_is(small_package, word):
    cells("places.csv", "land,", name=word)(small_package)
    assert package.load(small_package).places.name["land"] == word


@pytest.mark.parametrize(
    ("table", "change", "jump"),
    [
        (
            "targets",
            cells("targets.csv", "contract_turnover,", value="850"),
            "targets,contract_turnover,rivertown,2025,,It is meant to grow tenfold.\n",
        ),
        (
            "claims",
            cells("claims.csv", "c001,", value="854"),
            "claims,contract_turnover,rivertown,2023,,So the article says.\n",
        ),
        (
            "observations",
            cells(OBSERVATIONS, "contract_turnover,rivertown,2022,78.5", value="785"),
            "observations,contract_turnover,rivertown,2022,,A boom.\n",
        ),
    ],
)
def test_a_jump_that_looks_like_a_slip_passes_once_it_is_declared(
    small_package, table, change, jump
):
    place = change(small_package)
    assert is_named(faults_of(small_package), place, f"value: expected a value near …{SLIP}")
    with open(small_package / "declared_jumps.csv", "a", encoding="utf-8") as file:
        file.write(jump)
    assert package.load(small_package).declared_jumps.table.tolist() == ["panel", table]


# --- 3. What the validator cannot see, and what sees it ------------------------------------------


def finding_agrees(claim):
    """Return the test that the recorded finding of a claim is what code finds."""

    def check(book, monkeypatch):
        monkeypatch.setattr(test_checks, "BOOK", book)
        test_checks.test_code_and_record_agree_on_every_number(claim)

    return check


def without_last_claim(directory):
    for file in ("claims.csv", "claim_checks.csv"):
        path = directory / file
        rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(row for row in rows if not row.startswith("c100,")), "utf-8")


# Each of these checks passes on the book itself: it is a test of `test_data` or `test_checks`.
SEEN_BY_ANOTHER_CHECK = {
    "a plausible wrong digit in a figure that the article quotes": (
        cells(OBSERVATIONS, "tech_contract_turnover,beijing,2023,8536.9,koto", value="8539.6"),
        finding_agrees("c032"),
    ),
    "a wrong digit in a number of the article": (
        cells("claims.csv", "c029,", value="106525"),
        finding_agrees("c029"),
    ),
    "a finding that the figures do not bear out": (
        cells("claim_checks.csv", "c029,", finding="differs"),
        finding_agrees("c029"),
    ),
    "a basis under another name": (
        column(
            OBSERVATIONS,
            "basis",
            lambda basis: basis.replace("post-census-2018", "pre-census-2018"),
        ),
        lambda book, _: test_data.test_the_newest_research_year_known_to_the_article_is_2022(book),
    ),
    "a claim lost with its check": (
        without_last_claim,
        lambda book, _: test_data.test_all_claims_of_the_article_are_in_the_ledger(book),
    ),
    "a series that the panel lacks shifted one year back": (
        shifted(OBSERVATIONS, "digital_economy_share_gdp,beijing,", -1),
        finding_agrees("c037"),
    ),
    "a day of knowledge a year after the article": (
        descriptor(lambda package, _: package["promise"].update(as_of="2025-08-14")),
        finding_agrees("c058"),
    ),
}


@pytest.mark.parametrize("name", SEEN_BY_ANOTHER_CHECK)
def test_a_sound_but_wrong_package_fails_another_check(real_package, name, monkeypatch):
    change, check = SEEN_BY_ANOTHER_CHECK[name]
    change(real_package)
    book = package.load(real_package)
    with pytest.raises((AssertionError, package.UnknownKey)):
        check(book, monkeypatch)


# Only somebody who reads the source can tell that these are wrong. But no page is built from them
# unnoticed: the stored outputs are not current any more, and the re-executed ones show the change.
SEEN_IN_THE_CHANGED_PAGES = {
    "a plausible wrong digit in a figure that stands once": cells(
        OBSERVATIONS, "unicorns_hurun,beijing,2023,79,", value="78"
    ),
    "a good quality for a weak figure": cells(
        OBSERVATIONS, "unicorns_hurun,beijing,2024,78,", quality="reported"
    ),
    "a better direction": cells("indicators.csv", "unicorns_hurun,", higher_is_better="no"),
    "a family of errors that does not exist": cells("indicators.csv", "rd_intensity,", family="r"),
    "a misspelt country": cells("places.csv", "beijing,", country="chna"),
    "a misspelt title": cells("sources.csv", "cstsy-2024,", title_en="Yaerbook"),
    "a publication dated two days late": cells("sources.csv", PRESS, published="2024-01-21"),
    "a publication day that was lost": cells("sources.csv", PRESS, published=""),
}


def test_a_change_only_a_reader_can_judge_makes_every_notebook_old(real_package):
    root = real_package.parent
    for part in ("chapters", "requirements.txt"):
        (root / part).symlink_to(notebooks.ROOT / part)
    inputs = [notebooks.shared_inputs(root)]
    for change in SEEN_IN_THE_CHANGED_PAGES.values():
        change(real_package)
        inputs.append(notebooks.shared_inputs(root))
    assert len(set(inputs)) == len(SEEN_IN_THE_CHANGED_PAGES) + 1
    package.load(real_package)


# --- 4. Chance -----------------------------------------------------------------------------------

SMALL_TEXTS = read_package(SMALL)[1]
RESOURCES = {
    resource["name"]: resource
    for resource in json.loads((SMALL / "datapackage.json").read_text("utf-8"))["resources"]
}
FRAMES = {
    "targets": "target_rows",
    "panel": "panel_vintages",
    "panel-indicators": "panel_indicators",
}
by_chance = settings(
    derandomize=True,
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def random_cells(draw):
    """Draw a table, a row, a column and another text for this cell."""
    name = draw(st.sampled_from([name for name, text in SMALL_TEXTS.items() if len(text)]))
    text = SMALL_TEXTS[name]
    row = draw(st.integers(0, len(text) - 1))
    column = draw(st.sampled_from(list(text.columns)))
    others = st.sampled_from(sorted({cell for cells in text.to_numpy() for cell in cells}))
    numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
    dates = st.dates().map(str)
    return name, row, column, draw(st.one_of(st.text(max_size=20), others, numbers, dates))


def load_or_refuse(directory):
    """Load a package, or return nothing if it is refused; any other error is one of ours."""
    try:
        return package.load(directory)
    except InvalidPackage as refusal:
        assert all(fault.file and fault.expected and fault.found for fault in refusal.faults)
        return None


@by_chance
@given(random_cells())
def test_any_cell_with_any_text_is_refused_or_loaded_as_it_stands(tmp_path, drawn):
    name, row, column, cell = drawn
    copy = shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    text = SMALL_TEXTS[name].copy()
    text.iloc[row, text.columns.get_loc(column)] = cell
    text.to_csv(copy / RESOURCES[name]["path"], index=False, lineterminator="\n")
    book = load_or_refuse(copy)
    if book is not None:
        frame = getattr(book, FRAMES.get(name, name)).reset_index()
        assert len(frame) == len(text)
        loaded = frame[LOADED_AS.get((name, column), column)][row]
        kind = field(RESOURCES[name], column)["type"]
        assert str(loaded) == (cell if kind == "string" else str(float(cell or "nan")))


LOADED_AS = {("observations", "value"): "published_value", ("panel", "period"): "year"}


@by_chance
@given(
    st.sampled_from(sorted(p.relative_to(SMALL).as_posix() for p in SMALL.rglob("*.*"))), st.data()
)
def test_any_damage_to_a_file_is_refused_or_loaded_but_never_crashes(tmp_path, file, data):
    copy = shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    before = (copy / file).read_bytes()
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, min(len(before), start + 200)))
    after = before[:start] + data.draw(st.binary(max_size=10)) + before[end:]
    (copy / file).write_bytes(after)
    load_or_refuse(copy)


@by_chance
@given(st.data())
def test_any_value_in_the_descriptor_is_refused_or_loaded_but_never_crashes(tmp_path, data):
    copy = shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    package = json.loads((SMALL / "datapackage.json").read_text("utf-8"))
    node = package
    while True:
        keys = list(node) if isinstance(node, dict) else range(len(node))
        key = data.draw(st.sampled_from(list(keys)))
        if (
            not isinstance(node[key], dict | list)
            or not node[key]
            or data.draw(st.integers(0, 9)) == 0
        ):
            break
        node = node[key]
    node[key] = data.draw(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just([]) | st.just({})
    )
    (copy / "datapackage.json").write_text(json.dumps(package) + "\n", "utf-8")
    load_or_refuse(copy)
