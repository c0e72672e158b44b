"""What can be wrong with an equipment list (機器等リスト): one entry a rule code, in both languages. The codes are stable; the words may improve.

A fault keeps its row out of the list; a warning does not. Neighbours: every `list_*` module here raises these and no other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ... import resources
from ...faults import Fault, fault

MOST_FAULTS = 50_000
"""Beyond this many the rest is counted, not listed: a file wrong in every cell must not exhaust the machine that reads it."""

_UNSEEN = re.compile(r"[^\S \n\t\r]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                     r"\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e00ff\U000f0000-\U0010ffff]")  # fmt: skip


_ADDRESS = re.compile(r"(?:line )?(?P<column>[A-Z]{0,3})(?P<row>[0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Rule:
    """The words of one rule: what is wrong and how to mend it, (Japanese, English); `{…}` is filled by the reader."""

    what: tuple[str, str]
    remedy: tuple[str, str]
    warning: bool = False


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, from `tables/list_rules.yaml`."""
    return {code: _rule(entry) for code, entry in table("list_rules.yaml").items()}


def _rule(entry: Mapping[str, Any]) -> Rule:
    what, remedy = entry["what"], entry["remedy"]
    return Rule(what=(what["ja"], what["en"]), remedy=(remedy["ja"], remedy["en"]), warning=entry.get("warning") == "true")


def table(name: str) -> dict[str, Any]:
    """One of this package's own YAML tables; every scalar is a string."""
    return dict(resources.read_yaml(f"feeds/lists/tables/{name}"))


def visible(text: str) -> str:
    """`text` with every character that a screen would not show, or would act on, written as `\\uXXXX`: safe in a terminal and in a cell."""
    return _UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\u3000":
        return match[0]
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@dataclass(slots=True)
class FaultLog:
    """Every fault of one file in the order found, each about `file`; `broken` tells whether any is more than a warning."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    unlisted: int = 0

    def add(self, rule: str, where: str = "", shown: str = "", **words: object) -> None:
        """One more fault of the rule; `words` fill its text, `shown` is the user's input, both made visible first."""
        if len(self.faults) >= MOST_FAULTS:
            self.unlisted += 1
        else:
            self.faults.append(_fault(self.file, rule, where, shown, words))

    def closed(self) -> tuple[Fault, ...]:
        """All faults by sheet, row and column, those of the whole file first; a last one counts those beyond the limit."""
        sheets: dict[str, int] = {}
        ordered = sorted(self.faults, key=lambda found: _place(found.where, sheets))
        if self.unlisted:
            ordered.append(_fault(self.file, "list.too-many-faults", "", "", {"count": self.unlisted, "most": MOST_FAULTS}))
        return tuple(ordered)


def _place(where: str, sheets: dict[str, int]) -> tuple[int, int, int, str]:
    """Sheets in the order in which they are met."""
    sheet, _, cell = where.rpartition("!")
    match = _ADDRESS.fullmatch(cell)
    if not match:
        return (-1, 0, 0, "")
    column = match["column"]
    return (sheets.setdefault(sheet, len(sheets)), int(match["row"]), len(column), column)


def _fault(file: str, rule: str, where: str, shown: str, words: Mapping[str, object]) -> Fault:
    said = rules()[rule]
    what, remedy = said.what, said.remedy
    if words:
        filled = {key: visible(str(word)[:400]) for key, word in words.items()}
        what = (what[0].format(**filled), what[1].format(**filled))
        remedy = (remedy[0].format(**filled), remedy[1].format(**filled))
    return fault(file, rule, what=what, remedy=remedy, where=where, shown=visible(shown[:200]) if shown else "", warning=said.warning)


def broken(faults: Iterable[Fault]) -> bool:
    """Whether any is more than a warning."""
    return any(not found.warning for found in faults)
