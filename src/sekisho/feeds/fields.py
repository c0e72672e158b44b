"""Reading a small document key by key: every fault is collected with its key and line, unknown keys are warned about, nothing stops at the first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from ..faults import Fault, fault
from ..terms import parse_number
from .wareki import parse_day

T = TypeVar("T")
TRUE, FALSE = ("true", "yes", "はい", "有", "1"), ("false", "no", "いいえ", "無", "0")


@dataclass(slots=True, kw_only=True)
class Fields:
    """One mapping of a document. `path` is the key path so far; `faults` is shared by the whole document; `read` remembers the keys asked for."""

    file: str
    value: Mapping[str, Any]
    lines: Mapping[str, int]
    faults: list[Fault]
    path: str = ""
    read: set[str] = field(default_factory=set)

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A scalar as text; a missing required one is a fault."""
        held = self._held(key)
        if isinstance(held, str):
            clean = held.strip()
            if clean or not required:
                return clean or default
        elif held is not None:
            self.wrong(key, "text", ("文字列ではない", "this is not a single value"), ("値を一つ書く", "write one value"))
            return default
        if required:
            self.wrong(key, "missing", ("必要な項目がない", "a required key is missing"), (f"{key} を書く", f"add {key}"))
        return default

    def number(self, key: str) -> Fraction | None:
        """An exact decimal number, or None where there is none."""
        return self._parsed(
            key, parse_number, ("数値ではない", "this is not a decimal number"), ("例: 1200 又は 1200.50", "write for instance 1200 or 1200.50")
        )

    def whole(self, key: str, *, default: int = 0) -> int:
        found = self.number(key)
        if found is None:
            return default
        if found.denominator != 1 or not 0 <= found <= 12:
            self.wrong(key, "whole", ("0から12の整数ではない", "this is not a whole number from 0 to 12"), ("整数を書く", "write a whole number"))
            return default
        return int(found)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date in 西暦 or 和暦; a missing required one is a fault."""
        if required and not self.text(key):
            self.wrong(
                key, "missing", ("必要な日付がない", "a required date is missing"), (f"{key}: 2026-04-01 の形で書く", f"write {key}: 2026-04-01")
            )
            return None
        return self._parsed(
            key,
            parse_day,
            ("日付として読めない", "this is not a date"),
            ("2026-04-01 又は 令和8年4月1日 の形で書く", "write 2026-04-01 (or 令和8年4月1日)"),
        )

    def yes(self, key: str) -> bool | None:
        """True, False, or None where nothing is stated."""
        held = self.text(key).lower()
        if held in TRUE:
            return True
        if held in FALSE:
            return False
        if held:
            self.wrong(
                key, "yes-no", ("true か false ではない", "this is neither true nor false"), ("true か false を書く", "write true or false"), held
            )
        return None

    def choice(self, key: str, choices: Sequence[str], *, default: str) -> str:
        held = self.text(key, default=default)
        if held not in choices:
            listed = ", ".join(choices)
            self.wrong(
                key, "choice", ("選べる値ではない", "this is not one of the choices"), (f"次から選ぶ: {listed}", f"choose one of: {listed}"), held
            )
            return default
        return held

    def under(self, key: str) -> "Fields | None":
        """The mapping under `key`, or None where there is none."""
        held = self._held(key)
        if isinstance(held, Mapping):
            return self._deeper(key, held)
        if held not in (None, ""):
            self.wrong(key, "mapping", ("項目の組ではない", "this is not a set of keys"), (f"{key}: の下に項目を書く", f"write keys under {key}:"))
        return None

    def each(self, key: str) -> "Iterator[Fields] | None":
        """The mappings of the list under `key`; None where the key is missing."""
        held = self._held(key)
        if held is None:
            return None
        if held in ("", []):
            return iter(())
        if not isinstance(held, list):
            self.wrong(key, "list", ("一覧ではない", "this is not a list"), ("- で始まる項目を並べる", "write items that start with -"))
            return iter(())
        return iter([self._deeper(f"{key}[{at}]", one) for at, one in enumerate(held) if self._is_mapping(f"{key}[{at}]", one)])

    def texts(self, key: str) -> tuple[str, ...] | None:
        """The scalars of the list under `key`; None where the key is missing, () where it is empty."""
        held = self._held(key)
        if held is None:
            return None
        members = held if isinstance(held, list) else [held] if held != "" else []
        if not all(isinstance(one, str) for one in members):
            self.wrong(key, "list", ("文字列の一覧ではない", "this is not a list of values"), ("[a, b] の形で書く", "write [a, b]"))
            return ()
        return tuple(one.strip() for one in members if one.strip())

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping from text to text under `key`."""
        inner = self.under(key)
        return {name: inner.text(name) for name in inner.value} if inner else {}

    def wrong(self, key: str, code: str, what: tuple[str, str], remedy: tuple[str, str], shown: str = "") -> None:
        """Note a fault at `key`."""
        place = f"{self.path}.{key}" if self.path and key else self.path or key
        line = self.lines.get(place)
        where = f"{place} (line {line})" if line else place
        self.faults.append(fault(self.file, f"case.{code}", where=where, what=what, remedy=remedy, shown=shown))

    def unknown(self, known: Sequence[str]) -> None:
        """Warn about keys that nobody asked for and that are not in `known`."""
        for key in self.value:
            if key not in self.read and key not in known:
                place = f"{self.path}.{key}" if self.path else key
                self.faults.append(
                    fault(
                        self.file,
                        "case.unknown-key",
                        where=place,
                        what=("知らない項目であり、使っていない", "this key is not known and was not used"),
                        remedy=("綴りを確かめる", "check its spelling"),
                        shown=key,
                        warning=True,
                    )
                )

    def _held(self, key: str) -> Any:
        self.read.add(key)
        return self.value.get(key)

    def _deeper(self, key: str, held: Mapping[str, Any]) -> "Fields":
        return Fields(file=self.file, value=held, lines=self.lines, faults=self.faults, path=f"{self.path}.{key}" if self.path else key)

    def _is_mapping(self, key: str, held: Any) -> bool:
        if isinstance(held, Mapping):
            return True
        self.wrong(key, "mapping", ("項目の組ではない", "this is not a set of keys"), ("{…} の形で書く", "write it as {…}"))
        return False

    def _parsed(self, key: str, parse: Callable[[str], T], what: tuple[str, str], remedy: tuple[str, str]) -> T | None:
        held = self.text(key)
        if not held:
            return None
        try:
            return parse(held)
        except ValueError as error:
            hint = str(error)
            self.wrong(key, "unreadable", what, remedy, held if held in hint else f"{held} ({hint})")
            return None
