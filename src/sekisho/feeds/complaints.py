"""Collecting every fault of one file in one pass, so that a user mends them all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..faults import Fault, InputRefused, fault

MOST_LISTED = 1_000
"""Beyond this many, the rest of a file's faults is counted and not listed."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong and how to mend it, each as (Japanese, English); a warning leaves the fact in use."""

    what: tuple[str, str]
    remedy: tuple[str, str]
    warning: bool = False


@dataclass(slots=True)
class Complaints:
    """The faults found so far in `file`; `words` has an entry for each rule code. `rest` counts those beyond the list."""

    file: str
    words: Mapping[str, Words]
    found: list[Fault] = field(default_factory=list)
    rest: int = 0

    def add(self, rule: str, where: str = "", shown: object = "") -> None:
        """Note one fault; `shown` is the user's own input."""
        if len(self.found) >= MOST_LISTED:
            self.rest += 1
            return
        said = self.words[rule]
        text = shown if isinstance(shown, str) else repr(shown)
        self.found.append(fault(self.file, rule, what=said.what, remedy=said.remedy, where=where, shown=text[:400], warning=said.warning))

    def refused(self, rule: str, where: str = "", shown: object = "") -> InputRefused:
        """A refusal of the whole file, with everything found so far. To be raised by the caller."""
        self.found = self.found[: MOST_LISTED - 1]
        self.add(rule, where, shown)
        return InputRefused(self.faults())

    def faults(self) -> tuple[Fault, ...]:
        """Every fault, in the order of the file."""
        if not self.rest:
            return tuple(self.found)
        rest = fault(
            self.file,
            "feed.more-faults",
            what=(f"このほかに {self.rest} 件あります", f"{self.rest} more were found"),
            remedy=("上のものを直してから、もう一度読み込んでください", "mend those above and read the file again"),
        )
        return (*self.found, rest)
