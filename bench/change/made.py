"""Cases of any number and two editions from a seed: makers' names of made-up syllables, and changes sown among those that the cases name."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bench.inside.card import SEED

from sekisho.register.model import Designation, Edition, Entity, NamedAs, SourceCard
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, Submission, Tender
from sekisho.terms import Party, Source

DAY = date(2026, 6, 15)
KEPT = SourceCard(path="decisions.csv", authority="JP-DECISION", title="Decisions", retrieved_at=date(2026, 6, 1), good_for_days=60)
LOST = SourceCard(path="other.csv", authority="JP-DECISION", title="A source that goes missing", retrieved_at=date(2026, 6, 1), good_for_days=60)
LINES = 99
BIDS = 10
KINDS = ("スイッチ", "ルータ", "サーバ装置", "端末")
_SYLLABLES = [one + two for one in ("b", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "tr", "st") for two in "aeiou"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sown:
    """The two editions, and which makers each kind of change was sown for."""

    before: Edition
    after: Edition
    new: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    lost: tuple[str, ...]

    def kind_of(self) -> dict[str, str]:
        """Maker -> the kind of delta that its lines must have."""
        kinds = {"new": self.new, "changed": self.changed, "cleared": self.withdrawn, "unverifiable": self.lost}
        return {name: kind for kind, names in kinds.items() for name in names}


def makers(count: int) -> list[str]:
    """So many names, each once."""
    chance = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(_SYLLABLES, k=5)).capitalize() + " Kogyo"] = None
    return list(found)


def sown(names: Sequence[str], listed: int, each: int) -> Sown:
    """Editions of `listed` entities that stay, and `each` of four kinds of change, among these makers."""
    chosen = random.Random(SEED + 1).sample(list(names), listed + 4 * each)
    stay, new, changed, withdrawn, lost = chosen[:listed], *(chosen[listed + each * at : listed + each * (at + 1)] for at in range(4))
    staying = [_entity(name) for name in stay]
    before = [
        *staying,
        *(_entity(name, authority="US-FCC") for name in changed),
        *map(_entity, withdrawn),
        *(_entity(name, card=LOST) for name in lost),
    ]
    after = [*staying, *map(_entity, new), *map(_entity, changed)]
    return Sown(
        before=_edition("0" * 64, before, KEPT, LOST), after=_edition("1" * 64, after, replace(KEPT, retrieved_at=date(2026, 6, 10))),
        new=tuple(new), changed=tuple(changed), withdrawn=tuple(withdrawn), lost=tuple(lost),
    )  # fmt: skip


def cases(count: int, names: Sequence[str]) -> list[Submission]:
    """So many tenders of ten bids with 99 lines each: with the bids themselves, 1,000 subjects a tender."""
    chance = random.Random(SEED + 2)
    return [_case(number, names, chance) for number in range(count)]


def _case(number: int, names: Sequence[str], chance: random.Random) -> Submission:
    tender = Tender(
        id=f"T-{number:04d}", title="調達", agency="総務省", notice_date=date(2026, 4, 1), policy="jp-2018", viewpoints=("core-infrastructure",)
    )
    return Submission(tender=tender, bids=tuple(_bid(letter, names, chance) for letter in "ABCDEFGHIJ"))


def _bid(letter: str, names: Sequence[str], chance: random.Random) -> Bid:
    few = chance.sample(names, 30)
    items = tuple(
        EquipmentItem(
            line=str(at), where=f"line {at + 1}", kind=chance.choice(KINDS), maker=Party(name=chance.choice(few)), model=f"M-{chance.randrange(9999)}"
        )
        for at in range(1, LINES + 1)
    )
    listed = EquipmentList(file=f"bids/{letter}/list.csv", digest="0" * 64, items=items)
    return Bid(id=letter, bidder=Party(name=f"応札者{letter}"), list=listed, subcontractors=(), services=())


def _entity(name: str, authority: str = "JP-DECISION", card: SourceCard = KEPT) -> Entity:
    source = Source(name=card.title, retrieved_at=card.retrieved_at)
    designation = Designation(designates="entity", authority=authority, affiliates="included", source=source)
    return Entity(id=name.lower().replace(" ", "-"), names=(NamedAs(name=name, source=source),), designations=(designation,))


def _edition(digest: str, entities: Sequence[Entity], *cards: SourceCard) -> Edition:
    return Edition(digest=digest, cards=cards, entities={one.id: one for one in sorted(entities, key=lambda one: one.id)})
