"""What an alignment is made of: parts that answer to one another, and what is left over."""

from dataclasses import dataclass

from .segment import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Parts that answer to one another: `likeness` 0-1, `bits` of surprise that they share, `how` they met."""

    left: str
    right: str
    kind: str
    likeness: float
    bits: float
    how: str

    @property
    def turned(self) -> "Pair":
        """The same with its sides exchanged. Built outright: on the hot path `replace` costs twice as much."""
        return Pair(left=self.right, right=self.left, kind=self.kind, likeness=self.likeness, bits=self.bits, how=self.how)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The pairs, and the parts of either side that nothing answers to."""

    pairs: tuple[Pair, ...]
    left: tuple[Token, ...]
    right: tuple[Token, ...]
