"""The result files: complete, the same each time, and as the chapters have them."""

import json
import re
import shutil
from types import SimpleNamespace

import pandas as pd
import pytest
from goalcheck.claims.ledger import ledger
from goalcheck.data import package
from goalcheck.show import exports
from goalcheck.site import extension, notebooks
from goalcheck.targets.expected import outlook
from rows import add_row

BOOK = package.load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("downloads")
    exports.write(BOOK, path)
    return path


def contents(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_described_file_is_written(folder):
    names = set(contents(folder))
    single = {name for name in exports.FILES if name.islower()}
    series = {f"series/{indicator}.csv" for indicator in BOOK.indicators.index}
    assert names == single | series


def test_a_second_run_writes_the_same_bytes(folder, tmp_path):
    exports.write(BOOK, tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_the_projections_are_those_of_the_chapters(folder):
    rows = pd.read_csv(folder / "projections.csv")
    rows = rows[(rows.indicator == "tech_contract_turnover") & (rows.place == "beijing")]
    expected = outlook(BOOK, "tech_contract_turnover").projection
    for column in ("year", "centre", "lower_80", "upper_80", "lower_95", "upper_95"):
        assert rows[column].to_list() == pytest.approx(expected[column].to_list())
    assert set(rows.as_of) == {f"{BOOK.as_of:%Y-%m-%d}"}
    assert all(set(ids.split()) <= set(BOOK.sources.index) for ids in rows.sources)


def test_projections_and_scorecard_cover_every_place_with_targets(folder):
    card = pd.read_csv(folder / "scorecard.csv")
    assert set(card.place) == {one.place for one in BOOK.targets() if one.year == BOOK.target_year}
    projected = pd.read_csv(folder / "projections.csv")
    keys = set(zip(card.place, card.indicator, strict=True))
    assert set(zip(projected.place, projected.indicator, strict=True)) <= keys


def test_the_claims_are_those_of_the_ledger(folder):
    rows = pd.read_csv(folder / "claims.csv", index_col="claim_id")
    assert rows.finding.to_dict() == ledger(BOOK).finding.to_dict()
    nested = json.loads((folder / "claims.json").read_text("utf-8"))
    assert [claim["finding"] for claim in nested] == rows.finding.to_list()
    assert all(claim["checks"] for claim in nested)


def test_a_series_holds_every_published_figure_with_its_source(folder):
    files = (folder / "series").glob("*.csv")
    rows = pd.concat(pd.read_csv(path, dtype=str) for path in files)
    assert len(rows) == len(BOOK.observations)
    assert rows.publisher.notna().all()
    assert rows.value.astype(float).sum() == pytest.approx(BOOK.observations.value.sum())


def test_every_figure_of_the_book_has_the_numbers_it_shows(tmp_path):
    paths = exports.write_figures(notebooks.in_full(), tmp_path)
    stored = [path.read_text("utf-8") for path in notebooks.in_reading_order()]
    shown = {name for text in stored for name in re.findall(r'"name": "(fig-[\w-]+)"', text)}
    assert {path.stem for path in paths} == shown
    assert all(len(pd.read_csv(path)) for path in paths)


def test_a_figure_and_its_numbers_agree(tmp_path):
    exports.write_figures(notebooks.in_full(), tmp_path)
    rows = pd.read_csv(tmp_path / "figures" / "fig-contracts-projection.csv", dtype={"at": int})
    expected = outlook(BOOK, "tech_contract_turnover")
    known = rows[rows.series == "known"].set_index("at").value
    levels = expected.history.value[known.index] / 10
    assert known.to_dict() == pytest.approx(levels.to_dict())
    (target,) = rows[rows.series == "target"].value
    assert target == expected.target / 10
    assert set(rows.unit) == {"billion yuan a year"}


def test_a_corrected_slip_shows_both_values(folder):
    rows = pd.read_csv(folder / "series" / "tech_contract_flow_tianjin_hebei.csv")
    slip = rows[rows.value != rows.published_value].iloc[0]
    assert (slip.value, slip.published_value) == (843.7, 834.7)


def test_one_new_figure_in_the_data_is_in_the_files(tmp_path):
    data = shutil.copytree(package.BOOK_DATA, tmp_path / "data")
    source = "new-2026,Contracts of 2025,Contracts of 2025,City Hall,2026-02-01,news,en,,mirror,"
    add_row(data, "sources.csv", source)
    add_row(
        data, "observations.csv", "tech_contract_turnover,beijing,2025,7000,new-2026,reported,,"
    )
    exports.write(package.load(data), tmp_path / "files")
    card = pd.read_csv(tmp_path / "files" / "scorecard.csv")
    row = card[(card.indicator == "tech_contract_turnover") & (card.place == "beijing")].iloc[0]
    assert (row.outcome_value, row.result) == (7000, "missed")
    series = pd.read_csv(tmp_path / "files" / "series" / "tech_contract_turnover.csv")
    assert 7000 in set(series.value[series.period.astype(str) == "2025"])


def test_files_that_were_removed_are_written_again(tmp_path):
    app = SimpleNamespace(
        srcdir=notebooks.ROOT, doctreedir=tmp_path, config=SimpleNamespace(html_baseurl="")
    )
    extension._write_downloads(app, tmp_path / "downloads")
    before = contents(tmp_path / "downloads")
    shutil.rmtree(tmp_path / "downloads")
    extension._write_downloads(app, tmp_path / "downloads")
    assert contents(tmp_path / "downloads") == before


def test_files_of_figures_and_series_that_are_no_more_are_removed(tmp_path):
    kept = tmp_path / "figures" / "notes.txt"
    for name in ("figures/fig-renamed.csv", "series/renamed.csv", "figures/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    paths = exports.write(BOOK, tmp_path) + exports.write_figures(notebooks.in_full(), tmp_path)
    assert sorted(path for path in tmp_path.rglob("*.*")) == sorted([*paths, kept])
