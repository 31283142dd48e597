"""Chapters, ledger, scorecard and title page tell one story, and new data change all of it."""

import json

import pandas as pd
import pytest
from goalcheck.claims import ledger
from goalcheck.data import package
from goalcheck.show import html, page, verdict
from goalcheck.site import notebooks
from goalcheck.targets import pass_marks
from rows import add_row


@pytest.fixture(scope="module")
def book():
    return package.load()


def glued(chapter):
    """Return the words that a stored notebook glued, by name."""
    notebook = json.loads((notebooks.CHAPTERS / f"{chapter}.ipynb").read_text("utf-8"))
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    return {
        out["metadata"]["scrapbook"]["name"]: "".join(out["data"][f"{html.GLUE_PREFIX}text/plain"])
        for out in outputs
        if "scrapbook" in out.get("metadata", {})
    }


def test_every_goal_has_its_chapter_with_the_verdict_of_the_rule(book):
    table = verdict.goals_table(book)
    assert list(table.index) == list(book.goals.sort_values("chapter_order").index)
    for goal, row in table.iterrows():
        assert repr(page.verdict_words(book, goal)) in glued(row.chapter).values(), row.chapter


def test_every_claim_names_a_chapter_that_shows_it(book):
    for chapter, rows in ledger.ledger(book).groupby("chapter"):
        text = (notebooks.CHAPTERS / f"{chapter}.ipynb").read_text("utf-8")
        for claim in rows.index:
            assert f"claims.html#{claim}" in text, f"{page}: {claim}"


def test_a_newly_published_figure_changes_scorecard_goal_and_title_page(book, book_copy):
    data = book_copy / "data"
    before = pass_marks.plan_targets(book).set_index("indicator").result
    assert before["rd_personnel_per_10k_employed"] == "not known"
    with (data / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write("zz-2026-06-01,T,T,City Hall,2026-06-01,news,en,,mirror,\n")
    with (data / "observations.csv").open("a", encoding="utf-8") as observations:
        observations.write(
            "rd_personnel_per_10k_employed,beijing,2025,300,zz-2026-06-01,reported,,\n"
        )
    changed = package.load(data)
    plan = pass_marks.plan_targets(changed)
    assert plan.set_index("indicator").result["rd_personnel_per_10k_employed"] == "met"
    assert verdict.counts_sentence(plan) != verdict.counts_sentence(pass_marks.plan_targets(book))
    goal = ledger.goal_verdict(changed, "education_science_talent")
    old = ledger.goal_verdict(book, "education_science_talent")
    assert (goal.reached, goal.not_known) == (old.reached + 1, old.not_known - 1)


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ("yes yes yes", "Yes, by every test: if all, if most and if ranks."),
        ("no no no", "No, by every test: if all, if most and if ranks."),
        ("no yes yes", "It depends on the test: yes, if most or if ranks; no, if all."),
        (
            "no yes open",
            "It depends on the test: yes, if most; no, if all; it cannot be said, if ranks.",
        ),
        ("open yes yes", "Not decided: yes, if most or if ranks; it cannot be said, if all."),
        ("no open open", "Not decided: no, if all; it cannot be said, if most or if ranks."),
        ("open open open", "It cannot be said: too little was published."),
    ],
)
def test_the_answer_names_the_readings_on_each_side(answers, sentence):
    answers = [pass_marks.OPEN if answer == "open" else answer for answer in answers.split()]
    found = [
        pass_marks.Reading(by, "", answer, "")
        for by, answer in zip(("all", "most", "ranks"), answers, strict=True)
    ]
    assert verdict.answer_sentence(found) == sentence


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ("met", "Of the plan’s 1 numbers, 1 was reached."),
        ("met, passed early", "Of the plan’s 2 numbers, 2 were reached."),
        (
            "missed, missed, not known, not known",
            "Of the plan’s 4 numbers, 2 were missed and 2 have no figure that we found.",
        ),
        (
            "met, missed, not known",
            "Of the plan’s 3 numbers, 1 was reached, 1 was missed and 1 has no figure that we found.",
        ),
    ],
)
def test_what_became_of_the_numbers_is_counted_in_words(results, sentence):
    assert verdict.counts_sentence(pd.DataFrame({"result": results.split(", ")})) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("missed", 0.95), ("not known", 1.0)], ""),
        (
            [("met", 0.9), ("missed", 0.95)],
            "Of the 1 reached, 1 already stood at 90% of the target or more on the day it was set.",
        ),
        (
            [("met", 0.9), ("passed early", 1.2), ("met", 0.89), ("met", None)],
            "Of the 4 reached, 2 already stood at 90% of the target or more on the day it was set.",
        ),
        (
            [("met", 0.89)],
            "Of the 1 reached, none already stood at 90% of the target or more on the day it was set.",
        ),
    ],
)
def test_how_near_the_reached_targets_were_when_set(rows, sentence):
    frame = pd.DataFrame(rows, columns=["result", "set_share"]).astype({"set_share": float})
    assert verdict.start_sentence(frame) == sentence


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        ("none", ""),
        (
            "years combined, earlier year, earlier year, set phrase, none",
            "Of the 4 grades, 1 rests on a figure measured for 2025, 2 on the figure of an earlier "
            "year and 1 on a rounded statement of officials.",
        ),
        ("set phrase, set phrase", "Of the 2 grades, 2 rest on a rounded statement of officials."),
    ],
)
def test_how_sure_the_grades_are(evidence, sentence):
    frame = pd.DataFrame({"evidence": evidence.split(", ")})
    assert verdict.evidence_sentence(frame, 2025) == sentence


def test_every_goal_is_told_with_its_targets_and_claims_in_chapter_order(small_package):
    add_row(small_package, "goals.csv", "openness,Openness,1,The city is to be open.")
    path = small_package / "goals.csv"
    path.write_text(path.read_text("utf-8").replace("Contracts,1", "Contracts,2"), "utf-8")
    for claim, chapter in (("c003", "gates"), ("c004", "open"), ("c005", "open")):
        row = f"{claim},openness,{chapter},Ships come in,event,,rivertown,,,,partly,"
        add_row(small_package, "claims.csv", row)
        add_row(small_package, "claim_checks.csv", f"{claim},not_found,,No ship was seen.")
    found = verdict.goals_table(package.load(small_package))
    expected = {
        "openness": ("Openness", "open", "no official target", 0, 0, 0, 0, 0, 3),
        "contracts": ("Contracts", "contracts", "reached", 1, 0, 1, 2, 1, 2),
    }
    columns = ["title", "chapter", "word", "reached", "missed", "not_known", "targets"]
    assert list(found.columns) == [*columns, "confirmed", "claims"]
    assert dict(zip(found.index, found.itertuples(index=False, name=None), strict=True)) == expected
    assert list(found.index) == list(expected)
