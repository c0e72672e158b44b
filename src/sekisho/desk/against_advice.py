"""A decision may differ from the advice received; then it says why (助言と異なる決定)."""

from collections.abc import Iterator

from ..faults import Fault, InputRefused, fault
from ..screening.advised import against_advice
from ..screening.model import Screening


def check_against_advice(screening: Screening) -> None:
    """InputRefused where a decision goes against advice that had been received, and does not give its reason for that."""
    faults = list(_without_reason(screening))
    if faults:
        raise InputRefused(faults)


def _without_reason(screening: Screening) -> Iterator[Fault]:
    for bid in screening.bids:
        for found in bid.all_findings():
            against = against_advice(found)
            if against and found.settled is not None and not found.settled.against_advice:
                yield fault(
                    f"bids/{bid.bid}/decisions.yaml",
                    "advice.decision-reason",
                    where="decisions",
                    what=("受けた助言と異なる決定に、その理由がない", "a decision goes against the advice received, and does not say why"),
                    remedy=("決定に against_advice: 理由 を書き加える", "add against_advice: the reason to the decision"),
                    shown=f"{found.id} ({', '.join(one.id for one in against)})",
                )
