"""Same product, same purpose, same role: the same verdict in every bid, case and entity. What differs must rest on a fact that differs.

1. Lines are put together by maker, model, purpose and role, as the pack reads them.
2. A line's own rules are looked at, those about the line and not about who bids it; first before, then after people's decisions.
3. Lines whose facts are all alike and whose verdicts are not: a breach. Where a fact differs (another edition, day or policy, another kind, origin or
   bill of materials), the difference is explained, and the fact is named.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..findings import Finding, Verdict, standing, worst
from ..names.normalise import name_key
from ..policy.model import Pack
from ..policy.reading import kind_of, plain_word, purpose_of, role_of
from ..screening.model import ScreenedItem
from ..screening.rules import OF_LINES
from ..screening.screen import FAILED
from ..tenders.model import Bid, EquipmentItem
from ..terms import Text
from .neutrality import Held, Observed, Unlike

OF_THE_LINE = frozenset((*(rule for rule, _ in OF_LINES), FAILED))
FACTS: Mapping[str, Text] = {
    "policy": Text(ja="調達方針", en="the policy"),
    "register": Text(ja="登録簿の版", en="the register edition"),
    "as-of": Text(ja="判定日", en="the judging date"),
    "scope": Text(ja="対象か否か", en="whether the system is in scope"),
    "kind": Text(ja="種別", en="the kind"),
    "origin": Text(ja="製造・開発国", en="the place of production"),
    "maker": Text(ja="製造業者の番号・国", en="the maker's number or country"),
    "name": Text(ja="製品名", en="the product's name"),
    "version": Text(ja="版数", en="the version"),
    "quantity": Text(ja="数量の記載", en="whether a quantity is stated"),
    "supplier": Text(ja="供給者の記載", en="whether a supplier is stated"),
    "bom": Text(ja="構成部品表", en="the bill of materials"),
    "marks": Text(ja="現物の識別情報", en="the sample's marks"),
    "exceptions": Text(ja="例外の主張", en="the exceptions claimed"),
    "spelling": Text(ja="名称の表記", en="how the names are spelt"),
    "tables": Text(ja="識別情報の対照表・名称の規則", en="the tables of marks and names"),
}
"""What a line's own rules may rest on, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A screened line with the facts that its rules rest on."""

    at: Observed
    facts: Mapping[str, str]
    found: Verdict
    settled: Verdict

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.facts[name] for name in FACTS)


def like_alike(several: Sequence[Held]) -> tuple[int, int, list[Unlike]]:
    """Lines looked at, products that stand on several of them, and what differs among these."""
    groups: defaultdict[tuple[str, ...], list[_Line]] = defaultdict(list)
    count = 0
    for held in several:
        for product, line in _lines(held):
            count += 1
            if product:
                groups[product].append(line)
    shared = {product: lines for product, lines in groups.items() if len(lines) > 1}
    return count, len(shared), [found for product, lines in sorted(shared.items()) for found in _of_product(product, lines)]


def _lines(held: Held) -> Iterator[tuple[tuple[str, ...], _Line]]:
    screening, pack = held.judgement.screening, held.judgement.pack
    if screening is None or pack is None:
        return
    bids = {bid.id: bid for bid in held.submission.bids}
    told = {"policy": pack.digest, "as-of": held.as_of.isoformat(), "scope": screening.scope}
    told |= {"register": held.judgement.edition.digest if held.judgement.edition else ""}
    told |= {"tables": " ".join(sorted(one.digest for one in screening.read if one.kind in ("marks", "names")))}
    for bid in screening.bids:
        for screened in bid.items:
            product = _product(pack, screened.item)
            yield product, _line(held.id, bids[bid.bid], screened, {**told, **_facts(pack, bids[bid.bid], screened.item)})


def _product(pack: Pack, item: EquipmentItem) -> tuple[str, ...]:
    """Maker, model (else name), purpose and role; () where maker or product is not told."""
    maker, model = name_key(item.maker.name).key if item.maker else "", name_key(item.model or item.name).key
    purpose = purpose_of(pack, item.purpose) or plain_word(item.purpose)
    return (maker, model, purpose, role_of(pack, item.role) or plain_word(item.role)) if maker and model else ()


