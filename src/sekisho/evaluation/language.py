"""The formula language: what an agency's notice says of points and prices, as one line a score, evaluated exactly.

    price_points * (1 - bid / ceiling)
    価格点満点 × (1 − 入札価格 ÷ 予定価格)
    IF(bid < base_price, price_points, price_points × (1 − (bid − base_price) ÷ (ceiling − base_price)))

Numbers are decimals (`0.5`, `60%`), names are those of `NAMES`, of earlier scores and of the notice's own parameters. Signs: plus, minus, times,
divided by, and brackets. Comparisons (< <= > >= = <>) stand in the first place of IF alone. Functions: IF, MIN, MAX, ROUND, ROUNDDOWN, ROUNDUP.
Every value is an exact fraction; no sign leads out of the fractions. What is not defined (a division by nought) is refused with the part that is not.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..terms import decimal_text, parse_number

MOST_CHARACTERS = 1_000
MOST_LEVELS = 40
NAMES: Mapping[str, str] = {
    "bid": "入札価格",
    "ceiling": "予定価格",
    "technical": "技術評価",
    "technical_points": "技術点満点",
    "price_points": "価格点満点",
    "base_points": "標準点",
    "raw_points": "素点満点",
    "lowest_bid": "最低入札価格",
    "highest_bid": "最高入札価格",
    "best_technical": "最高技術評価",
    "low_price_line": "調査基準価格",
    "technical_score": "技術点",
    "price_score": "価格点",
}
"""What a formula may name, in English and Japanese; a notice's own parameters stand beside them."""
AGGREGATES = ("lowest_bid", "highest_bid", "best_technical")
"""Names whose value rests on the other bids that remain."""
_JAPANESE = {japanese: name for name, japanese in NAMES.items()}
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]{1,30}(?:\.[0-9]{1,20})?%?)|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|<>|[-+*/(),<>=]))")
_SAME = str.maketrans(
    {"×": "*", "÷": "/", "−": "-", "‐": "-", "–": "-", "－": "-", "≤": "<=", "≦": "<=", "≥": ">=", "≧": ">=", "≠": "<>"}
)
"""Signs of print as signs of the keyboard."""
_SHOWN = {"*": "×", "/": "÷", "-": "−", "+": "+"}
_COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
}


class Unreadable(ValueError):
    """A formula that cannot be read; `at` is the character where, from 1; `what` the reason in Japanese and English."""

    def __init__(self, at: int, what: tuple[str, str]) -> None:
        super().__init__(f"character {at}: {what[1]}")
        self.at, self.what = at, what


class Undefined(ArithmeticError):
    """A formula that has no value for these facts: `part` of it divides by nought."""

    def __init__(self, part: str) -> None:
        super().__init__(f"`{part}` is 0 and cannot be divided by")
        self.part = part


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Brackets:
    inner: "Expression"


@dataclass(frozen=True, slots=True)
class Negative:
    inner: "Expression"


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    sign: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    given: "tuple[Expression | Comparison, ...]"


Expression = Number | Name | Brackets | Negative | Operation | Call
_FUNCTIONS: Mapping[str, tuple[int, int]] = {"IF": (3, 3), "MIN": (1, 20), "MAX": (1, 20), "ROUND": (2, 2), "ROUNDDOWN": (2, 2), "ROUNDUP": (2, 2)}
"""How many values each function takes, at least and at most."""


