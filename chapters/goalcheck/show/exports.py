"""Write the results of the book as files (`goalcheck export`).

The files are the same whenever data and code are the same: sorted rows, no clock, no randomness.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from goalcheck.claims.checks import all_checks
from goalcheck.claims.claimreview import claim_reviews
from goalcheck.claims.ledger import FINDINGS, ledger
from goalcheck.data.package import Package
from goalcheck.show.figures import plotted
from goalcheck.targets.expected import outlooks
from goalcheck.targets.scorecard import places, scorecard

SERIES = "series"

# Name of a file, and what one of its rows is.
FILES = {
    "projections.csv": "a projected year of an indicator with an official target, with the 80% and "
    "95% intervals, the method, the window of years, the day of knowledge and the sources",
    "scorecard.csv": "an official target for the promised year: how hard it was, the projection and "
    "its probability, the traffic lights, what was published since and the result",
    "claims.csv": "a claim of the article with its finding, the rules that gave it, the evidence "
    "and the sources",
    "claims.json": "a claim with each of its checks: finding, rule, sentence and sources in full",
    "claimreview.json": "a claim with evidence as schema.org ClaimReview",
    f"{plotted.FOLDER}/FIGURE.csv": "a number that one figure of the book shows; linked below each "
    "figure",
    f"{SERIES}/INDICATOR.csv": "a published figure of one indicator: place, period, value, quality, "
    "basis, source and day of publication",
}

SERIES_COLUMNS = (
    "place period value published_value unit quality basis published source_id publisher title url "
    "note"
).split()


def write(
    book: Package, folder: str | Path, *, ledger: str = "../chapters/claims.html"
) -> list[Path]:
    """Write all files into a folder, which is made if it is missing, and return their paths.

    The file of an indicator that is no more is removed.

    Parameters
    ----------
    book : Package
    folder : path
    ledger : str
        Address of the page of claims, for the reviews of claims.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write(book, folder)
    >>> paths[0].name, paths[-1].parent.name
    ('projections.csv', 'series')
    """
    folder = Path(folder)
    (folder / SERIES).mkdir(parents=True, exist_ok=True)
    frames: dict[str, Callable[[Package], pd.DataFrame]] = {
        "projections": projections,
        "scorecard": scorecard,
        "claims": claims_frame,
    }
    paths = [_csv(folder / f"{name}.csv", make(book)) for name, make in frames.items()]
    paths += [
        _json(folder / "claims.json", claims_list(book)),
        _json(folder / "claimreview.json", claim_reviews(book, page=ledger)),
    ]
    series = [
        _csv(folder / SERIES / f"{indicator}.csv", series_frame(book, indicator))
        for indicator in sorted(book.indicators.index)
    ]
    _remove_others(folder / SERIES, series)
    return paths + series


def write_figures(notebooks: Iterable[Mapping], folder: str | Path) -> list[Path]:
    """Write the numbers of every figure stored in the notebooks of a book; return the paths.

    A file of a figure that is no more is removed.

    Parameters
    ----------
    notebooks : iterable of notebook
        As nbformat reads them.
    folder : path
        Where the other files are; it is made if it is missing.
    """
    folder = Path(folder) / plotted.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for notebook in notebooks:
        for name, text in plotted.by_figure(notebook).items():
            paths.append(folder / f"{name}.csv")
            paths[-1].write_text(text, "utf-8")
    _remove_others(folder, paths)
    return paths


def _remove_others(folder: Path, written: list[Path]) -> None:
    """Remove the CSV files of an earlier run whose figure or indicator is no more."""
    for path in set(folder.glob("*.csv")) - set(written):
        path.unlink()


def projections(book: Package) -> pd.DataFrame:
    """Return the projection of every target known on the as-of date, one row a year.

    Examples
    --------
    >>> rows = projections(book)
    >>> list(rows.columns[:4]), str(rows.as_of.max())[:10]
    (['indicator', 'place', 'year', 'centre'], '2024-08-14')
    """
    rows = [
        one.projection.assign(
            indicator=indicator,
            place=place,
            unit=one.grade.unit,
            sources=" ".join(one.projection.sources.iloc[0]),
        )
        for place in places(book)
        for indicator, one in outlooks(book, place).items()
        if one.projection is not None
    ]
    if not rows:
        return pd.DataFrame(columns=["indicator", "place", "year", "centre"])
    frame = pd.concat(rows, ignore_index=True)
    first = ["indicator", "place", "year", "centre"]
    return frame[[*first, *frame.columns.difference(first, sort=False)]]


def claims_frame(book: Package) -> pd.DataFrame:
    """Return one row a claim with all that the ledger says, lists joined.

    Examples
    --------
    >>> claims_frame(book).set_index("claim_id").rules["c001"]
    'same number; a source says the same'
    """
    rows = [
        entry
        | {
            "rules": "; ".join(dict.fromkeys(check["rule"] for check in entry["checks"])),
            "evidence": " ".join(check["sentence"] for check in entry["checks"]),
            "sources": " ".join(
                dict.fromkeys(
                    source["source_id"] for check in entry["checks"] for source in check["sources"]
                )
            ),
        }
        for entry in claims_list(book)
    ]
    return pd.DataFrame(rows).drop(columns="checks")


def claims_list(book: Package) -> list[dict]:
    """Return the ledger as nested lists, every source in full.

    Examples
    --------
    >>> claims_list(book)[0]["checks"][0]["sentence"]
    'Published for 2023: 8.54 billion yuan.'
    """
    columns = ["goal", "chapter", "claim", "kind", "indicator", "place", "period", "value", "unit"]
    return [
        {"claim_id": claim}
        | {name: None if pd.isna(row[name]) else row[name] for name in columns}
        | {
            "finding": row.finding,
            "finding_in_words": FINDINGS[row.finding],
            "checks": [
                {
                    "rule": check.rule,
                    "finding": check.finding,
                    "sentence": check.sentence,
                    "sources": [_source(book, source) for source in check.source_ids],
                }
                for check in all_checks(book, claim)
            ],
        }
        for claim, row in ledger(book).iterrows()
    ]


def series_frame(book: Package, indicator: str) -> pd.DataFrame:
    """Return every published figure of an indicator with its source, places together.

    `published_value` differs from `value` only where a slip of the source was corrected.

    Examples
    --------
    >>> list(series_frame(book, "contract_turnover").columns[:5])
    ['place', 'period', 'value', 'published_value', 'unit']
    """
    rows = book.printed_of([indicator])
    sources = book.rows("sources", rows.source_id).reset_index(drop=True)
    rows = rows.reset_index(drop=True).assign(
        value=rows.value.map("{:.14g}".format).to_numpy(),
        published_value=rows.published_value.map("{:.14g}".format).to_numpy(),
        unit=book.indicators.unit[indicator],
        published=sources.published,
        publisher=sources.publisher,
        title=sources.title_en.where(sources.title_en != "", sources.title),
        url=sources.url,
    )
    order = ["place", "period", "basis", "published", "source_id", "value"]
    return rows.sort_values(order, kind="stable")[SERIES_COLUMNS]


def _source(book: Package, source_id: str) -> dict:
    source = book.rows("sources", [source_id]).iloc[0]
    names = ["title", "title_en", "publisher", "published", "language", "url"]
    return {"source_id": source_id} | {name: source[name] for name in names}


def _csv(path: Path, frame: pd.DataFrame) -> Path:
    path.write_text(frame.to_csv(**plotted.FORMAT), "utf-8")
    return path


def _json(path: Path, content: list) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path
