"""What a rule may ask about one bid: who a party may be, what restricts it, what is inside a line, who owns whom. Gathered once in batch."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from ..composition.model import Bom
from ..composition.walk import Reached, reach
from ..findings import Link, Matter
from ..marks.model import Tables
from ..names.normalise import name_key
from ..ownership.model import Holder
from ..policy.model import Kind, Pack
from ..policy.reading import kind_of, purpose_of
from ..policy.regime import Regime, StandingOn, StatedStatus, standing_on
from ..policy.regimes import regimes
from ..register.keyring import Keyring
from ..register.lookup import Candidates, Hit, Lookup
from ..register.model import Designation, Edition, Entity
from ..tenders.advice import Advice
from ..tenders.centre import Advised
from ..tenders.list_versions import under
from ..tenders.model import Bid, EquipmentItem, Submission, Tender
from ..terms import Identifier, Party
from .alerts import CheckedNote
from .answered import answered
from .behind import behind
from .betrayed import Betrayed, betrayed_in

Condition = Literal["met", "unknown", "unmet"]
Certainty = Literal["same", "affiliate", "possible"]
MET_AS: Mapping[Certainty, str] = {"same": "same-as", "affiliate": "affiliate-of", "possible": "possibly-same-as"}
"""The link from a party to the entity that it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """All that submissions are judged by: a pack, an edition with its keys, the digest of the name tables.

    `tables` are those of marks; None = marks are not asked. `alerts` are decisions of two people, by what they are about,
    and `keyring` holds the keys by which their signatures were checked (None = there is none, or no decision to check).
    """

    pack: Pack
    lookup: Lookup
    tables_digest: str
    tables: Tables | None = None
    alerts: Mapping[Matter, CheckedNote] = field(default_factory=dict)
    keyring: Keyring | None = None

    @property
    def edition(self) -> Edition:
        return self.lookup.edition

    @property
    def product_designations(self) -> tuple[tuple[Entity, Designation], ...]:
        """Designations of products, models and classes of goods."""
        return self.lookup.designations["product"] + self.lookup.designations["class"]

    @property
    def place_designations(self) -> tuple[tuple[Entity, Designation], ...]:
        """Designations of places of production."""
        return self.lookup.designations["place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A designation that reaches a party: how certainly the party is meant, whether its conditions hold, and the links from party to authority."""

    certainty: Certainty
    designation: Designation
    conditions: Condition
    unmet: tuple[str, ...]
    links: tuple[Link, ...]
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the list as the pack reads it."""

    item: EquipmentItem
    kind: Kind | None
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One bid before the rules. `regime` is the rule on ownership on the judging date, `stated` what officers said of regimes.

    `centre` is the centre's advice by the question's id.
    """

    basis: Basis
    bid: Bid
    as_of: date
    notice_date: date
    regime: StandingOn
    candidates: Mapping[Party, Candidates]
    lines: tuple[Line, ...]
    stated: tuple[StatedStatus, ...] = ()
    advice: tuple[Advice, ...] = ()
    inside: Mapping[str, tuple[Reached, ...]] = field(default_factory=dict)
    betrayed: Mapping[str, tuple[Betrayed, ...]] = field(default_factory=dict)
    centre: Mapping[str, Advised] = field(default_factory=dict)

    def hits(self, party: Party) -> tuple[Hit, ...]:
        """Every entity of the edition that the party may be."""
        found = self.candidates.get(party)
        return found.hits if found else ()

    def restrictions(self, party: Party, lines: Iterable[Line] | None, *, inside: bool = False) -> Iterator[Restriction]:
        """The designations in force on the judging date that reach `party`, itself or as an affiliate of a parent.

        `lines` are the lines by which conditions are judged (None = no line: a condition stays unknown); `inside` means that the party is met
        within a product, whose own kind does not settle the kind of the part.
        """
        judged = None if lines is None else tuple(lines)
        for hit in self.hits(party):
            met = _same_link(party, hit)
            for designation in self.in_force(hit.entity):
                if hit.relation == "affiliate" and designation.affiliates == "excluded":
                    continue
                conditions, unmet = self.conditions(designation, judged, inside=inside)
                if hit.relation == "affiliate" and conditions == "met" and not self.reaches_affiliates(designation):
                    conditions, unmet = "unknown", ("affiliates",)
                yield Restriction(
                    certainty=hit.relation,
                    designation=designation,
                    conditions=conditions,
                    unmet=unmet,
                    links=(met, _designated_link(hit.entity, designation)),
                    hit=hit,
                )
            yield from self._through_parents(hit, met, judged, inside=inside)

    def _through_parents(self, hit: Hit, met: Link, lines: tuple[Line, ...] | None, *, inside: bool) -> Iterator[Restriction]:
        links = [met]
        child = hit.entity
        for parent in self.basis.edition.lineage(hit.entity.id):
            links.append(Link(relation="affiliate-of", subject=label(child), target=label(parent), source=child.names[0].source.name))
            child = parent
            for designation in self.in_force(parent):
                if designation.affiliates == "excluded":
                    continue
                conditions, unmet = self.conditions(designation, lines, inside=inside)
                if conditions == "met" and not self.reaches_affiliates(designation):
                    conditions, unmet = "unknown", ("affiliates",)
                yield Restriction(
                    certainty="possible" if hit.relation == "possible" else "affiliate",
                    designation=designation,
                    conditions=conditions,
                    unmet=unmet,
                    links=(*links, _designated_link(parent, designation)),
                    hit=hit,
                )

    def reaches_affiliates(self, designation: Designation) -> bool:
        """Whether the designation, or else the pack, says that affiliates are meant; not saying so is no yes."""
        stated = designation.affiliates if designation.affiliates != "unstated" else self.basis.pack.default_affiliates
        return stated == "included"

    def in_force(self, entity: Entity) -> Iterator[Designation]:
        """The entity's designations as an entity that hold on the judging date."""
        for designation in entity.designations:
            if designation.designates == "entity" and designation.period.holds(self.as_of):
                yield designation

    def conditions(self, designation: Designation, lines: tuple[Line, ...] | None, *, inside: bool = False) -> tuple[Condition, tuple[str, ...]]:
        """Whether the designation's conditions (kinds covered, purpose of use) hold for any of `lines`, with what is unknown or unmet."""
        if not designation.covers and not designation.purposes:
            return "met", ()
        if not lines:
            return "unknown", tuple(word for word, held in (("kind", designation.covers), ("purpose", designation.purposes)) if held)
        answers = [self._line_conditions(designation, line, inside=inside) for line in lines]
        for wanted in ("met", "unknown", "unmet"):
            for answer, why in answers:
                if answer == wanted:
                    return answer, why
        raise AssertionError("a line answers met, unknown or unmet")

    def _line_conditions(self, designation: Designation, line: Line, *, inside: bool) -> tuple[Condition, tuple[str, ...]]:
        parts: list[tuple[Condition, str]] = []
        if designation.covers:
            covered = line.kind is not None and bool({line.kind.id, *line.kind.groups} & set(designation.covers))
            unknown = line.kind is None or inside
            parts.append(("met" if covered else "unknown" if unknown else "unmet", "kind"))
        if designation.purposes:
            parts.append(("unknown" if not line.purpose else "met" if line.purpose in designation.purposes else "unmet", "purpose"))
        if any(answer == "unmet" for answer, _ in parts):
            return "unmet", tuple(word for answer, word in parts if answer == "unmet")
        unknowns = tuple(word for answer, word in parts if answer == "unknown")
        return ("unknown", unknowns) if unknowns else ("met", ())


def names_somebody(party: Party | None) -> bool:
    """Whether a party is named at all: blanks and dots name nobody, and can be compared with nobody."""
    return party is not None and bool(party.identifiers or name_key(party.name).key)


def same_name(one: Party, other: Party | None) -> bool:
    """Whether two parties are written with one name and no differing identifier in one scheme."""
    if other is None or name_key(one.name).key != name_key(other.name).key:
        return False
    schemes = {known.scheme for known in one.identifiers} & {known.scheme for known in other.identifiers}
    return not schemes or bool(set(one.identifiers) & set(other.identifiers))


def may_be_covered(pack: Pack, line: Line, covers: tuple[str, ...]) -> Literal["yes", "unknown", "no"]:
    """Whether a line is of a covered kind; unknown where its kind is not known and the pack has kinds that are covered."""
    if line.kind is not None:
        return "yes" if {line.kind.id, *line.kind.groups} & set(covers) else "no"
    return "unknown" if any({kind.id, *kind.groups} & set(covers) for kind in pack.kinds) else "no"


def label(entity: Entity) -> str:
    """The name an entity is shown by: its first one."""
    return entity.names[0].name if entity.names else entity.id


def _same_link(party: Party, hit: Hit) -> Link:
    relation = MET_AS[hit.relation]
    if isinstance(hit.by, Identifier):
        return Link(relation=relation, subject=party.name, target=label(hit.entity), source=f"{hit.by.scheme} {hit.by.value}")
    source = hit.by.source
    return Link(
        relation=relation,
        subject=party.name,
        target=label(hit.entity),
        source=source.name,
        retrieved_at=source.retrieved_at,
        unverified=not source.verified,
    )


def _designated_link(entity: Entity, designation: Designation) -> Link:
    return Link(
        relation="designated-by",
        subject=label(entity),
        target=" ".join(part for part in (designation.authority, designation.clause) if part),
        source=designation.source.name,
        retrieved_at=designation.source.retrieved_at,
        unverified=not designation.source.verified,
    )


def holder_party(holder: Holder) -> Party:
    """A chart's holder as a party to look up."""
    return Party(name=holder.name, country=holder.country, identifiers=holder.identifiers)


def same_party(holder: Holder, party: Party) -> bool:
    """Whether a chart's holder is this party: by an equal identifier, else by an equal name key and no differing identifier in one scheme."""
    if set(holder.identifiers) & set(party.identifiers):
        return True
    schemes = {known.scheme for known in holder.identifiers} & {known.scheme for known in party.identifiers}
    key = name_key(party.name).key
    return bool(key) and not schemes and key == name_key(holder.name).key


def parties_of_part(reached: Reached) -> Iterator[Party]:
    """Who made a part and who supplied it, as far as its bill of materials names them."""
    yield from reached.component.makers
    if reached.component.supplier is not None:
        yield reached.component.supplier


def parties_of(bid: Bid, inside: Mapping[str, tuple[Reached, ...]]) -> Iterator[Party]:
    """Every party that a bid names."""
    yield bid.bidder
    yield from (one.party for one in behind(bid))
    for item in bid.list.items if bid.list else ():
        yield from (party for party in (item.maker, item.supplier) if party is not None)
    for reached in inside.values():
        for one in reached:
            yield from parties_of_part(one)
    yield from (sub.party for sub in bid.subcontractors or ())
    yield from (one.issuer for one in bid.attestations)
    yield from (service.provider for service in bid.services or () if service.provider is not None)
    yield from (holder_party(holder) for holder in (bid.chart.holders if bid.chart else ()))


def gather(submission: Submission, basis: Basis, *, as_of: date) -> list[Facts]:
    """The facts of every bid under each version of its list in turn, with one look-up for all of them."""
    tender = submission.tender
    regime = standing_on(regime_of(tender, basis.pack), as_of, tender.regime_status)
    several = [answered(stood, basis.pack, as_of) for bid in submission.bids for stood in stood_as(bid)]
    inside = [inside_of(bid) for bid in several]
    betrayed = [betrayed_in(bid, within, basis.tables, as_of) if basis.tables else {} for bid, within in zip(several, inside, strict=True)]
    pointed_to = [one.party for lines in betrayed for found in lines.values() for one in found]
    named = (party for bid, within in zip(several, inside, strict=True) for party in parties_of(bid, within))
    parties = list(dict.fromkeys([*named, *pointed_to]))
    candidates = dict(zip(parties, basis.lookup.lookup(parties), strict=True))
    return [
        Facts(
            basis=basis,
            bid=bid,
            as_of=as_of,
            notice_date=tender.notice_date,
            regime=regime,
            stated=tender.regime_status,
            advice=submission.advice,
            candidates=candidates,
            lines=tuple(_line(basis.pack, item) for item in (bid.list.items if bid.list else ())),
            inside=inside[at],
            betrayed=betrayed[at],
            centre=submission.centre.advised,
        )
        for at, bid in enumerate(several)
    ]


def inside_of(bid: Bid) -> dict[str, tuple[Reached, ...]]:
    """What is inside each line that has a bill of materials, the product itself first."""
    return {line: (*_itself(bom), *reach(bom)) for line, bom in bid.boms.items()}


def stood_as(bid: Bid) -> tuple[Bid, ...]:
    """The bid under each version of its list, the one that counts last."""
    return (*(under(bid, version) for version in bid.versions[:-1]), bid)


def regime_of(tender: Tender, pack: Pack) -> Regime:
    """The rule on ownership that the tender names, else the pack's."""
    return regimes()[tender.regime] if tender.regime else pack.regime


def _itself(bom: Bom) -> Iterator[Reached]:
    """The product as its own bill of materials names it, at depth 0: its maker there may be another than the list says."""
    for component in bom.components:
        if component.ref == bom.root:
            yield Reached(component=component, depth=0, path=(bom.root,), quantity=Fraction(1))


def _line(pack: Pack, item: EquipmentItem) -> Line:
    return Line(item=item, kind=kind_of(pack, item.kind) if item.kind else None, purpose=purpose_of(pack, item.purpose) if item.purpose else "")
