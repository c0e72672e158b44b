"""A new edition against 100,000 subjects: 100 tenders of ten bids with 99 lines, 20,000 makers, 2,000 entities of which 160 are sown to change."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.inside.card import Plan, Row, at_most, equal, shown

from sekisho.desk.rescreen import Difference, Rescreened, Subject, Worlds, differing, rescreen
from sekisho.engines.embedded.like_names import LikeNames
from sekisho.names.normalise import tables_digest
from sekisho.policy.packs import packs
from sekisho.register.lookup import Lookup
from sekisho.screening.facts import Basis
from sekisho.screening.screen import screen
from sekisho.tenders.model import Submission

from . import made

PART = 10
"""One case in so many is screened in full by the peer."""


def rows(plan: Plan) -> Iterator[Row]:
    """The section's rows."""
    count = plan.size(100)
    names = made.makers(plan.size(20_000))
    sown = made.sown(names, listed=plan.size(2_000), each=plan.size(40))
    several = made.cases(count, names)
    worlds = _worlds(sown)
    began = time.perf_counter()
    found = rescreen([_subject(one) for one in several], worlds, LikeNames, as_of=made.DAY)
    seconds = time.perf_counter() - began
    peers, full = _in_full(several[::PART], worlds) if plan.with_peers else (None, [])
    scaled = {"everything twice": peers * len(several) / len(several[::PART])} if peers else {}
    detail = {**found.counts(), "touched bids": found.touched_bids, "touched subjects": found.touched_subjects}
    yield at_most(f"{found.subjects:,} subjects against a new edition", seconds, 60 * count / 100, unit="s", detail=detail, peers=scaled)
    yield from _held(found, several, sown)
    if plan.with_peers:
        wanted = {one.tender.id for one in several[::PART]}
        ours = sorted(_ids(one) for one in found.delta if one.case in wanted)
        yield equal("differences that are not those of screening everything twice", len(set(ours) ^ set(full)), 0, detail={"compared": len(full)})


def _held(found: Rescreened, several: list[Submission], sown: made.Sown) -> Iterator[Row]:
    """Every line of a maker that was sown to change is told, as what it is, and once."""
    kinds = sown.kind_of()
    wanted = {
        (one.tender.id, bid.id, item.line): kinds[item.maker.name]
        for one in several
        for bid in one.bids
        for item in (bid.list.items if bid.list else ())
        if item.maker and item.maker.name in kinds
    }
    told = Counter((one.case, one.bid, one.line) for one in found.delta if one.kind == wanted.get((one.case, one.bid, one.line)))
    yield equal("sown changes that are not told, or not as what they are", len(wanted.keys() - told.keys()), 0, unit="", detail={"sown": len(wanted)})
    ids = Counter(_ids(one) for one in found.delta)
    yield equal("differences told twice", sum(count - 1 for count in ids.values()), 0)
    yield shown("further differences (like names)", sum(1 for one in found.delta if (one.case, one.bid, one.line) not in wanted))


def _ids(one: Difference) -> tuple[str, str, str, str]:
    return one.case, one.bid, one.was.id if one.was else "", one.finding.id if one.finding else ""


def _worlds(sown: made.Sown) -> Worlds:
    before, after = (Lookup(edition, LikeNames(edition)) for edition in (sown.before, sown.after))
    return Worlds(before=before, after=after, common=Basis(pack=packs()["jp-2018"], lookup=after, tables_digest=tables_digest()))


def _subject(one: Submission) -> Subject:
    pack = packs()["jp-2018"]
    return Subject(submission=one, before=pack, after=pack)


def _in_full(several: list[Submission], worlds: Worlds) -> tuple[float, list[Any]]:
    pack = packs()["jp-2018"]
    began = time.perf_counter()
    found = []
    for one in several:
        then, now = (screen(one, worlds.basis(pack, lookup), as_of=made.DAY) for lookup in (worlds.before, worlds.after))
        for was, is_now in zip(then.bids, now.bids, strict=True):
            found += [(one.tender.id, was.bid, gone.id if gone else "", come.id if come else "") for gone, come in differing(was, is_now)]
    return time.perf_counter() - began, found
