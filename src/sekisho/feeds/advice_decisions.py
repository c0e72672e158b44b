"""What the centre's officer says to single questions instead of what the register proposes: `decisions: [{question, advice, ask, reason}]`."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from ..faults import Fault, InputRefused
from ..tenders.centre import ADVICE, Advice
from .fields import Fields
from .raw.jail import RawJob, read_raw


def read_decisions(path: Path) -> dict[str, tuple[Advice, tuple[str, ...]]]:
    """(advice, facts asked for) by the question's id; every decision has its reason, and every key is known or a fault."""
    (raw,) = read_raw([RawJob(kind="yaml", path=path, label=path.name)])
    faults: list[Fault] = list(raw.faults)
    value = raw.value["value"] if raw.value else {}
    top = Fields(file=raw.label, value=value if isinstance(value, dict) else {}, lines=raw.value["lines"] if raw.value else {}, faults=faults)
    found = {}
    for one in top.each("decisions") or ():
        question, _ = one.text("question", required=True), one.text("reason", required=True)
        found[question] = (cast("Advice", one.choice("advice", ADVICE, default="concern")), one.texts("ask") or ())
        one.unknown(())
    top.unknown(())
    if faults:
        raise InputRefused([replace(one, warning=False) for one in faults])
    return found
