"""The nouns of tests, made short: rows of a register, items, bids, tenders, charts, bills of materials, bases to judge by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sekisho.composition.model import Alternate, Bom, Component, PartOf
from sekisho.evaluation.model import Terms
from sekisho.marks.model import Attribution, TableCard
from sekisho.names.compare import Relation, compare
from sekisho.names.normalise import tables_digest
from sekisho.ownership.model import Chart, Control, Holder, Stake
from sekisho.policy.packs import packs
from sekisho.register.build import SourceRow, entities_from
from sekisho.register.edition import decode, encode
from sekisho.register.lookup import Lookup
from sekisho.register.matching import EveryName, NameHit
from sekisho.register.model import Edition, SourceCard
from sekisho.screening.facts import Basis
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, Submission, Technical, Tender
from sekisho.terms import Identifier, Mark, Money, Party, Period, Share, Source

NOTICE, JUDGED = date(2026, 4, 1), date(2026, 6, 15)
CARD = SourceCard(path="rows.csv", authority="JP-DECISION", title="Rows of a test", retrieved_at=date(2026, 6, 1), good_for_days=30)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def row(entity: str, name: str, *, card: SourceCard = CARD, **cells: str) -> SourceRow:
    """One row of a source; dates are ISO texts under their own columns."""
    start, end = cells.get("effective_from", ""), cells.get("effective_to", "")
    return SourceRow(cells={"entity": entity, "name": name, **cells}, effective_from=day(start), effective_to=day(end), where="line 2", card=card)


def edition(*rows: SourceRow, cards: tuple[SourceCard, ...] = (CARD,)) -> Edition:
    """The edition of these rows, through its file's bytes."""
    return decode(encode(entities_from(rows), cards), label="edition")


Likeness = tuple[str, Relation, float]
"""An entity, and what the comparison with its first name says: relation and score."""


@dataclass
class Said:
    """A matcher that gives every name the same answers, and remembers what it was asked."""

    edition: Edition
    answers: Sequence[Likeness]
    asked: list[Sequence[str]] = field(default_factory=list)

    def match(self, names: Sequence[str], countries: Sequence[str]) -> list[list[NameHit]]:
        self.asked.append(names)
        return [[self._hit(*answer) for answer in self.answers] for _ in names]

    def _hit(self, entity: str, relation: Relation, score: float) -> NameHit:
        known = self.edition.entities[entity]
        found = replace(compare("例示", "例示科技"), relation=relation, score=score, alert=True)
        return NameHit(entity=known, alias=known.names[0], comparison=found)


def basis(*rows: SourceRow, policy: str = "jp-2018", cards: tuple[SourceCard, ...] = (CARD,), alike: Sequence[Likeness] | None = None) -> Basis:
    """By equal names alone, or with `alike` by like names as well: every name is told to be like these, and with () compared with every name."""
    made = edition(*rows, cards=cards)
    matcher = None if alike is None else Said(made, alike) if alike else EveryName(made)
    return Basis(pack=packs()[policy], lookup=Lookup(made, matcher), tables_digest=tables_digest())


@dataclass
class Told:
    """Tables of marks that know these (family and value -> maker), and remember what they were asked."""

    known: Mapping[tuple[str, str], str]
    dated: date = date(2026, 5, 1)
    asked: list[Mark] = field(default_factory=list)

    @property
    def cards(self) -> Sequence[TableCard]:
        names = {"part": "observed", "mac": "oui", "sysdescr": "words", "cpe": "words"}
        return [TableCard(kind=kind, name=f"{kind} table", dated=self.dated, digest=kind * 4, rows=1) for kind in sorted(set(names.values()))]

    def look_up(self, mark: Mark) -> Sequence[Attribution]:
        self.asked.append(mark)
        maker = self.known.get((mark.family, mark.value))
        kind = {"part": "observed", "mac": "oui"}.get(mark.family, "words")
        told = Attribution(family=mark.family, value=mark.value, maker=maker or "", table=f"{kind} table", table_date=self.dated, weight=3)
        return [told] if maker else []


def party(name: str, *numbers: tuple[str, str], country: str = "") -> Party:
    return Party(name=name, country=country, identifiers=tuple(Identifier.of(scheme, value) for scheme, value in numbers))


def item(line: str = "1", maker: Party | str | None = "例示電機株式会社", **facts: Any) -> EquipmentItem:
    """A line; `maker` and `supplier` may be bare names, None is not disclosed."""
    facts.setdefault("kind", "スイッチ")
    facts.setdefault("model", f"EX-{line}")
    facts.setdefault("where", f"line {int(line) + 1}")
    for role in ("supplier",):
        if isinstance(facts.get(role), str):
            facts[role] = party(facts[role])
    return EquipmentItem(line=line, maker=party(maker) if isinstance(maker, str) else maker, **facts)


