"""The ledger as schema.org ClaimReview: valid by the published vocabulary, safe in a page."""

import datetime
import json
import re

import pytest
from conftest import SMALL_PACKAGE
from goalcheck.claims import claimreview
from goalcheck.claims.ledger import FINDINGS, SILENT, ledger
from goalcheck.data import package

BOOK = package.load(SMALL_PACKAGE)
REVIEWS = claimreview.claim_reviews(BOOK)

# From the vocabulary of schema.org, release 30.0 (https://schema.org/docs/developers.html): of each
# type its parent, of each property the types it belongs to and the types it may have as value.
# A property that is not listed fails: look it up and add it.
PARENTS = {
    "ClaimReview": "Review",
    "Review": "CreativeWork",
    "Claim": "CreativeWork",
    "NewsArticle": "Article",
    "Article": "CreativeWork",
    "CreativeWork": "Thing",
    "Rating": "Intangible",
    "Intangible": "Thing",
    "Organization": "Thing",
    "Person": "Thing",
}
PROPERTIES = {
    "alternateName": ({"Thing"}, {"Text"}),
    "appearance": ({"Claim"}, {"CreativeWork"}),
    "author": ({"CreativeWork", "Rating"}, {"Organization", "Person"}),
    "citation": ({"CreativeWork"}, {"CreativeWork", "Text"}),
    "claimReviewed": ({"ClaimReview"}, {"Text"}),
    "datePublished": ({"CreativeWork"}, {"Date"}),
    "identifier": ({"Thing"}, {"Text", "URL"}),
    "inLanguage": ({"CreativeWork"}, {"Text"}),
    "itemReviewed": ({"Review"}, {"Thing"}),
    "name": ({"Thing"}, {"Text"}),
    "publisher": ({"CreativeWork"}, {"Organization", "Person"}),
    "ratingExplanation": ({"Rating"}, {"Text"}),
    "reviewRating": ({"Review"}, {"Rating"}),
    "url": ({"Thing"}, {"URL"}),
}
# What Google's fact check tools ask of a review besides.
REQUIRED = {"url", "claimReviewed", "reviewRating", "author", "itemReviewed"}


def lineage(kind):
    """Return a type and all its parents."""
    kinds = [kind]
    while kinds[-1] != "Thing":
        kinds.append(PARENTS[kinds[-1]])
    return set(kinds)


def faults(node, path="review"):
    """Yield what the vocabulary does not allow."""
    kinds = lineage(node["@type"])
    for name, value in node.items():
        if name in ("@context", "@type"):
            continue
        belongs, takes = PROPERTIES[name]
        if not belongs & kinds:
            yield f"{path}.{name}: not a property of {node['@type']}"
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                if not takes & lineage(part["@type"]):
                    yield f"{path}.{name}: {part['@type']} is not allowed"
                yield from faults(part, f"{path}.{name}")
            elif not (part and isinstance(part, str) and fits(part, takes)):
                yield f"{path}.{name}: {part!r} is none of {takes}"


def fits(text, takes):
    if "Date" in takes:
        return is_date(text)
    if takes == {"URL"}:
        return re.fullmatch(r"(https?://|claims\.html#)\S+", text) is not None
    return "Text" in takes


def is_date(text):
    """Tell whether a text is a date by ISO 8601, perhaps without day or month."""
    whole = text + "-01-01"[: 10 - len(text)] if len(text) == 4 else text
    whole = whole + "-01" if len(whole) == 7 else whole
    try:
        return bool(datetime.date.fromisoformat(whole))
    except ValueError:
        return False


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review["identifier"])
def test_a_review_is_valid(review):
    assert list(faults(review)) == []
    assert set(review) >= REQUIRED and review["@context"] == "https://schema.org"
    assert review["itemReviewed"]["@type"] == "Claim"


def test_the_validator_finds_faults():
    review = json.loads(json.dumps(REVIEWS[0]))
    review["appearance"] = {"@type": "Rating", "alternateName": ""}
    review["itemReviewed"]["datePublished"] = "14 August"
    assert list(faults(review)) == [
        "review.itemReviewed.datePublished: '14 August' is none of {'Date'}",
        "review.appearance: not a property of ClaimReview",
        "review.appearance: Rating is not allowed",
        "review.appearance.alternateName: '' is none of {'Text'}",
    ]


def test_every_claim_with_evidence_is_reviewed_once():
    rows = ledger(BOOK)
    assert [review["identifier"] for review in REVIEWS] == list(
        rows.index[~rows.finding.isin(SILENT)]
    )


def test_the_rating_is_a_finding_in_words_without_a_number():
    for review in REVIEWS:
        rating = review["reviewRating"]
        assert rating["alternateName"] in FINDINGS.values()
        assert set(rating) == {"@type", "alternateName", "ratingExplanation"}


def test_the_address_leads_to_the_row_of_the_claim():
    review = claimreview.claim_reviews(BOOK, page="https://example.org/chapters/claims.html")[0]
    assert review["url"] == "https://example.org/chapters/claims.html#c001"


def test_no_text_can_close_the_script_element():
    reviews = [{"claimReviewed": "</script><!-- <script> & “quotes”"}]
    html = claimreview.script(reviews)
    inside = re.fullmatch(r'<script type="application/ld\+json">([^<]*)</script>', html).group(1)
    assert json.loads(inside) == reviews
