"""What an ownership answer means under a regime: whether its rule is met, and what in the answer is a red flag."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..ownership.model import Control, Designated, Held, Stake
from ..policy.regime import Regime, StandingOn
from ..terms import Share, decimal_text

_RANK: dict[Designated, int] = {"no": 0, "unknown": 1, "possibly": 2, "surely": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A fact that a regime treats as a warning: `unknown-share` of a designated owner, or `control` by one without shares at the threshold."""

    code: str
    holder: str
    entity: str


def meets(answer: Held, regime: Regime) -> Designated:
    """Whether the regime's rule is met: by shares, and by control where the regime says that control counts."""
    if regime.control != "counts" or answer.controlled in ("no", "unknown"):
        return answer.designated
    return max(answer.designated, answer.controlled, key=_RANK.__getitem__)


def red_flags(answer: Held, regime: Regime) -> tuple[RedFlag, ...]:
    """What the regime treats as a warning, once each."""
    return tuple(dict.fromkeys(_flags(answer, regime)))


def _flags(answer: Held, regime: Regime) -> Iterator[RedFlag]:
    if regime.unknown_share == "red-flag":
        for step in (step for path in answer.paths for step in path):
            if step.share == Share():
                yield RedFlag(code="unknown-share", holder=step.owner, entity=step.owned)
    if regime.control == "red-flag":
        for one in answer.control:
            if one.designated in ("surely", "possibly"):
                yield RedFlag(code="control", holder=_top(one.path[0]), entity=answer.entity)


def _top(step: Stake | Control) -> str:
    return step.owner if isinstance(step, Stake) else step.holder


def regime_json(on: StandingOn, answer: Held) -> dict[str, object]:
    """The regime of an answer, as `sekisho owners --regime --json` prints it."""
    regime = on.regime
    return {
        "id": regime.id,
        "standing": on.standing,
        "because": on.because.as_json(),
        "source": on.source.as_json(),
        "threshold": decimal_text(regime.threshold),
        "threshold_source": regime.source.as_json(),
        "inclusive": regime.inclusive,
        "counting": regime.counting,
        "control": regime.control,
        "unknown_share": regime.unknown_share,
        "meets": meets(answer, regime),
        "applies": {"in force": True, "undetermined": None}.get(on.standing, False),
        "red_flags": [{"code": one.code, "holder": one.holder, "entity": one.entity} for one in red_flags(answer, regime)],
    }
