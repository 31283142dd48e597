"""Each test puts one fault into a small package and reads what the validator says of it."""

import json

import pytest
from goalcheck.data import package
from goalcheck.data.schema import read_package


def faults(directory):
    return list(map(str, read_package(directory)[2]))


def edit(directory, file, old, new):
    """Replace a text that stands exactly once in a file."""
    path = directory / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_a_sound_package_has_no_faults(small_package):
    assert faults(small_package) == []


FAULTS = {
    "a value that is no number": (
        "observations.csv",
        "2019,60,yearbook-2021",
        "2019,sixty,yearbook-2021",
        "observations.csv: row 3: value: expected a number in plain digits, found 'sixty'",
    ),
    "full-width digits": (
        "observations.csv",
        "2019,60,yearbook-2021",
        "2019,６０,yearbook-2021",
        "observations.csv: row 3: value: expected a number in plain digits, found '６０'",
    ),
    "a thousands separator": (
        "targets.csv",
        "2025,>,90,",
        '2025,>,"9,000",',
        "targets.csv: row 2: value: expected a number in plain digits, found '9,000'",
    ),
    "an empty value": (
        "observations.csv",
        "2019,60,yearbook-2021",
        "2019,,yearbook-2021",
        "observations.csv: row 3: value: expected a value, found an empty cell",
    ),
    "an unknown indicator": (
        "observations.csv",
        "contract_turnover,rivertown,2019",
        "contract_turnovr,rivertown,2019",
        "observations.csv: row 3: indicator: expected a key of indicators, found 'contract_turnovr'",
    ),
    "an unknown place": (
        "targets.csv",
        "research_share,rivertown,2025",
        "research_share,laketown,2025",
        "targets.csv: row 3: place: expected a key of places, found 'laketown'",
    ),
    "an unknown source": (
        "claim_checks.csv",
        "press-2024-01-19",
        "press-2024-01-20",
        "claim_checks.csv: row 2: source_id: expected a key of sources, found 'press-2024-01-20'",
    ),
    "an unknown goal": (
        "claims.csv",
        "c002,contracts",
        "c002,contract",
        "claims.csv: row 3: goal: expected a key of goals, found 'contract'",
    ),
    "an unknown indicator of the panel": (
        "panel/panel.csv",
        "contract_count,land",
        "contract_cont,land",
        "panel/panel.csv: row 5: indicator: expected a key of panel-indicators, "
        "found 'contract_cont'",
    ),
    "a duplicate row": (
        "observations.csv",
        "2020,64,yearbook-2021,reported,,\n",
        "2020,64,yearbook-2021,reported,,\ncontract_turnover,rivertown,2020,64,yearbook-2021,reported,,\n",
        "observations.csv: row 5: indicator+place+period+source_id+basis+value: expected a unique "
        "row, found a second row 'contract_turnover', 'rivertown', '2020', 'yearbook-2021', '', '64'",
    ),
    "a duplicate key": (
        "sources.csv",
        "yearbook-2022,",
        "yearbook-2021,",
        "sources.csv: row 5: source_id: expected a unique row, found a second row 'yearbook-2021'",
    ),
    "a period as a spreadsheet writes it": (
        "observations.csv",
        "2019,60,yearbook-2021",
        "12/31/2019,60,yearbook-2021",
        "observations.csv: row 3: period: expected a day of the calendar, found '12/31/2019'",
    ),
    "a day that does not exist": (
        "sources.csv",
        "2024-01-19,press-release",
        "2024-02-30,press-release",
        "sources.csv: row 8: published: expected a day of the calendar, found '2024-02-30'",
    ),
    "a span of years that runs backwards": (
        "targets.csv",
        "research_share,rivertown,2025",
        "research_share,rivertown,2025-2021",
        "targets.csv: row 3: target_period: expected a day of the calendar, found '2025-2021'",
    ),
    "a period after its publication": (
        "observations.csv",
        "2023,85.4,press-2024-01-19,preliminary",
        "2024,85.4,press-2024-01-19,reported",
        "observations.csv: row 8: period: expected a period that source 'press-2024-01-19', "
        "published 2024-01-19, could know, found '2024'",
    ),
    "a year that is not over at its publication": (
        "observations.csv",
        "2019,60,yearbook-2021",
        "2022,60,yearbook-2021",
        "observations.csv: row 3: period: expected a period that source 'yearbook-2021', "
        "published 2021, could know, found '2022'",
    ),
    "an edition two years ahead": (
        "observations.csv",
        "city_rank,rivertown,2025",
        "city_rank,rivertown,2026",
        "observations.csv: row 2: period: expected a period that source 'speech-2024-09-30', "
        "published 2024-09-30, could know, found '2026'",
    ),
    "a target announced after its own source": (
        "targets.csv",
        "contract_turnover,rivertown,2025,>,90,2021-03,",
        "contract_turnover,rivertown,2025,>,90,2021-04,",
        "targets.csv: row 2: announced: expected a day not after its source 'plan-2021', "
        "found '2021-04'",
    ),
    "a share outside its bounds": (
        "observations.csv",
        "2021,6.1,yearbook-2022",
        "2021,101,yearbook-2022",
        "observations.csv: row 12: value: expected 0 to 100 (research_share), found 101",
    ),
    "a slip of ten": (
        "observations.csv",
        "2020,64,yearbook-2021",
        "2020,640,yearbook-2021",
        "observations.csv: row 4: value: expected a value near 64.8074, as its neighbours "
        "(contract_turnover, rivertown), found 640 (a slip of the unit?)",
    ),
    "a slip of ten against another publication": (
        "observations.csv",
        "2022,78.5,undated-note",
        "2022,785,undated-note",
        "observations.csv: row 7: value: expected a value near 79, as its neighbours "
        "(contract_turnover, rivertown), found 785 (a slip of the unit?)",
    ),
    "a slip of ten thousand": (
        "observations.csv",
        "2020,64,yearbook-2021",
        "2020,640000,yearbook-2021",
        "observations.csv: row 4: value: expected a value near 64.8074, as its neighbours "
        "(contract_turnover, rivertown), found 640000 (a slip of the unit?)",
    ),
    "a slip of a thousand downwards": (
        "observations.csv",
        "2020,64,yearbook-2021",
        "2020,0.064,yearbook-2021",
        "observations.csv: row 4: value: expected a value near 64.8074, as its neighbours "
        "(contract_turnover, rivertown), found 0.064 (a slip of the unit?)",
    ),
    "a declared jump that does not exist": (
        "declared_jumps.csv",
        "hilltown,2022",
        "hilltown,2021",
        "declared_jumps.csv: row 2: period: expected a jump in panel, "
        "found none for contract_count, hilltown, 2021",
    ),
    "a misspelt quality": (
        "observations.csv",
        "speech-2024-09-30,rounded",
        "speech-2024-09-30,round",
        "observations.csv: row 10: quality: expected one of reported, preliminary, revised, "
        "rounded, at_least, approximate, found 'round'",
    ),
    "a misspelt comparator": (
        "targets.csv",
        "2025,>,90",
        "2025,=>,90",
        "targets.csv: row 2: comparator: expected one of >, >=, =, ~, <, <=, found '=>'",
    ),
    "an observation without source": (
        "observations.csv",
        "2019,60,yearbook-2021",
        "2019,60,",
        "observations.csv: row 3: source_id: expected a value, found an empty cell",
    ),
    "a source without publisher": (
        "sources.csv",
        "Plan to 2025,Plan to 2025,City Hall,2021-03",
        "Plan to 2025,Plan to 2025,,2021-03",
        "sources.csv: row 3: publisher: expected a value, found an empty cell",
    ),
    "a link that runs a script": (
        "sources.csv",
        "https://city.example.org/plan",
        "javascript:alert(1)",
        "sources.csv: row 3: url: expected the form ",
    ),
    "a link with a password": (
        "sources.csv",
        "https://city.example.org/plan",
        "https://user:word@city.example.org/plan",
        "sources.csv: row 3: url: expected the form ",
    ),
    "a link to a mirror": (
        "sources.csv",
        "2021,yearbook,en,,mirror",
        "2021,yearbook,en,https://copy.example.org,mirror",
        "sources.csv: row 4: url: expected no link for a source behind a mirror, "
        "found 'https://copy.example.org'",
    ),
    "a target without plan": (
        "targets.csv",
        "~,6,2021-03,plan-2021",
        "~,6,2021-03,",
        "targets.csv: row 3: source_id: expected a value, found an empty cell",
    ),
    "a checkable claim without a check": (
        "claim_checks.csv",
        "c001,confirmed,press-2024-01-19,Same figure.\n",
        "",
        "claims.csv: row 2: claim_id: expected a row in claim_checks, found none for c001",
    ),
    "a finding without source": (
        "claim_checks.csv",
        "confirmed,press-2024-01-19",
        "confirmed,",
        "claim_checks.csv: row 2: source_id: expected a source for the finding 'confirmed', "
        "found an empty cell",
    ),
    "an indicator that lost its rows": (
        "observations.csv",
        "city_rank,rivertown,2025,4,speech-2024-09-30,reported,,edition 2025\n",
        "",
        "indicators.csv: row 4: indicator: expected rows in observations or targets, "
        "found none for 'city_rank'",
    ),
    "a correction of a value nobody published": (
        "corrections.csv",
        "2023,58.9",
        "2023,59.9",
        "corrections.csv: row 2: published_value: expected a row of observations, "
        "found none like it",
    ),
    "a missing column": (
        "places.csv",
        "place,name,name_zh,kind,country\n",
        "place,name,name_zh,kind\n",
        "places.csv: row 1: country: expected the column, found none",
    ),
    "a column too many": (
        "places.csv",
        "place,name,name_zh,kind,country\n",
        "place,name,name_zh,kind,country,mayor\n",
        "places.csv: row 1: mayor: expected no such column, found it",
    ),
    "columns in another order": (
        "places.csv",
        "place,name,name_zh,kind,country\n",
        "name,place,name_zh,kind,country\n",
        "places.csv: row 1: expected the columns place,name,name_zh,kind,country, "
        "found name,place,name_zh,kind,country",
    ),
    "a row with a column too few": (
        "places.csv",
        "land,The Land,,country,land",
        "land,The Land,,country",
        "places.csv: row 4: expected 5 columns, found 4: 'land,The Land,,country'",
    ),
    "a file cut short": (
        "claims.csv",
        "no measure named\n",
        "no mea",
        "claims.csv: row 3: expected a line end at the end, found a file that is cut short",
    ),
    "a quotation mark that is never closed": (
        "claim_checks.csv",
        "No measure is named.",
        '"No measure is named.',
        "claim_checks.csv: row 3: expected a well-formed CSV row, found unexpected end of data",
    ),
    "a space at the end": (
        "places.csv",
        "rivertown,Rivertown,",
        "rivertown,Rivertown ,",
        "places.csv: row 2: name: expected no control characters and no space at the ends, "
        "found 'Rivertown '",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_is_named_with_its_place(small_package, name):
    file, old, new, expected = FAULTS[name]
    edit(small_package, file, old, new)
    assert any(fault.startswith(expected) for fault in faults(small_package)), faults(small_package)


def test_a_missing_file_is_named(small_package):
    (small_package / "targets.csv").unlink()
    assert faults(small_package) == ["targets.csv: expected the file, found none"]


def test_an_empty_file_is_named(small_package):
    (small_package / "targets.csv").write_bytes(b"")
    assert faults(small_package) == ["targets.csv: expected content, found an empty file"]


def test_a_table_without_rows_is_named(small_package):
    header = (small_package / "targets.csv").read_text("utf-8").splitlines()[0]
    (small_package / "targets.csv").write_text(header + "\n", "utf-8")
    assert faults(small_package) == [
        "targets.csv: expected at least one row, found only the header"
    ]


def test_a_file_in_another_encoding_is_named(small_package):
    path = small_package / "places.csv"
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    assert "places.csv: row 2: expected UTF-8, found the byte 0xba" in faults(small_package)


def test_a_byte_order_mark_is_named(small_package):
    path = small_package / "goals.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert faults(small_package)[0] == (
        "goals.csv: row 1: expected plain UTF-8, found a byte order mark at the start"
    )


def test_windows_line_ends_are_harmless(small_package):
    path = small_package / "observations.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(small_package) == []


def test_a_broken_descriptor_is_named(small_package):
    (small_package / "datapackage.json").write_text("{\n", "utf-8")
    (fault,) = [line for line in faults(small_package) if "JSON" in line]
    assert fault.startswith(
        "datapackage.json: expected a JSON descriptor with typed resources, found"
    )


def test_a_descriptor_without_a_table_is_named(small_package):
    path = small_package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "targets"]
    path.write_text(json.dumps(descriptor) + "\n", "utf-8")
    assert faults(small_package) == [
        "datapackage.json: resources: expected a resource 'targets', found none"
    ]


def test_a_promise_of_an_unknown_place_is_named(small_package):
    edit(small_package, "datapackage.json", '"place": "rivertown"', '"place": "atlantis"')
    assert faults(small_package) == [
        "datapackage.json: promise.place: expected a key of places, found 'atlantis'"
    ]


def test_all_faults_are_listed_not_only_the_first(small_package):
    edit(small_package, "observations.csv", "2019,60,", "2019,sixty,")
    edit(small_package, "targets.csv", "2025,>,90", "2025,=>,90")
    edit(small_package, "claim_checks.csv", "confirmed,press-2024-01-19", "confirmed,")
    assert len(faults(small_package)) == 3


def test_loading_a_faulty_package_raises_with_every_fault(small_package):
    edit(small_package, "observations.csv", "2019,60,", "2019,sixty,")
    with pytest.raises(package.InvalidPackage, match="observations.csv: row 3: value: expected"):
        package.load(small_package)
