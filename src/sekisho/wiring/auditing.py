"""Audits of the office's own judging."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .offices import office
from .surroundings import Say, quiet

if TYPE_CHECKING:
    from ..desk.neutrality import NeutralityAudit
    from ..desk.office import Registers
    from ..register.lookup import Lookup


class OpenedOnce:
    """Editions that several cases share, opened once each."""

    def __init__(self, registers: "Registers") -> None:
        self._registers = registers
        self._opened: dict[tuple[str, date], Lookup] = {}

    def open(self, *, chosen: str, named_by_case: str, case: str, as_of: date) -> "Lookup":
        path = str(Path(chosen).resolve()) if chosen else str((Path(case) / named_by_case).resolve()) if named_by_case else ""
        key = (path, as_of)
        if key not in self._opened:
            self._opened[key] = self._registers.open(chosen=chosen, named_by_case=named_by_case, case=case, as_of=as_of)
        return self._opened[key]


def audit_neutrality(cases: Sequence[Path], *, register: str, policy: str, as_of: date | None, say: Say = quiet) -> "NeutralityAudit":
    """Audit whether like is judged alike in these cases; nothing is written."""
    from ..desk.audit_neutrality import audit_neutrality as audited
    from ..desk.office import Asked

    desk = office()
    say("案件を判定し、順序や呼び名を変えて判定し直しています", "judging the cases, then again in other orders and under other names")
    return audited(
        replace(desk, registers=OpenedOnce(desk.registers)), [Asked(case=str(case), register=register, policy=policy, as_of=as_of) for case in cases]
    )
