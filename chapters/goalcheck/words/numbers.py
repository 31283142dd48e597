"""Numbers, dates and lists as words: what a sentence, a label or a cell of a table prints."""

from __future__ import annotations

from decimal import Decimal

CARDINALS = "no one two three four five six seven eight nine ten".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


# --- numbers ---------------------------------------------------------------------------------------


def number(value: float, digits: int = 0) -> str:
    """Write a number with thousands separators and a real minus sign.

    Raises
    ------
    ValueError
        If the value is not finite: a gap must be said in words.

    Examples
    --------
    >>> number(106552), number(-1.25, 1)
    ('106,552', '−1.2')
    """
    if not abs(value) < float("inf"):
        raise ValueError(f"cannot print {value} as a number; say in words what is missing")
    text = f"{abs(value):,.{digits}f}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def trimmed(text: str) -> str:
    """Drop zeros that end a decimal fraction.

    Examples
    --------
    >>> trimmed("2.50"), trimmed("300")
    ('2.5', '300')
    """
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float, digits: int = 1) -> str:
    """Write a percentage.

    Examples
    --------
    >>> percent(13.5), percent(62, 0)
    ('13.5%', '62%')
    """
    return f"{number(value, digits)}%"


def signed(value: float, digits: int = 1) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(12.1), signed(-3), signed(0)
    ('+12.1', '−3.0', '0.0')
    """
    text = number(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def yuan(hundred_million: float, digits: int = 1) -> str:
    """Write an amount given in 100 million yuan (亿元) in billion yuan, or trillion if so large.

    Examples
    --------
    >>> yuan(8536.9), yuan(14900, 2)
    ('853.7 billion yuan', '1.49 trillion yuan')
    """
    if abs(hundred_million) >= 10_000:
        return f"{number(hundred_million / 10_000, digits)} trillion yuan"
    return f"{number(hundred_million / 10, digits)} billion yuan"


def million_yuan(hundred_million: float, digits: int = 0) -> str:
    """Write an amount given in 100 million yuan (亿元) in million yuan.

    Examples
    --------
    >>> million_yuan(2.5)
    '250 million yuan'
    """
    return f"{number(100 * hundred_million, digits)} million yuan"


def times(factor: float, digits: int = 1) -> str:
    """Write how many times as much.

    Examples
    --------
    >>> times(2.96)
    '3.0 times'
    """
    return f"{number(factor, digits)} times"


def probability(share: float) -> str:
    """Write a probability as a rounded percentage: two digits would be false precision.

    Examples
    --------
    >>> probability(0.813), probability(0.975)
    ('about 81%', 'at least 97%')
    """
    if share >= 0.97:
        return "at least 97%"
    if share <= 0.03:
        return "at most 3%"
    return f"about {percent(100 * share, 0)}"


def plain(value: float) -> str:
    """Write a value with the decimals its size deserves.

    Examples
    --------
    >>> plain(8536.94), plain(16.55), plain(3.0), plain(0.8)
    ('8,537', '16.6', '3', '0.8')
    """
    return number(value, 0 if abs(value) >= 100 or value == round(value) else 1)


def amount(value: float, unit: str) -> str:
    """Write a value with its unit where the unit is short, with the decimals its size deserves.

    Examples
    --------
    >>> amount(25000, "100 million CNY"), amount(6.83, "percent of GDP"), amount(3, "count")
    ('2.5 trillion yuan', '6.83%', '3')
    """
    if unit == "100 million CNY":
        size, unit_words = yuan(value, 2 if abs(value) >= 10_000 else 1).split(" ", 1)
        return f"{trimmed(size)} {unit_words}"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return trimmed(number(value, digits)) + ("%" if unit.startswith("percent") else "")


def ordinal(place: float) -> str:
    """Write a place in a ranking.

    Examples
    --------
    >>> ordinal(3), ordinal(14), ordinal(22)
    ('third', '14th', '22nd')
    """
    number = round(place)
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def cardinal(count: int) -> str:
    """Write a count as a word, from eleven on in digits.

    Examples
    --------
    >>> cardinal(3), cardinal(12)
    ('three', '12')
    """
    return CARDINALS[count] if 0 <= count < len(CARDINALS) else number(count)


def digits_of(value: float) -> int:
    """Return how many decimals a number is printed with.

    Examples
    --------
    >>> digits_of(262.9), digits_of(8000.0)
    (1, 0)
    """
    return max(0, -int(Decimal(f"{value:.10g}").as_tuple().exponent))
