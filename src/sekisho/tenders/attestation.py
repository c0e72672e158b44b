"""Attestations (証明書): what somebody states of products in a document of its own, as evidence with a scope and an end."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ..terms import Party

IssuerKind = Literal["maker", "laboratory", "certifier", "bidder", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """A product that an attestation is about: its maker and, where one is named, its model."""

    maker: str
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A document that attests facts about lines, products or parts (none of them = about the bid as a whole).

    `digest` is the SHA-256 of the file. `issued_at` to `valid_until` (None = no end is stated), both included. `version` is the version of the list
    whose numbers `lines` are. `sealed`: the file is sealed to the agency, and the bidder cannot read it.
    """

    id: str
    issuer: Party
    issuer_kind: IssuerKind
    facts: tuple[str, ...]
    issued_at: date
    file: str
    digest: str
    valid_until: date | None = None
    lines: tuple[str, ...] = ()
    models: tuple[Attested, ...] = ()
    parts: tuple[str, ...] = ()
    version: str = "1"
    sealed: bool = False

    def holds(self, day: date) -> bool:
        return self.issued_at <= day and (self.valid_until is None or day <= self.valid_until)

    def covers_bid(self) -> bool:
        return not self.lines and not self.models and not self.parts

    def covers_item(self, line: str, *, maker: str, model: str) -> bool:
        """Whether a line is within the scope, by its number or its product. An attestation of parts alone covers no line."""
        if line in self.lines:
            return True
        return any(_plain(one.maker) == _plain(maker) and (not one.model or _plain(one.model) == _plain(model)) for one in self.models)

    def covers_part(self, names: Iterable[str]) -> bool:
        """Whether a part is within the scope, by its name or part number."""
        wanted = {_plain(part) for part in self.parts}
        return any(_plain(name) in wanted for name in names if name)


def following(attestations: Iterable[Attestation], follows: Mapping[str, str]) -> tuple[Attestation, ...]:
    """Attestations under the numbers that lines bear now; one about lines that are all gone is gone, one about products stays."""
    moved = ((one, tuple(follows[line] for line in one.lines if line in follows)) for one in attestations)
    return tuple(replace(one, lines=lines) for one, lines in moved if lines or not one.lines or one.models or one.parts)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
