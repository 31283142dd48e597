"""Copies of the book's own data are spoiled; each fault must be caught (more: `test_faults_in_data`).

Two lists: what the validator names with its place, and what the validator cannot see but another
check of the gate does.
"""

import shutil
from pathlib import Path

import pytest
import test_data
from faults import cells, column, descriptor, is_named, line, repeated, several, shifted
from goalcheck.claims.checks import number_checks
from goalcheck.claims.ledger import ledger
from goalcheck.data import package
from goalcheck.data.schema import InvalidPackage

OBSERVATIONS, PANEL = "observations.csv", "panel/panel.csv"
COUNT = "tech_contract_count,beijing,2023,106552,cns-"
TURNOVER = "tech_contract_turnover,beijing,2023,8536.9,cns-"
PRESS = "cns-2024-01-19-tech-contracts,"
PLAIN = "value: expected a number in plain digits, found"
SLIP = "(a slip of the unit?)"


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


@pytest.mark.parametrize("name", IN_THE_REAL_DATA)
def test_a_fault_in_the_books_data_is_named_with_its_place(real_package, name):
    change, words = IN_THE_REAL_DATA[name]
    place = change(real_package)
    lines = faults_of(real_package)
    assert is_named(lines, place, words), f"{place}: {words}\n" + "\n".join(lines[:20])


# --- 2. What the validator cannot see, and what sees it ------------------------------------------


def finding_agrees(claim):
    """Return the check that the recorded finding of a claim is what code finds."""

    def check(book):
        recorded = {check.finding for check in ledger(book).checks[claim]}
        assert {check.finding for check in number_checks(book, claim)} - {""} == recorded

    return check


def without_last_claim(directory):
    for file in ("claims.csv", "claim_checks.csv"):
        path = directory / file
        rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(row for row in rows if not row.startswith("c100,")), "utf-8")


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
        test_data.test_the_newest_research_year_known_to_the_article_is_2022,
    ),
    "a claim lost with its check": (
        without_last_claim,
        test_data.test_all_claims_of_the_article_are_in_the_ledger,
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
def test_a_sound_but_wrong_package_fails_another_check(real_package, name):
    change, check = SEEN_BY_ANOTHER_CHECK[name]
    check(package.load())
    change(real_package)
    book = package.load(real_package)
    with pytest.raises((AssertionError, package.UnknownKey)):
        check(book)


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


def test_a_change_only_a_reader_can_judge_is_sound_and_another_content(real_package):
    """So the chapters that read the row are executed again (`tests/site/test_outputs_lock.py`)."""
    contents = [package.fingerprint(real_package)]
    for change in SEEN_IN_THE_CHANGED_PAGES.values():
        change(real_package)
        contents.append(package.fingerprint(real_package))
    assert len(set(contents)) == len(SEEN_IN_THE_CHANGED_PAGES) + 1
    package.load(real_package)
