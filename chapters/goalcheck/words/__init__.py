"""Numbers, dates and lists as words; this room knows nothing of the book."""

from goalcheck.words.dates import MONTHS, date_words
from goalcheck.words.escaping import literal
from goalcheck.words.lists import in_sentence, listed, percents, wrapped
from goalcheck.words.numbers import (
    ORDINALS,
    amount,
    cardinal,
    digits_of,
    million_yuan,
    number,
    ordinal,
    percent,
    plain,
    probability,
    signed,
    times,
    trimmed,
    yuan,
)

__all__ = [
    "MONTHS",
    "ORDINALS",
    "amount",
    "cardinal",
    "date_words",
    "digits_of",
    "in_sentence",
    "listed",
    "literal",
    "million_yuan",
    "number",
    "ordinal",
    "percent",
    "percents",
    "plain",
    "probability",
    "signed",
    "times",
    "trimmed",
    "wrapped",
    "yuan",
]
