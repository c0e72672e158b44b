"""SPOOF: a name is written with characters that cannot be seen, turn the text around or pass for others, whether or not it meets the register.

The name behind is what other rules compare; this one asks why it was written so. 異体字 and full-width letters are no trick (`names.spoofing`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...findings import Finding, Link, Question
from ...names.spoofing import shown, tricks, unmask
from ...policy.reading import verdict_row
from ...terms import Text
from .. import telling
from ..behind import behind
from ..facts import Facts, Line, parties_of_part
from ..paths import component_text, line_subject, line_text, lines_by_party, lines_text, list_of, list_place, offers, to_component, to_maker

ID = "SPOOF"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A name as written: what it is in the bid, the words and links that lead to it, the file that it stands in, the finding's subject."""

    name: str
    trigger: str
    where: Text
    about: Mapping[str, str]
    links: tuple[Link, ...] = ()
    source: str = ""

    @property
    def seen(self) -> Sequence[str]:
        return tricks(self.name, of_product=self.trigger == "product")


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """One finding for each name of the line, and within its bill of materials, that holds a trick."""
    written = [*_of_line(line, facts), *_of_parts(line, facts)]
    yield from (_finding(facts, one) for one in {one.name: one for one in reversed(written)}.values() if one.seen)


def check_bid(facts: Facts) -> Iterator[Finding]:
    """One finding for each other party of the bid whose name holds a trick."""
    yield from (_finding(facts, one) for one in {one.name: one for one in reversed([*_of_bid(facts)])}.values() if one.seen)


def _of_line(line: Line, facts: Facts) -> Iterator[_Written]:
    item = line.item
    if item.maker is not None:
        yield _of_this(line, facts, item.maker.name, "maker", to_maker(facts, line))
    for text in (item.name, item.model):
        yield _of_this(line, facts, text, "product", (offers(facts, line),))


def _of_this(line: Line, facts: Facts, name: str, trigger: str, links: tuple[Link, ...]) -> _Written:
    about = {**line_subject(facts, line), "name": name}
    return _Written(name=name, trigger=trigger, where=line_text(line), about=about, links=links, source=list_place(facts, line))


def _of_parts(line: Line, facts: Facts) -> Iterator[_Written]:
    for reached in facts.inside.get(line.item.line, ()):
        part = reached.component
        for party in parties_of_part(reached):
            name = party.name
            if not tricks(name):
                continue
            links = to_component(facts, line, reached, party)
            about = {**line_subject(facts, line), "component": part.name, "path": "/".join(reached.path), "name": name}
            yield _Written(name=name, trigger="component", where=component_text(line, reached), about=about, links=links, source=links[-1].source)


def _of_bid(facts: Facts) -> Iterator[_Written]:
    bid, source = facts.bid, f"bids/{facts.bid.id}/bid.yaml"
    yield _of_party(facts, bid.bidder.name, "supplier", Text(ja="応札者について、", en="The bidder:"), source)
    yield from (_of_party(facts, one.party.name, "supplier", one.where, source) for one in behind(bid))
    for supplier, lines in lines_by_party(facts, lambda item: item.supplier).items():
        yield _of_party(facts, supplier.name, "supplier", lines_text(lines), list_of(facts, lines))
    for sub in bid.subcontractors or ():
        yield _of_party(facts, sub.party.name, "subcontractor", Text(ja="再委託先について、", en="A subcontractor:"), source)
    for service in bid.services or ():
        if service.provider is not None:
            where = Text(ja=f"役務「{service.name}」について、", en=f"Service “{service.name}”:")
            yield _of_party(facts, service.provider.name, "service-provider", where, source)
    for holder in bid.chart.holders if bid.chart else ():
        yield _of_party(facts, holder.name, "owner", Text(ja="資本関係図について、", en="The ownership chart:"), source)


def _of_party(facts: Facts, name: str, trigger: str, where: Text, source: str) -> _Written:
    return _Written(name=name, trigger=trigger, where=where, about={"bid": facts.bid.id, "party": name}, source=source)


def _finding(facts: Facts, one: _Written) -> Finding:
    row = verdict_row(facts.basis.pack, trigger=one.trigger, certainty="disguised", authority="-")
    name, trigger = shown(one.name), telling.TRIGGER[one.trigger]
    told = [(telling.TRICK[kind], code) for kind, _, code in (seen.partition(" ") for seen in one.seen)]
    said = Text(
        ja=f"{trigger.ja}「{name}」の表記に、{'、'.join(f'{text.ja}({code})' for text, code in told)}がある。",
        en=f"{trigger.en} “{name}” is written with {', '.join(f'{text.en} ({code})' for text, code in told)}.",
    )
    meant = unmask(one.name).text.strip()
    return Finding(
        rule=ID,
        verdict=row.verdict,
        subject=one.about,
        because=telling.joined([one.where, said, row.because]),
        evidence=(*one.links, *(Link(relation="written-with", subject=name, target=code, source=one.source) for _, code in told)),
        ask=Question(fact="name", text=telling.both(telling.ASK_SPELLING, name=meant), about=meant),
        notes=(Text(ja=f"照合に用いた表記: {meant}", en=f"Compared as: {meant}"),),
    )
