"""Time-stamps (RFC 3161) on checkpoints, from files alone."""

from pathlib import Path
from typing import Any

from .ledger import keep, octets_of


def request(checkpoint: Path, target: Path) -> None:
    """Write a request for a time-stamp on a file."""
    from ..engines.embedded.time_stamp import request_for

    keep(target, request_for(octets_of(checkpoint)))


def verified(checkpoint: Path, token: Path, authority: Path) -> dict[str, Any]:
    """Whether a response is of this file and signed under this root, and when."""
    from ..engines.embedded.time_stamp import TokenRefused, stamped_at

    try:
        at = stamped_at(octets_of(checkpoint), octets_of(token), octets_of(authority))
    except TokenRefused as error:
        return {"holds": False, "at": None, "why": str(error)}
    return {"holds": True, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "why": None}
