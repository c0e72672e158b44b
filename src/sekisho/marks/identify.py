"""identify: from marks to makers, with what speaks for and against each.

1. Each mark is read; what cannot be read, and what proves nothing (a local address, a number of an SNMP agent), is noted and says nothing.
2. Tables are asked; a table past its time says one less, and the note says so.
3. Names that are one maker's stand together (`agreeing`). A declared maker is evidence like a mark.
4. A number is inherited with OEM firmware: where the device's own words name another maker, or the number was observed elsewhere than the registry
   has it, the number counts little, unless it is known to be seen under other brands.
5. surely takes a declaration, or two independent witnesses that outweigh what speaks against; what only supports others never stands alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..terms import Mark
from .agreeing import agree, groups
from .model import DECLARED, Attribution, Certainty, Identified, MakerFound, Note, TableCard, Tables
from .observed import observed
from .reading import SaysNothing, read_mark
from .rules import rules

INSIDE = "part"
"""What is about a part of the device is no word on the box, neither for nor against."""
ORDER: dict[Certainty, int] = {"surely": 0, "possibly": 1, "doubtful": 2}


def identify(marks: Iterable[Mark], tables: Tables, *, declared: str = "", as_of: date) -> Identified:
    """Makers that the marks of one device point to, as of a day; `declared` is the maker that somebody wrote down, or ""."""
    found: list[Attribution] = [_declared(declared)] if declared.strip() else []
    unreadable: list[Mark] = []
    notes: list[Note] = []
    for mark in dict.fromkeys(marks):
        read = read_mark(mark)
        if read is None:
            unreadable.append(mark)
        elif isinstance(read, SaysNothing):
            notes.append(Note(code=read.why, about=mark.value))
        elif mark.family == "sysobjectid" and read.key in observed().agents:
            notes.append(Note(code="agent-number", about=f"{mark.value} ({observed().agents[read.key]})"))
        else:
            told = tables.look_up(mark)
            found += told
            if not told:
                notes.append(Note(code="not-in-tables", about=f"{mark.family} {mark.value}"))
    old = [card for card in tables.cards if rules().is_old(card.kind, card.dated, as_of)]
    notes += [Note(code="table-old", about=card.name, dated=card.dated) for card in old]
    return Identified(makers=weighed(_aged(found, old)), unreadable=tuple(unreadable), notes=tuple(notes))


def weighed(found: Sequence[Attribution]) -> tuple[MakerFound, ...]:
    """Makers of attributions that are already aged, the likeliest first."""
    makers = groups(_contradicted(found))
    told = [_maker(held, [one for other in makers if other is not held for one in other]) for held in makers]
    return tuple(sorted(told, key=lambda one: (ORDER[one.certainty], -_strength(one.evidence), one.maker)))


def _declared(name: str) -> Attribution:
    weight = rules().weight(DECLARED, DECLARED)
    return Attribution(family=DECLARED, value=name.strip(), maker=name.strip(), table=DECLARED, table_date=None, weight=weight)


def _aged(found: Iterable[Attribution], old: Sequence[TableCard]) -> list[Attribution]:
    names = {card.name for card in old}
    return [replace(one, weight=max(1, one.weight - 1)) if one.table in names else one for one in found]


def _contradicted(found: Sequence[Attribution]) -> list[Attribution]:
    """Numbers that the device's words, or an observation of the same number, contradict count little (step 4)."""
    words = [one for one in found if _witness(one) == "words"]
    seen = [one for one in found if one.family == "sysobjectid" and one.seen]
    return [replace(one, weight=rules().contradicted) if _is_contradicted(one, words, seen) else one for one in found]


def _is_contradicted(one: Attribution, words: Sequence[Attribution], seen: Sequence[Attribution]) -> bool:
    if _witness(one) != "number" or one.elsewhere:
        return False
    if words:
        return not any(agree(one.maker, said.maker) for said in words)
    return one not in seen and any(other.value == one.value and not agree(one.maker, other.maker) for other in seen)


def _maker(held: Sequence[Attribution], others: Sequence[Attribution]) -> MakerFound:
    evidence = tuple(sorted(held, key=_heaviest))
    against = tuple(sorted((one for one in others if _speaks_against(one, evidence)), key=_heaviest))
    return MakerFound(maker=_name(evidence), certainty=_certainty(evidence, against), evidence=evidence, against=against)


def _heaviest(one: Attribution) -> tuple[int | str, ...]:
    """The heaviest first, and one order for what weighs the same: the order in which marks are given says nothing."""
    return -one.weight, one.family, one.table, one.maker, one.value, one.cites, one.seen, one.elsewhere, one.inside


def _name(evidence: Sequence[Attribution]) -> str:
    """The name in the heaviest table; a declared name only where no table has one."""
    return next((one.maker for one in evidence if one.family != DECLARED), evidence[0].maker)


def _speaks_against(other: Attribution, evidence: Sequence[Attribution]) -> bool:
    """Another maker's mark speaks against where both are about the box: a chip of another maker inside says nothing."""
    about = {_about(one) for one in evidence}
    return _about(other) == "device" and bool(about & {"device", "port", "stream"})


def _certainty(evidence: Sequence[Attribution], against: Sequence[Attribution]) -> Certainty:
    if any(one.family == DECLARED for one in evidence):
        return "surely"
    strength, counter = _strength(evidence), _strength(against)
    witnesses = {_witness(one) for one in evidence if rules().families[one.family].alone}
    if len(witnesses) >= rules().witnesses and strength >= rules().surely and strength > counter:
        return "surely"
    heard = any(one.weight > rules().contradicted for one in evidence)
    return "possibly" if witnesses and heard else "doubtful"


def _strength(evidence: Iterable[Attribution]) -> int:
    """The sum of what each witness says at its heaviest."""
    heaviest: dict[str, int] = {}
    for one in evidence:
        heaviest[_witness(one)] = max(one.weight, heaviest.get(_witness(one), 0))
    return sum(heaviest.values())


def _witness(one: Attribution) -> str:
    return INSIDE if one.inside else rules().families[one.family].witness


def _about(one: Attribution) -> str:
    return INSIDE if one.inside else rules().families[one.family].about
