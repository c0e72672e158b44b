"""An ownership answer as `sekisho owners --json` prints it (docs/reference/json.md)."""

from typing import Any

from ..terms import Period
from .model import Control, Evidence, Held, Stake


def held_json(answer: Held) -> dict[str, Any]:
    """`designated`, `aggregate_share`, `paths`, `gaps`, and apart from them `controlled` and `control`."""
    return {
        "designated": answer.designated,
        "aggregate_share": answer.aggregate.as_json(),
        "paths": [[step_json(step) for step in path] for path in answer.paths],
        "gaps": [{"code": code, "holder": holder} for code, holder in answer.gaps],
        "controlled": answer.controlled,
        "control": [_evidence(one) for one in answer.control],
    }


def step_json(step: Stake | Control) -> dict[str, Any]:
    """One step of a path: a stake with its share, or control with its kind; its days and where it is said."""
    told = {**_days(step.period), "source": step.source.name}
    if isinstance(step, Stake):
        return {"owner": step.owner, "owned": step.owned, "share": step.share.as_json(), **told}
    return {"holder": step.holder, "entity": step.entity, "kind": step.kind, **told}


def _evidence(one: Evidence) -> dict[str, Any]:
    shared = {"share": one.share.as_json()} if one.kind in ("votingRights", "stateHolding") else {}
    return {
        "kind": one.kind,
        "strength": one.strength,
        "holder": one.holder,
        "holder_kind": one.holder_kind,
        "entity": one.entity,
        "designated": one.designated,
        **shared,
        **_days(one.period),
        "source": one.source.name,
        "path": [step_json(step) for step in one.path],
    }


def _days(period: Period) -> dict[str, str | None]:
    return {"from": str(period.start) if period.start else None, "to": str(period.end) if period.end else None}
