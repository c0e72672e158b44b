"""The one gate through which a case is published: what may leave it on a day, and what is withheld.

Writers of publishable forms are given this value and nothing else, so they cannot leak what it does not hold: makers, products, findings, scores,
a ceiling that is not published, and before the opening (開札) any bid at all. No maker is named for *any* bid, designated or not: to look names up
and take some out would itself say who is designated. Every bid has the same fields whatever was found of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from ..award.price import award_price
from ..countries import country_code
from ..evaluation.model import Terms
from ..faults import RegisterRefused, fault, refuse
from ..names.normalise import name_key
from ..ownership.model import Chart, Holder
from ..policy.model import Pack
from ..policy.packs import pack_for
from ..policy.reading import kind_of
from ..tenders.model import Bid, EquipmentItem, NoticeVersion, Tender
from ..tenders.publication import Publication
from ..tenders.shape import Lot
from ..terms import Money, Party, Text
from .judge import NO_POLICY
from .lots import lot_case
from .model import Case, Judgement
from .noticed import Noticed, noticed
from .own_words import notes_on
from .procedure import frozen_digest, terms_of
from .withheld import Kept, Withheld, after_the_opening, before_the_opening, is_japanese

BidStatus = Literal["valid", "pending", "disqualified"]
STATUSES: Mapping[str, BidStatus] = {"ranked": "valid", "pending": "pending", "excluded": "disqualified"}
OTHER = Text(ja="その他の機器等", en="Other equipment and services")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Goods or services of one kind in a bid; `quantity` None where a line does not give it."""

    kind: Text
    quantity: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShown:
    """A natural person behind a bidder, as the bidder itself disclosed; `country` is ISO 3166-1 alpha-2 or ""."""

    name: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishableBid:
    """A bid after the opening; `members` are those of the consortium that the bidder is.

    `origins` are the countries of origin that its list gives (ISO 3166-1 alpha-2), sorted.
    """

    id: str
    bidder: Party
    status: BidStatus
    price: Money | None
    offered: tuple[Offered, ...]
    origins: tuple[str, ...]
    owners: tuple[PersonShown, ...]
    members: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishableAward:
    """An award: proposed (`at` None) or decided on a day, at the bid's price or the one agreed on.

    `with_tax` is the price with tax, fractions cut; None where no rate is stated.
    """

    bid: PublishableBid
    price: Money | None
    at: date | None
    with_tax: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPaper:
    """A paper in the record: its entry's number and the salted digests that stand there."""

    entry: int
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecord:
    """The record that seals a judgement: origin, number of entries, root hash, its papers."""

    origin: str
    size: int
    root: str
    papers: tuple[SealedPaper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishable:
    """What of a case may be published on `day`. Before the opening there are no bids and there is no award.

    Of a tender with `lots` the criteria, prices and awards stand with each of them, and none for the whole.
    """

    tender: Tender
    publication: Publication
    day: date
    opened: bool
    noticed: Noticed
    withheld: tuple[Withheld, ...]
    bids: tuple[PublishableBid, ...] = ()
    award: PublishableAward | None = None
    ceiling: Money | None = None
    record: SealedRecord | None = None
    notes: tuple[Text, ...] = field(default=())
    lots: "tuple[PublishableLot, ...]" = ()

    @property
    def awarded(self) -> "tuple[Publishable, ...]":
        """What there is an award of, proposed or decided: this itself, or those of its lots."""
        return tuple(one.shown for one in self.lots if one.shown.award) if self.lots else (self,) if self.award else ()

    @property
    def decided(self) -> "tuple[Publishable, ...]":
        """Of those, what a person has decided."""
        return tuple(one for one in self.awarded if one.award is not None and one.award.at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishableLot:
    """A lot with what may be published of it: its criteria, its bids with their prices, its award."""

    lot: Lot
    shown: Publishable


def versions_by(tender: Tender, day: date) -> tuple[NoticeVersion, ...]:
    """The versions of the notice that were published by then; the first is the notice itself."""
    return tuple(one for one in tender.notices if one.at <= day)


def day_of(case: Case, today: date) -> date:
    """The day as of which a case is published where none is given: that of the award once one is decided, so that its facts stay those of then."""
    publication = case.submission.publication
    past = [one.at for one in (*([publication.award] if publication.award else []), *publication.awards) if one.at <= today]
    return max(past, default=today)


def is_opened(case: Case, day: date) -> bool:
    """Whether the bids have been opened by `day`: only then is there anything to say of any bid."""
    opened_at = case.submission.publication.opened_at
    return case.submission.tender.stage == "bid" and opened_at is not None and opened_at <= day


def before_opening(case: Case, day: date) -> Publishable:
    """What the notice said, and nothing of any bid."""
    submission, terms = case.submission, case.terms
    pack = None if submission.tender.policy == NO_POLICY else pack_for(submission.tender.policy, submission.tender.notice_date)
    told = _noticed(case, terms, pack)
    lots = tuple(PublishableLot(lot=one, shown=before_opening(lot_case(case, one), day)) for one in submission.tender.shape.lots)
    return Publishable(
        tender=submission.tender,
        publication=submission.publication,
        day=day,
        opened=False,
        noticed=told,
        lots=lots,
        notes=_all_notes(notes_on(case, told), lots),
        withheld=before_the_opening(_kept(case, pack), opened_at=submission.publication.opened_at),
    )


def after_opening(case: Case, judgement: Judgement, record: SealedRecord | None = None) -> Publishable:
    """What may be said of the bids, the award proposed or decided. InputRefused where the award stands against the evaluation."""
    submission, terms = judgement.submission, case.terms
    statuses = _statuses(judgement)
    bids = tuple(_bid(bid, statuses[bid.id], judgement) for bid in submission.bids)
    award = _award(bids, judgement, terms)
    decided = award is not None and award.at is not None
    ceiling = terms.ceiling if terms and decided and submission.publication.ceiling_published else None
    told = _noticed(case, terms, judgement.pack)
    lots = tuple(PublishableLot(lot=one.lot, shown=after_opening(lot_case(case, one.lot), one.judgement)) for one in judgement.lots)
    shown = all(one.shown.ceiling is not None for one in lots if case.lot_terms[one.lot.id].ceiling) if lots else ceiling is not None
    return Publishable(
        tender=submission.tender,
        publication=submission.publication,
        day=judgement.facts_as_of,
        opened=True,
        noticed=told,
        lots=lots,
        withheld=after_the_opening(_kept(case, judgement.pack), ceiling_shown=shown, ceiling_later=submission.publication.ceiling_published),
        bids=bids,
        award=award,
        ceiling=ceiling,
        record=record,
        notes=_all_notes((*notes_on(case, told), *_notes(award, judgement)), lots),
    )


def _noticed(case: Case, terms: Terms | None, pack: Pack | None) -> Noticed:
    """What the notice said; of a tender with lots its digest, and the rest with each lot."""
    told = noticed(terms, pack)
    return replace(told, digest=frozen_digest(case)) if case.lot_terms else told


def _all_notes(own: Iterable[Text], lots: tuple[PublishableLot, ...]) -> tuple[Text, ...]:
    """Each note once."""
    return tuple(dict.fromkeys([*own, *(note for one in lots for note in one.shown.notes)]))


def check_fresh(judgement: Judgement) -> None:
    """RegisterRefused where the register was stale on the day: nothing is published on it."""
    if judgement.screening is not None and judgement.screening.stale:
        raise RegisterRefused(
            [
                fault(
                    "register",
                    "publish.stale",
                    what=(
                        "判定日に登録簿が期限切れであり、公表の元にできない",
                        "the register was stale on the judging date; nothing is published on it",
                    ),
                    remedy=(
                        "新しい版で判定するか、--as-of に判定した日を書く",
                        "judge by a fresh edition, or pass the day of the judgement as --as-of",
                    ),
                    shown=judgement.facts_as_of.isoformat(),
                )
            ]
        )


def _kept(case: Case, pack: Pack | None) -> Kept:
    return Kept(
        japanese=is_japanese(pack),
        ceiling=any(terms.ceiling is not None for terms in terms_of(case)),
        persons=not case.submission.publication.owners_published,
    )


def _statuses(judgement: Judgement) -> dict[str, BidStatus]:
    """Without an evaluation every bid is one that was submitted and not yet evaluated."""
    found: dict[str, BidStatus] = {bid.id: "pending" for bid in judgement.submission.bids}
    return found | ({one.bid: STATUSES[one.status] for one in judgement.evaluation.bids} if judgement.evaluation else {})


def _bid(bid: Bid, status: BidStatus, judgement: Judgement) -> PublishableBid:
    items = bid.list.items if bid.list else ()
    return PublishableBid(
        id=bid.id,
        bidder=bid.bidder,
        status=status,
        price=bid.price,
        offered=tuple(_offered(items, judgement.pack)),
        origins=tuple(sorted({code for item in items if (code := country_code(item.origin))})),
        owners=tuple(_persons(bid, judgement.facts_as_of)) if judgement.submission.publication.owners_published else (),
        members=tuple(one.party for one in bid.shape.members),
    )


def _offered(items: tuple[EquipmentItem, ...], pack: Pack | None) -> Iterator[Offered]:
    """By the pack's kinds alone: a bidder's own words may name a maker."""
    sums: dict[str, Fraction | None] = {}
    words: dict[str, Text] = {}
    for item in items:
        kind = kind_of(pack, item.kind) if pack else None
        key, words[key] = (kind.id, kind.text) if kind else ("", OTHER)
        so_far = sums.get(key, Fraction(0))
        sums[key] = None if so_far is None or item.quantity is None else so_far + item.quantity
    for key in sorted(sums):
        yield Offered(kind=words[key], quantity=sums[key])


def _persons(bid: Bid, day: date) -> Iterator[PersonShown]:
    """Natural persons up the bidder's own charts; nothing that the officer had from elsewhere."""
    if bid.chart is None:
        return
    own = {file.digest for file in bid.files if file.kind == "chart"}
    stakes = [one for one in bid.chart.stakes if one.source.sha256 in own and one.period.holds(day)]
    reached = list(_bidder_in(bid.chart, bid.bidder))
    for entity in reached:
        reached += [one.owner for one in stakes if one.owned == entity and one.owner not in reached]
    held = {holder.id: holder for holder in bid.chart.holders}
    persons = [held[one] for one in reached if one in held and held[one].kind == "person"]
    yield from sorted((PersonShown(name=one.name, country=one.country) for one in persons), key=lambda one: (one.name, one.country))


def _bidder_in(chart: Chart, bidder: Party) -> Iterator[str]:
    key = name_key(bidder.name).key
    for holder in chart.holders:
        if set(holder.identifiers) & set(bidder.identifiers) or _same_company(holder, key):
            yield holder.id


def _same_company(holder: Holder, key: str) -> bool:
    return holder.kind == "entity" and bool(key) and name_key(holder.name).key == key


def _award(bids: tuple[PublishableBid, ...], judgement: Judgement, terms: Terms | None) -> PublishableAward | None:
    stated = judgement.submission.publication.award
    decided = stated if stated is not None and stated.at <= judgement.facts_as_of else None
    proposal = None if _rehearsed(judgement) else judgement.proposal
    named = decided.winner if decided else proposal.winner if proposal and proposal.ends_in != "negotiation" else None
    found = next((bid for bid in bids if bid.id == named), None)
    if found is None:
        return None
    if decided and found.status == "disqualified":
        raise refuse(
            "tender.yaml",
            "publish.award-excluded",
            where="publication.award.winner",
            what=("除外の提案がある応札が落札者とされている", "the award names a bid that the evaluation excludes"),
            remedy=(
                "落札者を確かめる。除外が誤りなら、その理由となった所見や記録を先に改める",
                "check the winner; where the exclusion is wrong, settle what led to it first",
            ),
            shown=found.id,
        )
    rests_on = judgement.submission.tender.shape.discretionary
    rate = terms.tax_rate if terms else rests_on.tax_rate if rests_on else None
    price = decided.price if decided and decided.price else found.price
    priced = award_price(price, rate)
    return PublishableAward(bid=found, price=price, at=decided.at if decided else None, with_tax=priced.amount if priced else None)


def _rehearsed(judgement: Judgement) -> bool:
    return judgement.screening is not None and judgement.screening.rehearsal


def _notes(award: PublishableAward | None, judgement: Judgement) -> Iterator[Text]:
    """For the officer, not for publication."""
    proposed = judgement.proposal.winner if judgement.proposal else None
    if award is not None and award.at is not None and proposed != award.bid.id:
        yield Text(
            ja=f"決定された落札者 {award.bid.id} は、評価から導かれる提案({proposed or 'なし'})と異なる。",
            en=f"The award that was decided ({award.bid.id}) is not the one that follows from the evaluation ({proposed or 'none'}).",
        )
