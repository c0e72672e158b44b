"""Envelopes: what a log entry shows (salted digests) and what stays in the vault (disclosures), in the shape of SD-JWT (RFC 9901 §4.2)."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..canonical import canonical_json

FORMAT = "sekisho-envelope/1"
TYPES = ("open", "read", "screened", "evaluated", "proposed", "paper", "decision")
_DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


class EnvelopeRefused(ValueError):
    """An entry that is not exactly an envelope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry's bytes, and the disclosures behind its digests (each the ASCII bytes of a disclosure)."""

    entry: bytes
    disclosures: tuple[bytes, ...]


def base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def disclose(salt: bytes, name: str, value: Any) -> bytes:
    """The disclosure of one claim: base64url of the canonical JSON of [salt, name, value]."""
    return base64url(canonical_json([base64url(salt), name, value])).encode("ascii")


def seal(kind: str, seq: int, claims: Mapping[str, Any], salt: Callable[[], bytes], *, log_key: str = "") -> Sealed:
    """Seal `claims` as the entry at index `seq`. `salt()` gives 16 random bytes a call; entry 0 carries the log's key."""
    disclosures = tuple(disclose(salt(), name, value) for name, value in claims.items())
    envelope: dict[str, Any] = {
        "_sd": sorted(base64url(hashlib.sha256(shown).digest()) for shown in disclosures),
        "_sd_alg": "sha-256",
        "format": FORMAT,
        "seq": seq,
        "type": kind,
    }
    if seq == 0:
        envelope["log_key"] = log_key
    return Sealed(entry=canonical_json(envelope), disclosures=disclosures)


def read_envelope(entry: bytes, seq: int) -> dict[str, Any]:
    """Read an entry strictly as the envelope at index `seq`; EnvelopeRefused says what is wrong."""
    try:
        envelope = json.loads(entry.decode("utf-8"))
        again = canonical_json(envelope)
    except (ValueError, TypeError, RecursionError) as error:
        raise EnvelopeRefused("the entry is not JSON") from error
    if again != entry or not isinstance(envelope, dict):
        raise EnvelopeRefused("the entry is not canonical JSON of an object")
    keys = {"_sd", "_sd_alg", "format", "seq", "type"} | ({"log_key"} if seq == 0 else set())
    if set(envelope) != keys:
        raise EnvelopeRefused("the entry's keys are not an envelope's")
    if envelope["_sd_alg"] != "sha-256" or envelope["format"] != FORMAT or envelope["type"] not in TYPES:
        raise EnvelopeRefused("algorithm, format or type is unknown")
    if type(envelope["seq"]) is not int or envelope["seq"] != seq:
        raise EnvelopeRefused(f"the entry calls itself {envelope['seq']}")
    if (envelope["type"] == "open") != (seq == 0) or (seq == 0 and not isinstance(envelope["log_key"], str)):
        raise EnvelopeRefused("entry 0, and no other, opens the log")
    digests = envelope["_sd"]
    if not isinstance(digests, list) or not all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in digests):
        raise EnvelopeRefused("a salted digest is malformed")
    if digests != sorted(set(digests)):
        raise EnvelopeRefused("the salted digests are not sorted or not distinct")
    return envelope


def vault_name(digest: str) -> str:
    """The hexadecimal SHA-256 that a base64url digest of `_sd` stands for."""
    return base64.urlsafe_b64decode(digest + "=").hex()
