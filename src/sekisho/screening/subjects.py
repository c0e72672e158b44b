"""The digest of what a line is judged by (確認の対象と基礎): equal digests, equal findings.

A rule about a line reads the line, its bill of materials, its marks and claims, the bidder, and the basis: policy, edition, name tables, the rule
on ownership with its standing, the days, and the tables that its marks ask. All of that is in the digest, and nothing else: not the other lines,
not the version of the list.
"""

from ..canonical import digest_of
from ..policy.regimes import regimes_digest
from ..tenders.list_diff import stated
from ..terms import Party
from .betrayed import cards_asked, families_of
from .facts import Facts, Line


def basis_digest(facts: Facts) -> str:
    """SHA-256 (hexadecimal) of what every line of the bid is judged by, the bidder among it."""
    return digest_of({**basis_parts(facts), "bid": facts.bid.id, "bidder": _party(facts.bid.bidder)})


def basis_parts(facts: Facts) -> dict[str, object]:
    """The parts of a basis by name, so that two of them can be compared and the one that differs be named."""
    basis = facts.basis
    return {
        "policy": [basis.pack.id, basis.pack.digest],
        "register": basis.edition.digest,
        "names": basis.tables_digest,
        "regime": [facts.regime.regime.id, facts.regime.standing, regimes_digest()],
        "facts_as_of": facts.as_of.isoformat(),
        "notice_date": facts.notice_date.isoformat(),
    }


class Subjects:
    """The digests of a bid's lines, version after version; a line that is the same thing with the same things about it is worked out once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], str] = {}

    def of(self, facts: Facts) -> dict[str, str]:
        """Line -> SHA-256 (hexadecimal) of the line with all that is known about it."""
        basis = basis_digest(facts)
        return {line.item.line: self._digest(facts, line, basis) for line in facts.lines}

    def _digest(self, facts: Facts, line: Line, basis: str) -> str:
        bid, item = facts.bid, line.item
        claims = tuple((claim.exception, claim.statement) for claim in bid.exceptions if claim.line == item.line)
        bom, marks = bid.boms.get(item.line), bid.marks.get(item.line, ())
        file = bid.list.file_of(item.line) if bid.list else ""
        key = (basis, id(item), id(bom), marks, claims, file)
        if key not in self._known:
            self._known[key] = subject_digest(facts, line, basis)
        return self._known[key]


def subject_digest(facts: Facts, line: Line, basis: str) -> str:
    """SHA-256 (hexadecimal) of a line with all that is known about it; `basis` is the digest of what it is judged by.

    It is that of the canonical JSON of a list: the basis; what the line states, column by column; its file and place; its bill of materials (file
    and digest, or null); its marks; its claims; the tables that its marks ask.
    """
    bid, number = facts.bid, line.item.line
    bom = bid.boms.get(number)
    return digest_of(
        [
            basis,
            list(stated(line.item).values()),
            [bid.list.file_of(number) if bid.list else "", line.item.where],
            [bom.file, bom.digest] if bom else None,
            [[mark.family, mark.value] for mark in bid.marks.get(number, ())],
            [[claim.exception, claim.statement] for claim in bid.exceptions if claim.line == number],
            _tables(facts, line),
        ]
    )


def _tables(facts: Facts, line: Line) -> list[list[str]]:
    """The tables that may say something of the line's marks and of its parts'; other lines ask others."""
    tables = facts.basis.tables
    return [[card.name, card.digest] for card in cards_asked(tables, families_of(facts.bid, line.item))] if tables else []


def _party(party: Party) -> list[object]:
    return [party.name, party.country, [[one.scheme, one.value] for one in party.identifiers]]
