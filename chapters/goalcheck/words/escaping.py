"""Words as words: text of a data package that a page would else read as Markdown or HTML."""

from __future__ import annotations

import re

# What begins HTML, a link, a role, a substitution, emphasis, code or mathematics in a line of MyST,
# or the dot by which a name such as China.org.cn would become a link.
SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~$^\"]|(?<=\w)\.(?=[A-Za-z])")


def literal(text: str) -> str:
    """Return a line of text so written that Markdown and HTML show it as it is.

    Examples
    --------
    >>> literal("R&D in [Beijing]"), literal("{{ 1 + 1 }}"), literal("China.org.cn, 3.5%.")
    ('R&#38;D in &#91;Beijing&#93;', '&#123;&#123; 1 + 1 &#125;&#125;', 'China&#46;org&#46;cn, 3.5%.')
    """
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