def bid(*items: EquipmentItem, id: str = "A", bidder: Party | str = "甲社", price: str = "", technical: str = "", **facts: Any) -> Bid:
    """A bid; without items it has no list."""
    listed = EquipmentList(file=f"bids/{id}/list.csv", digest="0" * 64, items=items) if items else None
    return Bid(
        id=id,
        bidder=party(bidder) if isinstance(bidder, str) else bidder,
        list=listed,
        price=yen(price) if price else None,
        technical=Technical(score=Fraction(technical), mandatory_met=facts.pop("mandatory_met", True)) if technical else None,
        **facts,
    )


def yen(amount: str, tax: Any = "excluded", currency: str = "JPY") -> Money:
    return Money(amount=Fraction(amount), currency=currency, tax=tax)


def tender(**facts: Any) -> Tender:
    named: dict[str, Any] = {
        "id": "T-1", "title": "LAN更改", "agency": "総務省", "notice_date": NOTICE, "policy": "jp-2018", "viewpoints": ("core-infrastructure",),
    }  # fmt: skip
    return Tender(**{**named, **facts})


def submission(*bids: Bid, **facts: Any) -> Submission:
    return Submission(tender=tender(**facts), bids=bids)


def terms(preset: str = "add-1", **facts: Any) -> Terms:
    numbers = ("technical_points", "price_points", "base_points", "minimum_score", "tax_rate")
    exact = {key: Fraction(value) if key in numbers else value for key, value in facts.items()}
    return Terms(preset=preset, **exact)


def chart(*stakes: Sequence[Any], holders: Iterable[Holder] = (), until: str | None = None) -> Chart:
    """Stakes as (owner, owned, "60" or "10-30"); a holder's id is its name unless one is given.

    A fourth member may say {from, to}, the owner's {kind, country}, and {control: kind}: then the row is control and no stake.
    """
    given = {one.id: one for one in holders}
    rows = [(owner, owned, text, *(more or [{}])) for owner, owned, text, *more in stakes]
    for owner, _, _, more in rows:
        if "kind" in more or "country" in more:
            given.setdefault(owner, Holder(id=owner, name=owner, kind=more.get("kind", "entity"), country=more.get("country", "")))
    names = dict.fromkeys(name for owner, owned, _, _ in rows for name in (owner, owned))
    source = Source(name="chart.csv")
    periods = [Period(start=day(more.get("from")), end=day(more.get("to", until))) for _, _, _, more in rows]
    return Chart(
        holders=tuple(given.get(name, Holder(id=name, name=name)) for name in names),
        stakes=tuple(
            Stake(owner=owner, owned=owned, share=share(text), period=period, source=source)
            for (owner, owned, text, more), period in zip(rows, periods, strict=True)
            if "control" not in more
        ),
        controls=tuple(
            Control(holder=owner, entity=owned, kind=more["control"], period=period, source=source)
            for (owner, owned, _, more), period in zip(rows, periods, strict=True)
            if "control" in more
        ),
    )


def share(text: str) -> Share:
    low, _, high = text.partition("-")
    return Share(minimum=Fraction(low), maximum=Fraction(high or low))


def bom(tree: Mapping[str, str | Mapping[str, Any] | None], *, root: str = "product", file: str = "bom.cdx.json") -> Bom:
    """A bill of materials from {part: maker | None | {maker, supplier, part_number, cpe, parts: {…}, alternates: {…}}}.

    The maker under "." is the product's own.
    """
    tree = dict(tree)
    own = tree.pop(".", None)
    components = [Component(ref=root, name=root, maker=party(own) if isinstance(own, str) else None)]
    parts: list[PartOf] = []
    alternates: list[Alternate] = []

    def grow(parent: str, branch: Mapping[str, Any], primary: str = "") -> None:
        for name, told in branch.items():
            facts = told if isinstance(told, Mapping) else {"maker": told}
            ref = f"{parent}/{name}"
            components.append(
                Component(
                    ref=ref,
                    name=name,
                    maker=party(facts["maker"]) if facts.get("maker") else None,
                    supplier=party(facts["supplier"]) if facts.get("supplier") else None,
                    part_number=facts.get("part_number", ""),
                    cpe=facts.get("cpe", ""),
                    where=f"components[{len(components)}]",
                )
            )
            if primary:
                alternates.append(Alternate(primary=primary, alternate=ref))
            else:
                parts.append(PartOf(parent=parent, child=ref))
            grow(ref, facts.get("parts", {}))
            grow(parent, facts.get("alternates", {}), ref)

    grow(root, tree)
    return Bom(
        file=file, digest="1" * 64, format="cyclonedx", root=root, components=tuple(components), parts=tuple(parts), alternates=tuple(alternates)
    )
