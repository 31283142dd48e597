"""A misspelt field of a record is found before anything runs."""

from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[2]

CODE = """
from goalcheck.claims.ledger import judged
from goalcheck.data.package import Package
from goalcheck.data.records import Outcome
from goalcheck.targets.expected import outlook
from goalcheck.targets.scorecard import scored


def spelt(book: Package, outcome: Outcome) -> None:
    one, contracts = scored(book)[0], outlook(book, "contracts")
    claim = judged(book)[0]
    print(outcome.value)
    print(one.result)
    print(one.target.value)
    print(book.targets()[0].value)
    print(book.claim("c001").period)
    print(claim.finding.words)
    assert contracts.forecast
    print(contracts.forecast.last.centre)
"""

MISSPELT = {
    "outcome.value": "outcome.valeu",
    "one.result": "one.resutl",
    "one.target.value": "one.target.valeu",
    "book.targets()[0].value": "book.targets()[0].valeu",
    ".period": ".perod",
    "claim.finding.words": "claim.finding.wrods",
    "contracts.forecast.last.centre": "contracts.forecast.last.center",
}


def faults(path, code):
    """Return the lines at which mypy, set as for the package, finds an unknown attribute."""
    path.write_text(code, "utf-8")
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--no-error-summary"]
    found, errors, _ = api.run([*options, str(path)])
    assert errors == ""
    return {int(line.split(":")[1]) for line in found.splitlines() if "[attr-defined]" in line}


def test_every_misspelt_field_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert faults(tmp_path / "spelt.py", CODE) == set()
    lines = CODE.splitlines()
    for right, wrong in MISSPELT.items():
        assert sum(right in line for line in lines) == 1, right
        lines = [line.replace(right, wrong) for line in lines]
    expected = {number for number, line in enumerate(lines, 1) if line not in CODE.splitlines()}
    assert len(expected) == len(MISSPELT)
    assert faults(tmp_path / "misspelt.py", "\n".join(lines)) == expected
