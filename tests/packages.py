"""Tiny data packages, one promise each, made from a few words: for tests of grading."""

import csv
import json
from pathlib import Path

from goalcheck.data.schema import OPTIONAL

SMALL = Path(__file__).parent / "small_package"
PERIOD = r"(19|20)\d\d(-\d\d-\d\d|-(19|20)\d\d|/\d\d|-Q[1-4])?"
EXTRA = {
    "aggregation": {"type": "string"},
    "base_period": {"type": "string", "calendar": True, "constraints": {"pattern": PERIOD}},
    "base_value": {"type": "number"},
    "stretch": {"type": "number"},
    **{name: {"type": "string"} for name in "firmness plan wave promised_by goal".split()},
}
NO_PANEL = ("panel", "panel-indicators")


def package_of(
    folder,
    *targets,
    values=(),
    unit="count",
    kind="count",
    higher_is_better="yes",
    lower_bound="0",
    as_of="2024-06-30",
    year=2025,
):
    """Write a package of one indicator, `thing`, of one place, `town`, and return its folder.

    `targets` are "PERIOD COMPARATOR VALUE" with further columns as "name=value" behind;
    `values` are "PERIOD VALUE" with a quality, a basis and "@DAY" of publication behind if they
    differ from an exact figure published on 1 March after its period.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sources, observations = {}, []

    def source(day):
        key = f"office-{day}"
        sources[key] = dict(
            source_id=key, title="T", title_en="T", publisher="Office", published=day, kind="news",
            language="en", access="mirror",
        )  # fmt: skip
        return key

    article = source(as_of)
    for one in values:
        period, value, *more = one.split()
        day = next((word[1:] for word in more if word.startswith("@")), _day_after(period))
        words = [word for word in more if not word.startswith("@")]
        quality, basis = (*words, "", "")[:2]
        observations.append(
            dict(indicator="thing", place="town", period=period, value=value, source_id=source(day),
                 quality=quality or "reported", basis=basis)
        )  # fmt: skip
    rows = []
    for one in targets:
        period, comparator, value, *more = one.split()
        cells = dict(word.split("=", 1) for word in more)
        day = cells.pop("announced", "2021-03-01")
        rows.append(
            dict(indicator="thing", place="town", target_period=period, comparator=comparator,
                 value=value, announced=day, source_id=source(day)) | cells
        )  # fmt: skip
    tables = {
        "goals": [dict(goal="good", title="Good", chapter_order="1", summary="A promise.")],
        "places": [dict(place="town", name="Town", kind="city", country="land"),
                   dict(place="land", name="Land", kind="country", country="land")],
        "sources": sorted(sources.values(), key=lambda row: row["source_id"]),
        "indicators": [
            dict(indicator="thing", name="Thing", unit=unit, goal="good", kind=kind, timing="running",
                 higher_is_better=higher_is_better, lower_bound=lower_bound, role="core",
                 definition="Things.", chapter="good")
        ],
        "observations": observations,
        "targets": rows,
        "claims": [dict(claim_id="c001", goal="good", chapter="good", claim="It went well.", place="town",
                        kind="event", checkable="no")],
        "claim_checks": [dict(claim_id="c001", finding="not_checkable", note="No measure.")],
    }  # fmt: skip
    descriptor = json.loads((SMALL / "datapackage.json").read_text("utf-8"))
    descriptor["promise"] = {
        "place": "town", "as_of": as_of, "target_year": year, "source_id": article,
    }  # fmt: skip
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] not in NO_PANEL]
    for resource in descriptor["resources"]:
        fields = resource["schema"]["fields"]
        if resource["name"] == "targets":
            fields += [{"name": name, **EXTRA[name]} for name in OPTIONAL["targets"].split()]
        _write(folder / resource["path"], fields, tables.get(resource["name"], []))
    (folder / "datapackage.json").write_text(json.dumps(descriptor) + "\n", "utf-8")
    return folder


def _write(path, fields, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        names = [field["name"] for field in fields]
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _day_after(period):
    """Return the first of March after a period."""
    from goalcheck.data.periods import period_end

    return f"{int(period_end(period)[:4]) + 1}-03-01"
