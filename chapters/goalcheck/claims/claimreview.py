"""The ledger as schema.org ClaimReview, so that search engines and archives of fact checks find it."""

from __future__ import annotations

import json

from IPython.display import display
from markupsafe import Markup

from goalcheck.claims.checks import all_checks
from goalcheck.claims.findings import SILENT
from goalcheck.claims.ledger import Judged, judged
from goalcheck.data.package import Package

CONTEXT = "https://schema.org"
BOOK = "Basically formed? Beijing's 2025 innovation-centre goal, checked"

# From this page to the row of a claim; another address stands in the download.
PAGE = "claims.html"


def claim_reviews(book: Package, *, page: str = PAGE) -> list[dict]:
    """Return a ClaimReview for every claim with evidence for or against it.

    The rating is a finding in words with its explanation. No number is given: the findings are
    kinds, not steps of a scale.

    Parameters
    ----------
    book : Package
    page : str
        Address of the ledger, to which the anchor of the claim is added.

    Examples
    --------
    >>> review = claim_reviews(book)[0]
    >>> review["@type"], review["url"], review["reviewRating"]["alternateName"]
    ('ClaimReview', 'claims.html#c001', 'confirmed')
    """
    article = _article(book)
    found = [one for one in judged(book) if one.finding.key not in SILENT]
    return [_review(book, one, article, page) for one in found]


def _review(book: Package, one: Judged, article: dict, page: str) -> dict:
    claim = one.claim
    checks = all_checks(book, claim.key)
    ids = dict.fromkeys(source for check in checks for source in check.source_ids)
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": f"{page}#{claim.key}",
        "identifier": claim.key,
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": f"The authors of “{BOOK}”"},
        "claimReviewed": claim.claim,
        "itemReviewed": {
            "@type": "Claim",
            "author": article["publisher"],
            "datePublished": article["datePublished"],
            "appearance": article,
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": one.finding.words,
            "ratingExplanation": " ".join(dict.fromkeys(check.sentence for check in checks)),
        },
        "citation": [_work(book, source) for source in ids],
    }


def _article(book: Package) -> dict:
    return _work(book, book.article) | {"@type": "NewsArticle"}


def _work(book: Package, source_id: str) -> dict:
    """Return a source as a CreativeWork; what is not known is left out."""
    source = book.source(source_id)
    known = {
        "@type": "CreativeWork",
        "name": source.title_en or source.title,
        "publisher": {"@type": "Organization", "name": source.publisher_name},
        "datePublished": source.published,
        "inLanguage": source.language,
        "url": source.url,
    }
    return {name: value for name, value in known.items() if value}


def script(reviews: list[dict]) -> Markup:
    """Return the reviews as a script element of JSON-LD; no text in it can close the element.

    Examples
    --------
    >>> print(script([{"claimReviewed": "</script>"}]))
    <script type="application/ld+json">[{"claimReviewed":"\\u003c/script>"}]</script>
    """
    text = json.dumps(reviews, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(safe))


def embed(book: Package) -> None:
    """Put the reviews into the page."""
    reviews = claim_reviews(book)
    words = f"{len(reviews)} reviews of claims as schema.org ClaimReview"
    display({"text/html": str(script(reviews)), "text/plain": words}, raw=True)
