"""Words joined, broken into lines and set as the pages have them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable


def percents(text: str) -> str:
    """Write the percentages of a sentence of the data as those of the pages.

    Examples
    --------
    >>> percents("grew 7.4 percent, in percent of GDP")
    'grew 7.4%, in percent of GDP'
    """
    return re.sub(r"(?<=\d) percent\b", "%", text)


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> listed(["patents"]), listed(["papers", "patents", "contracts"])
    ('patents', 'papers, patents and contracts')
    """
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def wrapped(text: str, width: int) -> str:
    """Break a label of a figure into as few lines as fit the width, each about as long.

    Examples
    --------
    >>> wrapped("Revenue of next-generation IT", 27)
    'Revenue of next-\\ngeneration IT'
    """
    fewest = len(textwrap.wrap(text, width))
    narrow = next(w for w in range(1, width + 1) if len(textwrap.wrap(text, w)) <= fewest)
    return textwrap.fill(text, narrow)


def in_sentence(name: str) -> str:
    """Write a name as it stands inside a sentence: its first letter small, abbreviations kept.

    Examples
    --------
    >>> in_sentence("Patents in force"), in_sentence("R&D intensity")
    ('patents in force', 'R&D intensity')
    """
    return name[0].lower() + name[1:] if name[1:2].islower() else name
