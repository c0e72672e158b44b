"""Collecting every fault of one file in one pass, so that a user mends them all at once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..faults import Fault, InputRefused, fault
from ..register.model import SourceCard

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
    """The faults found so far in `file`; `words` has an entry for each rule code. Warnings are counted apart: however many, they stop nothing."""

    file: str
    words: Mapping[str, Words]
    found: list[Fault] = field(default_factory=list)
    seen: Counter[bool] = field(default_factory=Counter)
    """How many stops (False) and warnings (True), those beyond the list included."""

    def add(self, rule: str, where: str = "", shown: object = "") -> None:
        """Note one fault; `shown` is the user's own input."""
        said = self.words[rule]
        self.seen[said.warning] += 1
        if self.seen[said.warning] <= MOST_LISTED:
            text = shown if isinstance(shown, str) else repr(shown)
            self.found.append(fault(self.file, rule, what=said.what, remedy=said.remedy, where=where, shown=text[:400], warning=said.warning))

    def refused(self, rule: str, where: str = "", shown: object = "") -> InputRefused:
        """A refusal of the whole file, with everything found so far. To be raised by the caller."""
        said = self.words[rule]
        last = fault(self.file, rule, what=said.what, remedy=said.remedy, where=where, shown=str(shown)[:400])
        return InputRefused((*self.faults(), last))

    def faults(self) -> tuple[Fault, ...]:
        """Every fault, in the order of the file."""
        return (*self.found, *(self._rest(warning) for warning in (False, True) if self.seen[warning] > MOST_LISTED))

    def _rest(self, warning: bool) -> Fault:
        rest = self.seen[warning] - MOST_LISTED
        return fault(
            self.file,
            "feed.more-faults",
            what=(f"このほかに {rest} 件あります", f"{rest} more were found"),
            remedy=("上のものを直してから、もう一度読み込んでください", "mend those above and read the file again"),
            warning=warning,
        )


def stale_source(card: SourceCard, as_of: date) -> Fault:
    """The warning that a source of a register is past its time."""
    return fault(
        card.path,
        "register.stale",
        what=(
            f"登録簿の出典が期限切れです({card.retrieved_at} 取得、有効 {card.good_for_days} 日)",
            f"this source of the register is stale (retrieved {card.retrieved_at}, good for {card.good_for_days} days)",
        ),
        remedy=("取得し直して版を作り直し、もう一度照合してください", "retrieve it again, build a new edition and match again"),
        shown=as_of.isoformat(),
        warning=True,
    )