def _facts(pack: Pack, bid: Bid, item: EquipmentItem) -> dict[str, str]:
    kind = kind_of(pack, item.kind) if item.kind else None
    maker, bom = item.maker, bid.boms.get(item.line)
    return {
        "kind": kind.id if kind else "",
        "origin": plain_word(item.origin),
        "maker": " ".join([maker.country, *sorted(f"{one.scheme} {one.value}" for one in maker.identifiers)]) if maker else "",
        "name": name_key(item.name).key,
        "version": plain_word(item.version),
        "quantity": str(item.quantity is not None),
        "supplier": str(item.supplier is not None),
        "bom": bom.digest if bom else "",
        "marks": " ".join(sorted(f"{mark.family} {mark.value}" for mark in bid.marks.get(item.line, ()))),
        "exceptions": " ".join(sorted(one.exception for one in bid.exceptions if one.line == item.line)),
        "spelling": f"{maker.name if maker else ''} {item.model} {item.name}",
    }


def _line(case: str, bid: Bid, screened: ScreenedItem, facts: Mapping[str, str]) -> _Line:
    own = [one for one in screened.findings if one.rule in OF_THE_LINE]
    found, settled = worst(one.verdict for one in own), standing(own)
    at = Observed(case=case, bid=bid.id, line=screened.item.line, said=_said(own, found, settled))
    return _Line(at=at, facts=facts, found=found, settled=settled)


def _said(own: Iterable[Finding], found: Verdict, settled: Verdict) -> str:
    rules = ", ".join(sorted({one.rule for one in own if one.verdict is found})) if found else ""
    decided = f" → {settled.word}" if settled is not found else ""
    return f"{found.word}{f' ({rules})' if rules else ''}{decided}"


def _of_product(product: tuple[str, ...], lines: Sequence[_Line]) -> Iterator[Unlike]:
    buckets: defaultdict[tuple[str, ...], list[_Line]] = defaultdict(list)
    for line in lines:
        buckets[line.key].append(line)
    for alike in buckets.values():
        yield from _among_alike(product, alike)
    yield from _among_unlike(product, [bucket[0] for bucket in buckets.values()])


def _among_alike(product: tuple[str, ...], alike: Sequence[_Line]) -> Iterator[Unlike]:
    """Nothing that the rules may rest on differs: neither may the verdict, nor what people decided of it."""
    if len({line.found for line in alike}) > 1:
        because = Text(ja="事実が同じであるのに判定が異なる", en="every fact is the same, and the verdicts differ")
        yield _unlike(product, _one_each(alike, "found"), because)
    elif len({line.settled for line in alike}) > 1:
        because = Text(ja="同じ所見に異なる決定がされている", en="the same finding was decided in different ways")
        yield _unlike(product, _one_each(alike, "settled"), because)


def _among_unlike(product: tuple[str, ...], lines: Sequence[_Line]) -> Iterator[Unlike]:
    """Verdicts that differ with a fact: for each two verdicts the two lines that differ in fewest facts tell why."""
    pairs = [(one, other) for one, other in combinations(lines[:200], 2) if one.found is not other.found]
    nearest: dict[frozenset[Verdict], tuple[_Line, _Line]] = {}
    for pair in pairs:
        verdicts = frozenset((pair[0].found, pair[1].found))
        if verdicts not in nearest or len(_differing(*pair)) < len(_differing(*nearest[verdicts])):
            nearest[verdicts] = pair
    for one, other in nearest.values():
        facts = [FACTS[name] for name in _differing(one, other)]
        because = Text(
            ja=f"{'、'.join(fact.ja for fact in facts)}が異なるため、判定が異なる",
            en=f"the verdicts differ with {', '.join(fact.en for fact in facts)}",
        )
        yield Unlike(check="same-product", weight="explained", because=_about(product, because), evidence=(one.at, other.at))


def _differing(one: _Line, other: _Line) -> list[str]:
    return [name for name in FACTS if one.facts[name] != other.facts[name]]


def _one_each(lines: Iterable[_Line], verdict: str) -> tuple[Observed, ...]:
    first: dict[Verdict, Observed] = {}
    for line in lines:
        first.setdefault(getattr(line, verdict), line.at)
    return tuple(first.values())


def _unlike(product: tuple[str, ...], evidence: tuple[Observed, ...], because: Text) -> Unlike:
    return Unlike(check="same-product", weight="breach", because=_about(product, because), evidence=evidence)


def _about(product: tuple[str, ...], because: Text) -> Text:
    shown = " / ".join(part for part in product if part)
    return Text(ja=f"同じ製品・用途・役割({shown}): {because.ja}。", en=f"The same product, purpose and role ({shown}): {because.en}.")
