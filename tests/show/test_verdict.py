"""The verdict in words: what each result adds to the sentences and to the table of goals."""

import pandas as pd
import pytest
from goalcheck.data import package
from goalcheck.show import verdict
from goalcheck.targets import pass_marks
from rows import add_row


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
        ("met", "Of the plan’s 1 numbers, 1 was at or above target in its newest figure."),
        (
            "met, at_target_earlier",
            "Of the plan’s 2 numbers, 2 were at or above target in their newest figure.",
        ),
        (
            "missed, missed, not_decided, not_decided",
            "Of the plan’s 4 numbers, 2 were missed and 2 were not decided by any figure that we found.",
        ),
        (
            "probably_met, probably_missed, below_target_earlier",
            "Of the plan’s 3 numbers, 1 was at or above target in its newest figure, 1 was probably "
            "missed and 1 was below target in its newest figure, of an earlier year.",
        ),
    ],
)
def test_what_became_of_the_numbers_is_counted_in_words(results, sentence):
    assert verdict.counts_sentence(pd.DataFrame({"result": results.split(", ")})) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("missed", 0.95), ("not_decided", 1.0)], ""),
        (
            [("met", 0.9), ("missed", 0.95)],
            "Of the 1 at or above target, 1 already stood at 90% of the target or more on the day it was set.",
        ),
        (
            [("met", 0.9), ("at_target_earlier", 1.2), ("met", 0.89), ("met", None)],
            "Of the 4 at or above target, 2 already stood at 90% of the target or more on the day it was set.",
        ),
        (
            [("met", 0.89)],
            "Of the 1 at or above target, none already stood at 90% of the target or more on the day it was set.",
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
            "worked out, earlier, earlier, phrase, none",
            "Of the 4 grades, 1 rests on a figure measured for 2025, 2 on the figure of an earlier "
            "year and 1 on a rounded statement of officials.",
        ),
        ("phrase, phrase", "Of the 2 grades, 2 rest on a rounded statement of officials."),
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
        "openness": ("Openness", "open", "no official target", "below-target", 0, 0, 0, 0, 0, 3),
        "contracts": ("Contracts", "contracts", "below target", "below-target", 0, 2, 0, 2, 1, 2),
    }
    columns = ["title", "chapter", "word", "kind", "reached", "missed", "not_decided", "targets"]
    assert list(found.columns) == [*columns, "confirmed", "claims"]
    assert dict(zip(found.index, found.itertuples(index=False, name=None), strict=True)) == expected
    assert list(found.index) == list(expected)
