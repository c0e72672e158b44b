"""One fact otherwise, thousands of times: what `evaluate` would say of the winner, without reckoning again what the fact does not reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..faults import InputRefused
from .check import check, preset_of, undefined
from .evaluate import (
    Leaders,
    Passage,
    Standing,
    completed,
    drawn,
    frame_of,
    is_gate,
    joined_by,
    leaders_of,
    outcome_of,
    pass_gates,
    possible_tops,
    top,
    winner_of,
)
from .formulas import Entrant, Scorer, UndefinedFor, aggregates, sets_further
from .model import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """The bids beside one: what they are together (None = there are none), who of them leads, and whether any waits."""

    together: Mapping[str, Fraction] | None
    leaders: Leaders | None
    waits: bool


class Trials:
    """A tender without criteria, made ready: `winner` of its bids with one of them otherwise. InputRefused where a formula has no value."""

    def __init__(self, standings: Sequence[Standing], terms: Terms, *, file: str = "tender.yaml", rehearsal: bool = False) -> None:
        chosen = preset_of(terms, file=file)
        self._file, self._terms, self._gate = file, completed(terms, chosen), is_gate(terms, rehearsal=rehearsal)
        check([one.bid for one in standings], self._terms, chosen, file)
        self._scorer = Scorer(frame_of(self._terms, chosen))
        self._passages = {one.bid.id: self._pass(one) for one in standings}
        self._rests: dict[str, _Rest] = {}

    def winner(self, changed: Standing | None = None) -> str | None:
        """Who wins with this bid in place of the one of its id (None = as they stand); None = nobody, or nobody yet."""
        try:
            if changed is None:
                return self._whole(self._passages)
            passage = self._pass(changed)
            found = self._beside(changed.bid.id, passage)
            return found[0] if found else self._whole({**self._passages, changed.bid.id: passage})
        except UndefinedFor as error:
            raise InputRefused([undefined(error, self._file)]) from error

    def _pass(self, one: Standing) -> Passage:
        return pass_gates(one, self._terms, gate=self._gate)

    def _beside(self, bid: str, passage: Passage) -> tuple[str | None] | None:
        """The winner in a 1-tuple where the bid leaves the others' scores as they are and nobody waits; None = all must be looked at."""
        rest = self._rest_of(bid)
        if rest.waits or rest.together is None or passage.entrant is None or passage.waits or self._sets(passage.entrant, rest.together):
            return None
        own = self._scorer.score_among([passage.entrant], rest.together)[bid]
        best = drawn(joined_by(rest.leaders, own, self._terms), self._terms)
        return (next(iter(best)) if len(best) == 1 else None,)

    def _sets(self, one: Entrant, together: Mapping[str, Fraction]) -> bool:
        return any(sets_further(name, one, together) for name in self._scorer.frame.formulas.aggregates)

    def _rest_of(self, bid: str) -> _Rest:
        if bid not in self._rests:
            outcome = outcome_of({name: one for name, one in self._passages.items() if name != bid})
            among = list(outcome.entrants.values())
            self._rests[bid] = _Rest(
                together=aggregates(among) if among else None,
                leaders=leaders_of(self._scorer.score(among), self._terms),
                waits=bool(outcome.waiting),
            )
        return self._rests[bid]

    def _whole(self, passages: Mapping[str, Passage]) -> str | None:
        outcome = outcome_of(passages)
        everyone = self._scorer.score(list(outcome.entrants.values()))
        tops = possible_tops(outcome, self._scorer, self._terms) if outcome.waiting else {top(everyone, self._terms)}
        return winner_of(tops, outcome, everyone, self._terms)[0]
