"""What officers state of regimes (資本関係の規則の効力): `regime_status` of `tender.yaml`, or of a file for `owners --regime-status`."""

from datetime import date
from pathlib import Path
from typing import cast

from ..faults import Fault, InputRefused
from ..policy.regime import STATED, Standing, StatedStatus
from ..policy.regimes import regimes
from ..terms import Period
from .fields import Fields
from .raw.jail import RawJob, read_raw

KEY = "regime_status"


def regime_from(fields: Fields) -> str:
    """`regime` of a tender: the rule on ownership that counts; "" where none is named."""
    named = fields.text("regime")
    return fields.choice("regime", tuple(regimes()), default="") if named else ""


def statuses_from(fields: Fields) -> tuple[StatedStatus, ...]:
    """Each entry of `regime_status`; faults are collected in `fields`."""
    return tuple(_status(one) for one in fields.each(KEY) or ())


def read_statuses(path: Path) -> tuple[StatedStatus, ...]:
    """A YAML file with the one key `regime_status`. InputRefused lists every fault."""
    (raw,) = read_raw([RawJob(kind="yaml", path=path, label=str(path))])
    faults: list[Fault] = list(raw.faults)
    if raw.value is None:
        raise InputRefused(faults)
    value = raw.value["value"]
    fields = Fields(file=raw.label, value=value if isinstance(value, dict) else {}, lines=raw.value["lines"], faults=faults)
    if KEY not in fields.value:
        fields.wrong(
            KEY,
            "missing",
            ("regime_status がない", "there is no regime_status"),
            ("regime_status: [{regime, status, from, source, by}] と書く", "write regime_status: [{regime, status, from, source, by}]"),
        )
    found = statuses_from(fields)
    fields.unknown((KEY,))
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return found


def _status(fields: Fields) -> StatedStatus:
    named = fields.text("regime", required=True)
    status = fields.text("status", required=True)
    found = StatedStatus(
        regime=fields.choice("regime", tuple(regimes()), default="") if named else "",
        status=cast("Standing", fields.choice("status", STATED, default="in force") if status else "in force"),
        period=Period(start=fields.day("from", required=True) or date.min, end=fields.day("to")),
        source=fields.text("source", required=True),
        by=fields.text("by", required=True),
        at=fields.day("at"),
    )
    if found.period.start and found.period.end and found.period.start > found.period.end:
        fields.wrong(
            "to",
            "period-reversed",
            ("終わりが始まりより前である", "it ends before it starts"),
            ("from と to を確かめる", "check from and to"),
            str(found.period.end),
        )
    fields.unknown(())
    return found
