"""What would have to be otherwise for another bid to win: assumptions tried out, and how near the outcome lies to its turning points.

An assumption changes one fact and nothing else; the same evaluation then says what comes of it. Nothing here is a decision or reaches the record.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ..findings import Verdict
from ..tenders.model import Marked, Technical
from ..terms import Money, parse_number
from .assess import Scale, assess, counted, scale_of
from .criteria import Criteria
from .evaluate import Standing, evaluate
from .model import SecurityRole, Terms
from .presets import preset
from .trials import Trials

_SHAPE = re.compile(
    r"^\s*(?:(?P<bid>[^=]+?)\.(?P<fact>price|technical|verdict|mandatory)|(?P<term>price_points|technical_points|base_points|minimum_score))"
    r"\s*=\s*(?P<to>\S+)\s*$"
)
_MARK = re.compile(r"^\s*(?P<bid>[^=]+?)\.mark\[(?P<member>[^,\]]+),(?P<item>[^\]]+)\]\s*=\s*(?P<to>\S+)\s*$")
_STEPS = 40
"""Halvings of a range in search of a turning point: finer than a yen in a trillion."""
WHOLE = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"})
"""Currencies without a minor unit (ISO 4217): a bid in them is in whole ones."""
Kind = Literal["price", "technical", "price-points"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """`fact` of `bid` ("" = of the notice) taken to be `to`; `member` and `item` say whose mark."""

    text: str
    fact: str
    to: str
    bid: str = ""
    member: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where the outcome turns: at `at` and beyond, all else equal, `winner` (None = nobody) wins. `now` is the value as it stands."""

    kind: Kind
    bid: str
    now: Fraction
    at: Fraction
    winner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTurn:
    """One mark that, given otherwise, turns the outcome."""

    bid: str
    member: str
    item: str
    now: str
    otherwise: str
    winner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How near the outcome is to another: the nearest turning points, and single marks that would turn it."""

    winner: str | None
    turns: tuple[Turn, ...]
    grades: tuple[GradeTurn, ...]


def parse_assumption(text: str) -> Assumption:
    """`A.price=650`, `B.technical=80`, `A.verdict=clear`, `A.mark[委員1,2.1]=B`, `price_points=50`. ValueError says what is known."""
    found = _MARK.match(text)
    if found:
        return Assumption(text=text, fact="mark", to=found["to"], bid=found["bid"], member=found["member"].strip(), item=found["item"].strip())
    found = _SHAPE.match(text)
    if not found:
        raise ValueError(
            f"`{text}` is not BID.price=…, BID.technical=…, BID.verdict=clear|refer|bar, BID.mandatory=met|unmet, BID.mark[EVALUATOR,ITEM]=…, "
            "price_points=…, technical_points=…, base_points=… or minimum_score=…"
        )
    return Assumption(text=text, fact=found["fact"] or found["term"], to=found["to"], bid=found["bid"] or "")


def assume(assumptions: Sequence[Assumption], standings: Sequence[Standing], terms: Terms) -> tuple[list[Standing], Terms]:
    """Bids and terms with the assumptions in place. ValueError where one does not fit the case."""
    bids = {one.bid.id: one for one in standings}
    for one in assumptions:
        if one.bid:
            if one.bid not in bids:
                raise ValueError(f"`{one.text}`: there is no bid {one.bid}; the bids are {', '.join(bids)}")
            bids[one.bid] = _assumed(one, bids[one.bid], terms)
        else:
            terms = _with_term(one.fact, parse_number(one.to), terms)
    return list(bids.values()), terms


def _assumed(one: Assumption, standing: Standing, terms: Terms) -> Standing:
    bid = standing.bid
    if one.fact == "verdict":
        return replace(standing, verdict=Verdict.parse(one.to))
    if one.fact == "price":
        if bid.price is None:
            raise ValueError(f"`{one.text}`: bid {one.bid} has no price")
        return replace(standing, bid=replace(bid, price=replace(bid.price, amount=parse_number(one.to))))
    if one.fact == "mark":
        marks = dict(bid.evaluations.get(one.member, {})) | {one.item: Marked(item=one.item, given=one.to)}
        return replace(standing, bid=replace(bid, evaluations={**bid.evaluations, one.member: marks}))
    if terms.criteria is not None:
        raise ValueError(f"`{one.text}`: the technical score comes from the criteria; assume BID.mark[EVALUATOR,ITEM]=… instead")
    technical = bid.technical or Technical(score=None, mandatory_met=True)
    if one.fact == "technical":
        return replace(standing, bid=replace(bid, technical=replace(technical, score=parse_number(one.to))))
    if one.to not in ("met", "unmet"):
        raise ValueError(f"`{one.text}`: mandatory items are met or unmet")
    return replace(standing, bid=replace(bid, technical=replace(technical, mandatory_met=one.to == "met")))


def _with_term(name: str, number: Fraction, terms: Terms) -> Terms:
    if name == "price_points":
        return replace(terms, price_points=number)
    if name == "technical_points":
        return replace(terms, technical_points=number)
    return replace(terms, base_points=number) if name == "base_points" else replace(terms, minimum_score=number)


def sensitivity(standings: Sequence[Standing], terms: Terms, *, rehearsal: bool = False, screened: bool = True) -> Sensitivity:
    """The turning points of every bid's price and technical score, of the weight of the price, and every single mark that turns the outcome."""
    now = evaluate(standings, terms, rehearsal=rehearsal, screened=screened, shown=False).winner
    plain = _with_scores(_Trial(standings=tuple(standings), terms=terms, rehearsal=rehearsal))
    trials = plain.trials(plain.terms)
    turns = [one for held in plain.standings for one in _turns_of(plain, trials, held, now)]
    turns += _weight_turns(plain, now)
    return Sensitivity(winner=now, turns=tuple(turns), grades=tuple(_grade_turns(standings, terms.criteria, plain, now)) if terms.criteria else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """The tender that is tried."""

    standings: tuple[Standing, ...]
    terms: Terms
    rehearsal: bool

    def trials(self, terms: Terms) -> Trials:
        return Trials(self.standings, terms, rehearsal=self.rehearsal)


def _with_scores(trial: _Trial) -> _Trial:
    """The same tender with the criteria already reckoned, so that a technical score can be varied by itself."""
    terms = trial.terms
    if terms.criteria is None:
        return trial
    scale = scale_of(terms.criteria)
    found = [(one, assess(scale, one.bid.evaluations, one.verdict)) for one in trial.standings]
    bids = tuple(_scored(one, assessed.score, assessed.mandatory_met) for one, assessed in found)
    most = scale.criteria.points if terms.technical_points is None else terms.technical_points
    role: SecurityRole = "gate" if terms.security == "both" else "advice" if terms.security == "scored" else terms.security
    return replace(trial, standings=bids, terms=replace(terms, criteria=None, technical_points=most, security=role))


def _scored(one: Standing, score: Fraction, met: bool) -> Standing:
    return replace(one, bid=replace(one.bid, evaluations={}, technical=Technical(score=score, mandatory_met=met)))


def _turns_of(plain: _Trial, trials: Trials, held: Standing, now: str | None) -> Iterator[Turn]:
    """A winner is tried dearer and worse, anybody else cheaper and better."""
    wins = held.bid.id == now
    price, technical = held.bid.price, held.bid.technical
    if price is not None and price.amount > 0:
        far = price.amount * 4 if wins else Fraction(1)

        def at_price(number: Fraction) -> str | None:
            return trials.winner(replace(held, bid=replace(held.bid, price=replace(price, amount=number))))

        yield from _turn("price", held.bid.id, price.amount, far, wins, at_price, unit=_steps_in(price))
    if technical is not None and technical.score is not None:
        best = _most(plain.terms, technical.score)
        score = technical.score

        def at_score(number: Fraction) -> str | None:
            return trials.winner(replace(held, bid=replace(held.bid, technical=replace(technical, score=number))))

        yield from _turn("technical", held.bid.id, score, Fraction(0) if wins else best, wins, at_score)


def _most(terms: Terms, score: Fraction) -> Fraction:
    """The best technical score that can be given."""
    raw = terms.parameters.get("raw_points")
    if raw is not None:
        return raw
    known = preset(terms.preset, file="tender.yaml") if terms.preset.lower() != "own" else None
    default = next((one.default for one in known.parameters if one.name == "raw_points"), None) if known else None
    return max(score, default or terms.technical_points or (known.technical_points if known else score))


def _weight_turns(plain: _Trial, now: str | None) -> Iterator[Turn]:
    """Where the price's weight, less or more, turns the outcome; from none to three times what it is."""
    known = preset(plain.terms.preset, file="tender.yaml") if plain.terms.preset.lower() != "own" else None
    weight = plain.terms.price_points if plain.terms.price_points is not None else known.price_points if known else None
    if not weight:
        return

    def at_weight(number: Fraction) -> str | None:
        return plain.trials(replace(plain.terms, price_points=number)).winner()

    for far in (Fraction(0), weight * 3):
        turned = at_weight(far)
        if turned != now:
            beyond = _bisected(weight, far, lambda number: at_weight(number) == now)
            yield Turn(kind="price-points", bid="", now=weight, at=beyond, winner=at_weight(beyond))


def _steps_in(price: Money) -> int:
    """Into how many steps one of the currency is divided: none for the yen, unless the price itself says otherwise."""
    return 1 if price.currency in WHOLE and price.amount.denominator == 1 else 100


def _turn(
    kind: Kind, bid: str, now: Fraction, far: Fraction, wins: bool, winner_at: Callable[[Fraction], str | None], *, unit: int = 100
) -> Iterator[Turn]:
    """The turning point between now and far, where there is one."""

    def holds(number: Fraction) -> bool:
        return (winner_at(number) == bid) == wins

    if far == now or holds(far):
        return
    beyond = _bisected(now, far, holds, unit=unit)
    yield Turn(kind=kind, bid=bid, now=now, at=beyond, winner=winner_at(beyond))


def _bisected(near: Fraction, far: Fraction, holds: Callable[[Fraction], bool], *, unit: int = 100) -> Fraction:
    """The first value that does not hold, in steps of one `unit`th, by halving."""
    near_steps, far_steps = round(near * unit), round(far * unit)
    for _ in range(_STEPS):
        if abs(far_steps - near_steps) <= 1:
            break
        middle = (near_steps + far_steps) // 2
        if holds(Fraction(middle, unit)):
            near_steps = middle
        else:
            far_steps = middle
    return Fraction(far_steps, unit)


def _grade_turns(standings: Sequence[Standing], criteria: Criteria, plain: _Trial, now: str | None) -> Iterator[GradeTurn]:
    """Every single grade that, given otherwise, turns the outcome; what a gain leads to is asked once a bid."""
    scale = scale_of(criteria)
    trials = plain.trials(plain.terms)
    for standing, held in zip(standings, plain.standings, strict=True):
        technical = held.bid.technical
        assert technical is not None and technical.score is not None
        winners: dict[_Gain, str | None] = {}
        for gain, member, item, was, otherwise in _other_grades(standing, scale):
            if gain not in winners:
                winners[gain] = trials.winner(_scored(held, technical.score + Fraction(*gain), technical.mandatory_met))
            if winners[gain] != now:
                yield GradeTurn(bid=standing.bid.id, member=member, item=item, now=was, otherwise=otherwise, winner=winners[gain])


_Gain = tuple[int, int]
"""By how much a bid's score would differ: so many units, over so many."""


def _other_grades(standing: Standing, scale: Scale) -> Iterator[tuple[_Gain, str, str, str, str]]:
    """Each grade that could have been given: its gain, the member, the item, the grade as it is and the other one."""
    evaluations, grades = standing.bid.evaluations, scale.criteria.grades
    for item in scale.scored:
        worth, divided_by = scale.worth[item], scale.unit * counted(scale, evaluations, item)
        for member, marks in evaluations.items():
            now = marks[item].given if item in marks else ""
            for otherwise in grades if now in grades else ():
                if otherwise != now:
                    yield (worth[otherwise] - worth[now], divided_by), member, item, now, otherwise
