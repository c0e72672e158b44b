"""What an entity asks the centre (助言機関), which alone holds the protected layer, and what the centre answers.

A question is of a product (maker, model, kind, purpose, origin, place) or of a party. It bears no bidder, no price and no verdict, and its id is the
digest of what it asks: the same question of two entities has one id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from ..canonical import digest_of
from ..register.keyring import Keyring
from ..terms import Identifier, Party

if TYPE_CHECKING:
    from .model import EquipmentItem

Advice = Literal["concern", "no-concern", "more-information"]
ADVICE: tuple[Advice, ...] = ("no-concern", "more-information", "concern")
"""What the centre may say, the mildest first."""
About = Literal["product", "party"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreQuestion:
    """One question. `party` is the maker of a product (None = nobody is named), or the party itself."""

    about: About
    party: Party | None
    model: str = ""
    kind: str = ""
    purpose: str = ""
    origin: str = ""
    place: str = ""

    @property
    def id(self) -> str:
        return digest_of(self.as_json())[:32]

    def as_json(self) -> dict[str, Any]:
        words = {"model": self.model, "kind": self.kind, "purpose": self.purpose, "origin": self.origin, "place": self.place}
        stated = {key: word for key, word in words.items() if word}
        return {"about": self.about, **({"party": self.party.as_json()} if self.party else {}), **stated}


def about_product(item: "EquipmentItem") -> CentreQuestion | None:
    """The question about a line's product; None where the line names neither maker nor model."""
    if item.maker is None and not item.model:
        return None
    return CentreQuestion(
        about="product", party=item.maker, model=item.model, kind=item.kind, purpose=item.purpose, origin=item.origin, place=item.place
    )


def about_party(party: Party) -> CentreQuestion:
    """The question about somebody who stands behind a bid, a line or a part."""
    return CentreQuestion(about="party", party=party)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequest:
    """A request: who asks in which case, why, under which policy, and by when the answer is wanted."""

    id: str
    sender: str
    case: str
    title: str
    policy: str
    reason: str
    asked_at: date
    wanted_by: date
    questions: tuple[CentreQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The advice on one question; `ask` are the facts that the centre wants to know first."""

    question: str
    advice: Advice
    ask: tuple[str, ...] = ()
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAnswer:
    """An answer to a request, named by its id and the SHA-256 of its signed text.

    `transcribed_by` is the role at the entity that read in an answer which the centre gave on paper, under `reference`; "" = signed by the centre.
    """

    request: str
    request_sha256: str
    sender: str
    recipient: str
    answered_at: date
    given_by: str
    given: tuple[Given, ...]
    transcribed_by: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """The advice on one question as it counts in a case: whose, since when, until when."""

    advice: Advice
    ask: tuple[str, ...]
    centre: str
    answered_at: date
    expires: date
    request: str

    def counts_on(self, day: date) -> bool:
        return self.answered_at <= day <= self.expires


def advised_by(answers: tuple[AdviceAnswer, ...]) -> Mapping[str, Advised]:
    """The advice by question, the latest answer of each; of two on one day the stricter."""
    found: dict[str, Advised] = {}
    for answer in sorted(answers, key=lambda one: (one.answered_at, one.request)):
        for given in answer.given:
            fresh = Advised(
                advice=given.advice,
                ask=given.ask,
                centre=answer.sender,
                answered_at=answer.answered_at,
                expires=given.expires,
                request=answer.request,
            )
            held = found.get(given.question)
            if held is None or held.answered_at < fresh.answered_at or ADVICE.index(held.advice) <= ADVICE.index(fresh.advice):
                found[given.question] = fresh
    return found


def party_from(value: Mapping[str, Any]) -> Party:
    """A party from its JSON form; KeyError and the like where it is none."""
    known = value.get("identifiers", ())
    return Party(
        name=str(value["name"]),
        country=str(value.get("country", "")),
        identifiers=tuple(Identifier(scheme=str(one["scheme"]), value=str(one["value"])) for one in known),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreWord:
    """What a case holds of the centre's word: the advice by question, and the keyring that it was verified by (None = no answer was)."""

    advised: Mapping[str, Advised] = field(default_factory=dict)
    keyring: Keyring | None = None
