"""Notes in which people decide on alerts, as they lie in the case."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNote:
    """A signed note: its file within the case, its bytes and their SHA-256 (hexadecimal). Whether it counts is for `screening.alerts` to say."""

    file: str
    octets: bytes
    digest: str
