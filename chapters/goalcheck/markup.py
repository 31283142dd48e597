"""Words as words: text of a data package that a page would else read as Markdown or HTML."""

from __future__ import annotations

import re

# What begins HTML, a link, a role, a substitution, emphasis, code or mathematics in a line of MyST.
SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~$^\"]")


def literal(text: str) -> str:
    """Return a line of text so written that Markdown and HTML show it as it is.

    Examples
    --------
    >>> literal("R&D in [Beijing]"), literal("{{ 1 + 1 }}")
    ('R&#38;D in &#91;Beijing&#93;', '&#123;&#123; 1 + 1 &#125;&#125;')
    """
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
