"""What is wrong with an input, and the few ways in which Sekisho stops.

    SekishoError            exit   when
    ├── InputRefused        2      files, options or facts that cannot be used; carries every Fault found
    ├── RegisterRefused     3      no register, or one that is truncated, altered or out of its band: nothing is judged
    ├── RecordBroken        1      a record does not hold; names the file and the entry
    └── OurFault            4      we failed, not the user

About a bid one writes a Finding (`sekisho.findings`); about ourselves, or a file that cannot be read, one raises these.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in one place: what, why, where, and how to mend it, in both languages.

    `file` is the path as the user gave it; `where` is `sheet!cell`, `line 12` or a key path, or "" for the whole file.
    `rule` is a stable code (`list.maker-missing`) that the reference page explains. `shown` is the user's input, cut to a line.
    """

    file: str
    where: str = ""
    rule: str
    what_ja: str
    what_en: str
    remedy_ja: str
    remedy_en: str
    shown: str = ""
    warning: bool = field(default=False)

    def line(self, lang: str = "en") -> str:
        """One readable line."""
        place = " ".join(part for part in (self.file, self.where) if part)
        what, remedy = (self.what_ja, self.remedy_ja) if lang == "ja" else (self.what_en, self.remedy_en)
        shown = f" `{self.shown}`" if self.shown else ""
        return f"{place}: {what}{shown} [{self.rule}] → {remedy}"

    def as_json(self) -> dict[str, object]:
        """The stable JSON form."""
        return {
            "file": self.file,
            "where": self.where,
            "rule": self.rule,
            "what": {"ja": self.what_ja, "en": self.what_en},
            "remedy": {"ja": self.remedy_ja, "en": self.remedy_en},
            "shown": self.shown,
            "warning": self.warning,
        }


class SekishoError(Exception):
    """Root of the tree in this module's docstring."""

    exit_code: ClassVar[int] = 4


class InputRefused(SekishoError):
    """Input that cannot be used; `faults` lists every one that was found in the pass."""

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line() for fault in self.faults))


class RegisterRefused(SekishoError):
    """A register that is missing, truncated or altered: nothing may be judged against it."""

    exit_code = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line() for fault in self.faults))


class RecordBroken(SekishoError):
    """A record whose bytes do not hold together."""

    exit_code = 1

    def __init__(self, file: str, why: str, entry: int | None = None) -> None:
        self.file, self.why, self.entry = file, why, entry
        super().__init__(f"{file}{'' if entry is None else f' entry {entry}'}: {why}")


class OurFault(SekishoError):
    """Sekisho failed; the user's input is not to blame."""

    exit_code = 4


def refuse(file: str, rule: str, *, what: tuple[str, str], remedy: tuple[str, str], where: str = "", shown: str = "") -> InputRefused:
    """A refusal with a single fault; `what` and `remedy` are (Japanese, English)."""
    return InputRefused([fault(file, rule, what=what, remedy=remedy, where=where, shown=shown)])


def fault(file: str, rule: str, *, what: tuple[str, str], remedy: tuple[str, str], where: str = "", shown: str = "", warning: bool = False) -> Fault:
    """A Fault from pairs (Japanese, English); `shown` is cut to 120 characters on one line."""
    flat = " ".join(shown.split())
    return Fault(
        file=file,
        where=where,
        rule=rule,
        what_ja=what[0],
        what_en=what[1],
        remedy_ja=remedy[0],
        remedy_en=remedy[1],
        shown=flat if len(flat) <= 120 else flat[:119] + "…",
        warning=warning,
    )
