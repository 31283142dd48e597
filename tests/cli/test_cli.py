"""The command: its answers, its exit codes, and one sentence for what is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from goalcheck import cli
from goalcheck.data import package
from goalcheck.site import build, notebooks
from goalcheck.targets.grades import grade_targets

ROOT = Path(__file__).parents[2]
COMMANDS = "book check claims doctor export grade pdf project readme run study".split()


def run(*arguments):
    """Run the command as from a shell; return exit code, output and error output."""
    done = CliRunner().invoke(cli.main, list(map(str, arguments)))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def answer(*arguments):
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    assert "NaN" not in out
    return json.loads(out)


def spoil(folder, old, new):
    path = folder / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


# --- help -----------------------------------------------------------------------------------------


def test_the_help_names_every_command():
    code, out, _ = run("--help")
    assert code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in out] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"Example: goalcheck {name}" in out


# --- answers --------------------------------------------------------------------------------------


def test_check_says_what_it_checked(small_package):
    code, out, _ = run("check", small_package)
    assert code == 0
    lines = out.splitlines()
    assert lines[4] == "observations: 13 rows"
    assert lines[-1] == f"{small_package}: sound"


def test_check_lists_every_fault(small_package):
    spoil(small_package, "2019,60,", "2019,sixty,")
    spoil(small_package, "2020,64,", "2020,lots,")
    code, out, _ = run("check", small_package)
    assert code == 1
    first, *_, last = out.splitlines()
    expected = "observations.csv: row 3: value: expected a number in plain digits, found 'sixty'"
    assert first == expected
    assert last == f"{small_package}: 2 faults; the book does not build on invalid data"


def test_grades_are_those_of_the_pages(small_package):
    rows = answer("grade", small_package)
    graded = grade_targets(package.load(small_package))
    assert len(rows) == len(graded) == 2
    contracts = next(row for row in rows if row["indicator"] == "contract_turnover")
    wanted = {"target_period": "2025", "comparator": ">", "value": 90, "place": "rivertown"}
    assert {name: contracts[name] for name in wanted} == wanted
    assert {"unit", "result", "evidence", "outcome_period", "outcome_value"} <= contracts.keys()
    assert {"start_period", "start_value"} <= contracts.keys()


def test_a_grade_as_of_a_day_knows_nothing_newer(small_package):
    (row, _) = answer("grade", small_package, "--as-of", "2021-12-31")
    assert (row["result"], row["outcome_value"], row["outcome_period"]) == (
        "below_target_earlier",
        64,
        "2020",
    )
    assert answer("grade", small_package, "--as-of", "1990-01-01") == []
    code, out, _ = run("grade", small_package, "--as-of", "1990-01-01")
    assert (code, out) == (0, "no target of rivertown for 2025 is known\n")


def test_a_table_is_aligned(small_package):
    code, out, _ = run("grade", small_package)
    head, *lines = out.splitlines()
    assert code == 0
    at = head.index("comparator")
    assert all(line[at - 1] == " " and line[at] != " " for line in lines)


def test_a_projection_has_intervals_and_odds_and_says_why_where_it_has_none(small_package):
    first, last = answer(
        "project", small_package, "--indicator", "contract_turnover", "--method", "drift"
    )
    assert (first["year"], last["year"]) == (2024, 2025)
    assert last["low_95"] < last["low_80"] < last["value"] < last["high_80"] < last["high_95"]
    assert first["probability"] is None and first["reason"] == "the target is for 2025"
    assert 0 < last["probability"] < 1 and last["reason"] is None


def test_a_series_too_short_to_project_says_so(small_package):
    (row,) = answer("project", small_package, "--indicator", "research_share")
    assert row["year"] == 2025
    assert row["value"] is None and row["probability"] is None
    assert row["reason"].startswith("too short to project")


def test_a_package_without_tables_of_errors_gives_the_line_alone(small_package):
    for path in (small_package / "derived").iterdir():
        path.unlink()
    named = ("project", small_package, "--indicator", "contract_turnover")
    *_, last = answer(*named, "--method", "drift")
    assert last["value"] and last["low_80"] is None
    assert "has no derived table 'error_quantiles'" in last["reason"]
    code, out, err = run(*named)
    assert (code, out) == (2, "")
    assert "has no derived table 'accuracy_as_of'" in err


def test_a_projection_further_ahead_than_errors_are_known_has_no_interval(small_package):
    named = ("--indicator", "contract_turnover", "--method", "drift", "--to", "2030")
    *_, last = answer("project", small_package, *named)
    assert last["value"] and last["low_80"] is None
    assert "errors are known for" in last["reason"]


def test_claims_have_their_finding(small_package):
    rows = answer("claims", small_package)
    assert rows and all(set(row) == {"claim_id", "claim", "kind", "finding"} for row in rows)


def test_the_book_gives_its_own_numbers():
    row = answer(
        *"project --indicator tech_contract_turnover --to 2025 --as-of 2024-08-14".split(),
        *"--method drift".split(),
    )[-1]
    billions = [round(row[name] / 10, 0) for name in ("value", "low_80", "high_80")]
    assert billions == [985, 726, 1578]


def test_an_export_writes_the_files(small_package, tmp_path):
    code, out, err = run("export", small_package, tmp_path / "out")
    assert code == 0 and err.endswith("...\n")
    assert (tmp_path / "out" / "claims.json").is_file()
    assert str(tmp_path / "out" / "scorecard.csv") in out.splitlines()


# --- wrong use ------------------------------------------------------------------------------------

WRONG = {
    "a place": (["grade", "--place", "rivertwn"], "no place 'rivertwn'; did you mean 'rivertown'"),
    "a place to project": (
        ["project", "--indicator", "contract_turnover", "--place", "rivertwn"],
        "no place 'rivertwn'; did you mean 'rivertown'",
    ),
    "an indicator": (
        ["project", "--indicator", "contract_turnvr"],
        "no indicator 'contract_turnvr'; did you mean 'contract_turnover'?",
    ),
    "a method": (
        ["project", "--indicator", "contract_turnover", "--method", "drft"],
        "no method 'drft'; did you mean 'drift'?",
    ),
    "a day": (
        ["grade", "--as-of", "2024-13-01"],
        "expected a day such as 2024-08-14, found '2024-13-01'",
    ),
    "half a day": (["grade", "--as-of", "2024"], "expected a day such as 2024-08-14, found '2024'"),
    "no indicator": (["project"], "Missing option '--indicator'"),
    "an option": (["grade", "--jsn"], "No such option"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_told_in_one_sentence(small_package, name):
    (command, *options), words = WRONG[name]
    code, out, err = run(command, small_package, *options)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_folder_that_is_none_is_told_with_those_near(small_package):
    code, out, err = run("check", small_package.with_name("packag"))
    assert (code, out) == (2, "")
    assert err.endswith(f"did you mean '{small_package}'?\n")
    code, _, err = run("check", small_package.parent)
    assert code == 2
    assert f"no datapackage.json; did you mean '{small_package}'?" in err


@pytest.mark.parametrize("command", ["grade", "claims", "study"])
def test_invalid_data_give_the_lines_of_the_validator_alone(small_package, command):
    spoil(small_package, "2019,60,", "2019,sixty,")
    code, out, err = run(command, small_package)
    assert (code, out) == (1, "")
    assert err == (
        "observations.csv: row 3: value: expected a number in plain digits, found 'sixty'\n"
    )


def test_too_many_folders_are_told(small_package):
    assert run("export", small_package, "one", "two")[0] == 2


# --- the book -------------------------------------------------------------------------------------


def test_run_lists_what_is_not_current(monkeypatch):
    monkeypatch.setattr(notebooks, "why_old", lambda root: {})
    assert run("run", "--check") == (0, "", "")
    monkeypatch.setattr(notebooks, "why_old", lambda root: {Path("a"): "a.ipynb: old"})
    assert run("run", "--check") == (1, "a.ipynb: old\n", "")
    assert run("run", "--check", "--all")[0] == 2


def test_run_tells_its_progress_and_what_failed(monkeypatch):
    def refresh(root, everything, report):
        report("1 of 1")
        return ["a.ipynb: cell 3: KeyError: 'x'"] if everything else []

    monkeypatch.setattr(notebooks, "refresh", refresh)
    assert run("run") == (0, "", "1 of 1\n")
    assert run("run", "--all") == (1, "", "1 of 1\na.ipynb: cell 3: KeyError: 'x'\n")


def test_a_book_is_not_built_if_a_notebook_fails(monkeypatch):
    monkeypatch.setattr(notebooks, "refresh", lambda root, report: ["a.ipynb: cell 3: no"])
    monkeypatch.setattr(build, "pages", lambda *_: pytest.fail("built"))
    assert run("book") == (1, "", "a.ipynb: cell 3: no\n")


def test_a_book_is_built_after_its_notebooks(monkeypatch):
    done = []
    monkeypatch.setattr(notebooks, "refresh", lambda root, report: done.append("run") or [])
    monkeypatch.setattr(build, "pages", lambda *_: done.append("pages"))
    assert run("book") == (0, "The book is in _build/html/index.html\n", "")
    assert done == ["run", "pages"]


def test_a_pdf_wants_a_browser(monkeypatch):
    monkeypatch.setattr(build, "find_chromium", lambda root: None)
    code, _, err = run("pdf")
    assert code == 1 and "install-chromium" in err


def test_the_doctor_tells_what_is_ready(monkeypatch):
    monkeypatch.setattr(notebooks, "why_old", lambda root: {})
    _, out, _ = run("doctor")
    names = [line[7:].partition(":")[0] for line in out.splitlines()]
    machine = ["Python", "packages", "line ends", "disk", "loopback"]
    assert names == [*machine, "data", "notebooks", "Chromium", "Chinese typeface", "Node.js"]
    assert all(line.endswith("]") for line in out.splitlines()), "every line says what needs it"
    monkeypatch.setattr(notebooks, "why_old", lambda root: {Path("a"): "a.ipynb: old"})
    code, out, _ = run("doctor")
    assert code == 1 and "fault  notebooks: a.ipynb: old; `goalcheck run`" in out


# --- from a shell ---------------------------------------------------------------------------------


def test_a_reader_that_has_seen_enough_gets_no_traceback():
    command = f"{sys.executable} -m goalcheck claims --json | head -2"
    done = subprocess.run(
        command, shell=True, cwd=ROOT / "chapters", capture_output=True, text=True, check=True
    )
    assert done.stdout == "[\n {\n"
    assert done.stderr == ""
