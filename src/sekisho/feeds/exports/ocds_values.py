"""Values as JSON for publication holds them."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...faults import refuse
from ...names.spoofing import shown as visible
from ...terms import decimal_text


def text(words: str) -> str:
    """Text for publication: one line, hidden characters made visible."""
    return " ".join(visible(words).split())


def number(exact: Fraction) -> int | float:
    """A number whose JSON text is exactly the amount; InputRefused for one that JSON's numbers cannot carry."""
    if exact.denominator == 1 and abs(exact) < 2**53:
        return int(exact)
    near = float(exact)
    if Fraction(Decimal(repr(near))) != exact:
        raise refuse(
            "publication",
            "publish.number",
            what=("JSON の数値では正確に書けない", "a JSON number cannot carry this amount exactly"),
            remedy=("桁数を確かめる(有効桁15桁まで)", "check its digits (15 significant ones at most)"),
            shown=decimal_text(exact),
        )
    return near


def slug(words: str) -> str:
    """The words where they can stand in an id as they are, else ""."""
    return words if re.fullmatch(r"[0-9A-Za-z._-]{1,60}", words) else ""


def plain(value: Any) -> Any:
    """The value without members that say nothing: OCDS leaves out what is not known."""
    if isinstance(value, dict):
        held = {key: plain(one) for key, one in value.items()}
        return {key: one for key, one in held.items() if one not in (None, "", [], {})}
    return [plain(one) for one in value] if isinstance(value, list) else value
