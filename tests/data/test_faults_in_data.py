"""Copies of a small package are spoiled in many ways; each must be caught (more: `test_schema`).

Two lists: what the validator names with its place, and what rightly passes and why. Then chance has
a try. Faults in the book's own data are in `tests/book/test_faults_in_the_books_data.py`.
"""

import csv
import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from faults import (
    cells,
    descriptor,
    field,
    gone,
    is_named,
    line,
    raw,
    several,
)
from goalcheck.data import package
from goalcheck.data.schema import InvalidPackage, read_package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SMALL = Path(__file__).parents[1] / "small_package"
OBSERVATIONS, PANEL = "observations.csv", "panel/panel.csv"


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
    assert len(book._tables) == 14
    return {
        name: sorted(map(str, frame.reset_index(drop=not frame.index.name).to_numpy().tolist()))
        for name, frame in book._tables.items()
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


# --- 3. Chance -----------------------------------------------------------------------------------

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
