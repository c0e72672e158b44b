"""What a designation would reach, before anybody makes it: over cases, estates, parts and owners. Nothing of them is written to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .changing import cases_under
from .offices import office
from .surroundings import Say, quiet, today

if TYPE_CHECKING:
    from ..desk.stock import Consequence, Holding, StockItem, Supposed
    from ..engines.embedded.stock_file import Stock
    from ..policy.model import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAsked:
    """What is looked over: case folders, exports of installed devices, or a stock compiled before."""

    cases: tuple[Path, ...] = ()
    estates: tuple[Path, ...] = ()
    stock: Path | None = None
    policy: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationAsked:
    """A designation that nobody made; `charts` tell who belongs to the entity, at `threshold` percent or more."""

    names: tuple[str, ...] = ()
    kind: str = ""
    origin: str = ""
    product: str = ""
    charts: tuple[Path, ...] = ()
    threshold: Fraction = Fraction(50)


def build_stock(asked: StockAsked, out: Path, *, say: Say = quiet) -> dict[str, Any]:
    """Compile what cases and estates hold into one file; what it says of itself."""
    from ..engines.embedded import stock_file

    digests: list[str] = []
    return stock_file.write(out, _holdings(asked, digests, say), digests)


def designate(asked: StockAsked, designation: DesignationAsked, *, say: Say = quiet) -> "Consequence":
    """What the designation would reach. ValueError where it cannot be read."""
    stock = _stock(asked, say)
    say("及ぶところを調べています", "looking for what it would reach")
    return stock.ask(_supposed(designation, asked.as_of or today()))


def _stock(asked: StockAsked, say: Say) -> "Stock":
    from ..engines.embedded import stock_file

    if asked.stock is not None:
        return stock_file.opened(asked.stock)
    digests: list[str] = []
    return stock_file.Stock(*stock_file.compiled(_holdings(asked, digests, say), digests))


def _holdings(asked: StockAsked, digests: list[str], say: Say) -> "Iterator[tuple[Holding, tuple[StockItem, ...]]]":
    from ..desk.stock import holdings_of

    desk = office()
    if asked.cases:
        say("案件を読み込んでいます", "reading the cases")
    for case in cases_under(asked.cases):
        submission = desk.cases.read(str(case)).submission
        digests += [file.digest for file in (*submission.files, *(one for bid in submission.bids for one in bid.files))]
        yield from holdings_of(submission, _pack(submission.tender.policy or asked.policy, submission.tender.notice_date))
    if asked.estates:
        yield from _installed(asked, digests, say)


def _pack(policy: str, day: date) -> "Pack | None":
    from ..policy.packs import pack_for

    return None if policy == "none" else pack_for(policy, day)


def _installed(asked: StockAsked, digests: list[str], say: Say) -> "Iterator[tuple[Holding, tuple[StockItem, ...]]]":
    """A site's devices as items: their maker as declared, else as their marks surely say."""
    from ..desk.audit_estate import audit_estate
    from ..desk.installed_stock import sites_of
    from ..engines.embedded.mark_columns import Identifier
    from ..feeds.estate.reading import read_estate
    from ..names.normalise import tables_digest
    from ..policy.packs import pack_for
    from ..register.lookup import Lookup
    from ..register.model import Edition
    from ..screening.facts import Basis
    from .marking import open_tables

    day = asked.as_of or today()
    found = read_estate(asked.estates, mapping=None, site="", say=say)
    digests += [one.digest for one in found.files]
    nobody = Lookup(Edition(digest="", cards=(), entities={}))
    basis = Basis(pack=pack_for(asked.policy, day), lookup=nobody, tables_digest=tables_digest())
    audit = audit_estate(found.sightings, basis, Identifier(tables=open_tables(say=say).tables, as_of=day), as_of=day)
    yield from sites_of(audit)


def _supposed(designation: DesignationAsked, day: date) -> "Supposed":
    from ..countries import country_code
    from ..desk.stock import Supposed

    origin = designation.origin
    if origin and not country_code(origin.removeprefix("!")):
        raise ValueError(f"`{origin}` is no country")
    code = ("!" if origin.startswith("!") else "") + (country_code(origin.removeprefix("!")) or "")
    owned = tuple(_owned(designation, day)) if designation.charts else ()
    return Supposed(
        names=designation.names,
        owned=owned,
        kind=kind_meant(designation.kind) if designation.kind else "",
        origin=code if origin else "",
        product=designation.product,
    )


def _owned(designation: DesignationAsked, day: date) -> "Iterator[Any]":
    """Holders that the entity holds, together and through others, as surely as the charts say."""
    from ..engines.embedded.stock_file import supposed_register
    from ..feeds.owners_query import read_charts
    from ..ownership.walk import held_all
    from ..screening.facts import holder_party

    chart = read_charts(designation.charts)
    parties = [holder_party(one) for one in chart.holders]
    answers = supposed_register(designation.names).lookup(parties)
    listed = frozenset(one.id for one, found in zip(chart.holders, answers, strict=True) if any(hit.relation == "same" for hit in found.hits))
    held = held_all(chart, [one.id for one in chart.holders if one.id not in listed], listed, as_of=day, threshold=designation.threshold)
    yield from (party for one, party in zip(chart.holders, parties, strict=True) if one.id in held and held[one.id].designated == "surely")


def kind_meant(word: str) -> str:
    """The kind or group of kinds that a word means in any pack; ValueError says which there are."""
    from ..policy.packs import packs
    from ..policy.reading import kind_of

    known = {name for pack in packs().values() for kind in pack.kinds for name in (kind.id, *kind.groups)}
    if word in known:
        return word
    found = next((kind.id for pack in packs().values() if (kind := kind_of(pack, word))), "")
    if not found:
        raise ValueError(f"there is no kind `{word}`; kinds are {', '.join(sorted(known))}")
    return found
