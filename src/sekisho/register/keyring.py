"""Whose keys count on this node (鍵束): keyholders who sign for the register, and the nodes that packages are exchanged with."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..ledger.notes import VerifierKey

Role = Literal["centre", "entity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyholder:
    """Who holds a key, and for which days of proposal its signatures count; a compromised key counts for none."""

    holder: str
    key: VerifierKey
    start: date | None = None
    end: date | None = None
    compromised: bool = False

    def counts_on(self, day: date) -> bool:
        inside = (self.start is None or self.start <= day) and (self.end is None or day <= self.end)
        return inside and not self.compromised


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A centre or an entity: its name, the key that it signs packages with, and the recipient (`age1…`) that they are sealed to."""

    name: str
    role: Role
    key: VerifierKey
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """`signing`: the file has a list of keyholders, be it empty, so that editions need their signatures. `digest` is the SHA-256 of the file.

    `octets` are its bytes, so that a record can keep what signatures were checked by.
    """

    keyholders: tuple[Keyholder, ...] = ()
    nodes: tuple[Node, ...] = ()
    signing: bool = True
    digest: str = ""
    octets: bytes = field(default=b"", compare=False, repr=False)

    def named(self, name: str) -> Node | None:
        """The node of this name."""
        return next((node for node in self.nodes if node.name == name), None)

    def centre(self) -> Node | None:
        """The one centre, where there is exactly one."""
        centres = [node for node in self.nodes if node.role == "centre"]
        return centres[0] if len(centres) == 1 else None
