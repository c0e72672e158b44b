"""What the desk needs of the world outside, as Protocols that `wiring` fills: cases, registers, the record, the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ..ledger.log import Act, Appended
from ..marks.model import Tables
from ..policy.model import Pack
from ..register.keyring import Keyring
from ..register.lookup import Lookup
from .model import Case


class Cases(Protocol):
    """Reads a case by the reference the user gave; InputRefused lists every fault."""

    def read(self, reference: str) -> Case: ...


class Registers(Protocol):
    """Opens the edition to judge by on a day. `named_by_case` is relative to the case; RegisterRefused where there is none or it does not hold."""

    def open(self, *, chosen: str, named_by_case: str, case: str, as_of: date) -> Lookup: ...


class MarkTables(Protocol):
    """Opens the tables of marks of this installation."""

    def open(self) -> Tables: ...


class Keyrings(Protocol):
    """Opens the keyring of this node: whose signatures count. None where there is none."""

    def open(self) -> Keyring | None: ...


class Book(Protocol):
    """The record with its vault: keeps bodies and appends acts in one unit, or neither."""

    def append(self, acts: Sequence[Act], bodies: Sequence[bytes]) -> Appended: ...


class Clock(Protocol):
    """Today, from the shell: never from below the desk."""

    def today(self) -> date: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The desk's surroundings."""

    cases: Cases
    registers: Registers
    clock: Clock
    tables: MarkTables | None = None
    keyrings: Keyrings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the officer asked for: the case, and what overrides what the case says ("" and None = nothing).

    `pack` is a policy pack by value, as a record sealed it: it stands for every other way of choosing one.
    """

    case: str
    register: str = ""
    policy: str = ""
    as_of: date | None = None
    pack: Pack | None = None
