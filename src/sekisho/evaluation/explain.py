"""Turning points and assumptions in words."""

from fractions import Fraction

from ..terms import Text, decimal_text
from .what_if import GradeTurn, Turn

SUBJECTS = {
    "price": Text(ja="入札価格", en="price"),
    "technical": Text(ja="技術評価", en="technical score"),
    "price-points": Text(ja="価格点満点", en="weight of the price"),
}
NOBODY = "nobody"


def turn_text(turn: Turn) -> Text:
    """At which value, all else equal, who would win."""
    subject, now, at = SUBJECTS[turn.kind], _grouped(turn.now), _grouped(turn.at)
    whose = Text(ja=f"{turn.bid} の" if turn.bid else "", en=f"{turn.bid}'s " if turn.bid else "the ")
    return Text(
        ja=f"{whose.ja}{subject.ja}が {now} から {at} になると、{_wins(turn.winner)}",
        en=f"{whose.en}{subject.en} from {now} to {at}: {turn.winner or NOBODY} would win",
    )


def grade_text(turn: GradeTurn) -> Text:
    """Which single mark, given otherwise, would turn the outcome."""
    given = f"{turn.bid} の項目 {turn.item} への {turn.member} の評価が {turn.now} でなく {turn.otherwise} なら"
    return Text(
        ja=f"{given}、{_wins(turn.winner)}",
        en=f"{turn.member} giving {turn.bid} {turn.otherwise} and not {turn.now} for item {turn.item}: {turn.winner or NOBODY} would win",
    )


def _wins(winner: str | None) -> str:
    return f"{winner} が落札者となる" if winner else "落札者がなくなる"


def _grouped(number: Fraction) -> str:
    """With commas between thousands."""
    whole, point, rest = decimal_text(number).partition(".")
    return f"{int(whole):,}{point}{rest}"