def parse(text: str, *, known: Sequence[str] = ()) -> Expression:
    """The formula in `text`; `known` are names beside those of NAMES. Unreadable says where and why."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(MOST_CHARACTERS, (f"式が{MOST_CHARACTERS}文字を超えている", f"the formula is longer than {MOST_CHARACTERS} characters"))
    return _Reader(text, frozenset(known)).whole()


def names_in(formula: "Expression | Comparison") -> frozenset[str]:
    """Every name that the formula uses."""
    return frozenset(part.name for part in _parts(formula) if isinstance(part, Name))


def divisors_in(formula: Expression) -> frozenset[str]:
    """The names that the formula divides by, standing alone."""
    return frozenset(
        part.right.name for part in _parts(formula) if isinstance(part, Operation) and part.sign == "/" and isinstance(part.right, Name)
    )


def value_of(formula: Expression, facts: Mapping[str, Fraction]) -> Fraction:
    """The exact value; `facts` must hold every name. Undefined where it divides by nought."""
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, Name):
        return facts[formula.name]
    if isinstance(formula, Brackets):
        return value_of(formula.inner, facts)
    if isinstance(formula, Negative):
        return -value_of(formula.inner, facts)
    if isinstance(formula, Operation):
        return _operated(formula, facts)
    return _called(formula, facts)


def told(formula: Expression, facts: Mapping[str, Fraction]) -> str:
    """The formula with its numbers in place, and of each IF the branch that was taken: `100 × (1 − 700 ÷ 1000)`."""
    if isinstance(formula, Number | Name):
        shown = decimal_text(value_of(formula, facts))
        return f"({shown})" if shown.startswith("-") else shown
    if isinstance(formula, Brackets):
        inner = told(formula.inner, facts)
        return inner if isinstance(formula.inner, Call | Number | Name) else f"({inner})"
    if isinstance(formula, Negative):
        return f"−{told(formula.inner, facts)}"
    if isinstance(formula, Operation):
        return f"{told(formula.left, facts)} {_SHOWN[formula.sign]} {_operand(formula.right, facts)}"
    if formula.function == "IF":
        return told(_branch(formula, facts), facts)
    return f"{formula.function}({', '.join(told(one, facts) for one in _values(formula))})"


def _operand(formula: Expression, facts: Mapping[str, Fraction]) -> str:
    """The right side of a sign; a branch of IF that is a sum gets its brackets back."""
    shown = told(formula, facts)
    return f"({shown})" if isinstance(formula, Call) and formula.function == "IF" and isinstance(_branch(formula, facts), Operation) else shown


def _operated(formula: Operation, facts: Mapping[str, Fraction]) -> Fraction:
    left, right = value_of(formula.left, facts), value_of(formula.right, facts)
    if formula.sign == "+":
        return left + right
    if formula.sign == "-":
        return left - right
    if formula.sign == "*":
        return left * right
    if right == 0:
        raise Undefined(written(formula.right))
    return left / right


def _called(formula: Call, facts: Mapping[str, Fraction]) -> Fraction:
    if formula.function == "IF":
        return value_of(_branch(formula, facts), facts)
    values = [value_of(one, facts) for one in _values(formula)]
    if formula.function in ("MIN", "MAX"):
        return min(values) if formula.function == "MIN" else max(values)
    return _rounded(formula.function, values[0], int(values[1]))


def _rounded(function: str, number: Fraction, places: int) -> Fraction:
    """As spreadsheets do: halves away from nought, down towards it, up away from it."""
    scaled = abs(number) * 10**places
    whole = (scaled + Fraction(1, 2)).__floor__() if function == "ROUND" else scaled.__floor__() if function == "ROUNDDOWN" else scaled.__ceil__()
    return Fraction(whole if number >= 0 else -whole, 10**places)


def _branch(formula: Call, facts: Mapping[str, Fraction]) -> Expression:
    asked, then, otherwise = formula.given
    assert isinstance(asked, Comparison) and not isinstance(then, Comparison) and not isinstance(otherwise, Comparison)
    return then if _COMPARISONS[asked.sign](value_of(asked.left, facts), value_of(asked.right, facts)) else otherwise


def _values(formula: Call) -> Iterator[Expression]:
    yield from (one for one in formula.given if not isinstance(one, Comparison))


def written(formula: "Expression | Comparison") -> str:
    """The formula as text, with names."""
    if isinstance(formula, Number):
        return decimal_text(formula.value)
    if isinstance(formula, Name):
        return formula.name
    if isinstance(formula, Brackets):
        return f"({written(formula.inner)})"
    if isinstance(formula, Negative):
        return f"−{written(formula.inner)}"
    if isinstance(formula, Call):
        return f"{formula.function}({', '.join(written(one) for one in formula.given)})"
    return f"{written(formula.left)} {_SHOWN.get(formula.sign, formula.sign)} {written(formula.right)}"


def _parts(formula: "Expression | Comparison") -> Iterator["Expression | Comparison"]:
    yield formula
    if isinstance(formula, Brackets | Negative):
        yield from _parts(formula.inner)
    elif isinstance(formula, Operation | Comparison):
        yield from _parts(formula.left)
        yield from _parts(formula.right)
    elif isinstance(formula, Call):
        for one in formula.given:
            yield from _parts(one)


class _Reader:
    """Reads one formula from left to right: sums of products of signed values."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.known = known
        self.tokens = list(_tokens(unicodedata.normalize("NFKC", text.translate(_SAME)).rstrip()))
        self.place, self.level = 0, 0

    def whole(self) -> Expression:
        found = self._sum()
        if self._sign():
            raise self._wrong(("ここに続けられない", "nothing may follow here"))
        return found

    def _sum(self) -> Expression:
        self.level += 1
        if self.level > MOST_LEVELS:
            raise self._wrong((f"括弧が{MOST_LEVELS}段を超えている", f"brackets go deeper than {MOST_LEVELS} levels"))
        found = self._product()
        while (sign := self._sign()) in ("+", "-"):
            self.place += 1
            found = Operation(sign, found, self._product())
        self.level -= 1
        return found

    def _product(self) -> Expression:
        found = self._value()
        while (sign := self._sign()) in ("*", "/"):
            self.place += 1
            found = Operation(sign, found, self._value())
        return found

    def _value(self) -> Expression:
        kind, text, _ = self._token()
        if kind == "sign" and text == "-":
            self.place += 1
            return self._negative()
        if kind == "sign" and text == "(":
            self.place += 1
            inner = self._sum()
            self._close()
            return Brackets(inner)
        if kind == "number":
            self.place += 1
            return Number(parse_number(text.rstrip("%")) / (100 if text.endswith("%") else 1))
        if kind == "name":
            return self._name(text)
        raise self._wrong(("値(数、名前、括弧)がない", "a value is missing: a number, a name or a bracket"))

    def _negative(self) -> Expression:
        self.level += 1
        if self.level > MOST_LEVELS:
            raise self._wrong((f"符号が{MOST_LEVELS}段を超えている", f"signs go deeper than {MOST_LEVELS} levels"))
        inner = self._value()
        self.level -= 1
        return Negative(inner)

    def _name(self, text: str) -> Expression:
        function = text.upper()
        if function in _FUNCTIONS and self._after() == "(":
            return self._call(function)
        name = _JAPANESE.get(text, text)
        if name not in NAMES and name not in self.known:
            listed = ", ".join([*NAMES, *sorted(self.known - set(NAMES))])
            raise self._wrong((f"「{text}」という名前はない。使える名前: {listed}", f"there is no `{text}`; names are {listed}"))
        self.place += 1
        return Name(name)

    def _call(self, function: str) -> Call:
        start = self.place
        self.place += 2
        given: list[Expression | Comparison] = [self._compared() if function == "IF" else self._sum()]
        while self._sign() == ",":
            self.place += 1
            given.append(self._sum())
        self._close()
        least, most = _FUNCTIONS[function]
        if not least <= len(given) <= most:
            self.place = start
            raise self._wrong((f"{function} に渡す値の数が違う", f"{function} takes {least}{'' if least == most else f' to {most}'} values"))
        if function.startswith("ROUND") and not (isinstance(given[1], Number) and given[1].value in range(13)):
            self.place = start
            raise self._wrong((f"{function} の桁数は0から12の整数", f"{function} takes its places as a whole number from 0 to 12"))
        return Call(function, tuple(given))

    def _compared(self) -> Comparison:
        left = self._sum()
        sign = self._sign()
        if sign not in _COMPARISONS:
            raise self._wrong(("IF の初めには比較(< <= > >= = <>)を書く", "IF begins with a comparison (< <= > >= = <>)"))
        self.place += 1
        return Comparison(sign, left, self._sum())

    def _close(self) -> None:
        if self._sign() != ")":
            raise self._wrong(("閉じ括弧がない", "a closing bracket is missing"))
        self.place += 1

    def _token(self) -> tuple[str, str, int]:
        return self.tokens[self.place]

    def _sign(self) -> str:
        """The sign or other text that stands next; "" at the end."""
        return self.tokens[self.place][1]

    def _after(self) -> str:
        return self.tokens[self.place + 1][1] if self.place + 1 < len(self.tokens) else ""

    def _wrong(self, what: tuple[str, str]) -> Unreadable:
        return Unreadable(self._token()[2] + 1, what)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, text, place) of each token, and at last one of kind `end` with no text."""
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise Unreadable(start + 1, (f"「{text[start]}」は使えない", f"`{text[start]}` has no meaning here"))
        kind = str(found.lastgroup)
        yield kind, found[kind], found.start(kind)
        place = found.end()
    yield "end", "", len(text)
