"""Envelopes: what a log entry shows (salted digests) and what stays in the vault (disclosures), in the shape of SD-JWT (RFC 9901 §4.2)."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..canonical import canonical_json

FORMAT = "sekisho-envelope/1"
OPEN, KEY = "open", "key"
JUDGEMENT_TYPES = ("read", "screened", "evaluated", "proposed", "paper", "decision")
STANDING_TYPES = ("outcome", "look-up", "edition", "pack", "suppression", "register", "advice", "certificate", "superseded", "erasure")
TYPES = (OPEN, *JUDGEMENT_TYPES, *STANDING_TYPES, KEY)
"""`open` begins a log and `key` passes it on to a successor key; the others say what was recorded."""

_PLAIN = re.compile(
    rb'\{"_sd":\[((?:"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"(?:,"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")*)?)\],'
    rb'"_sd_alg":"sha-256","format":"sekisho-envelope/1","seq":(0|[1-9][0-9]{0,15}),"type":"([a-z-]{1,32})"\}'
)
_WORD = re.compile(r"[a-z-]{1,32}")
_DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


class EnvelopeRefused(ValueError):
    """An entry that is not exactly an envelope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry's bytes, and the disclosures behind its digests (each the ASCII bytes of a disclosure)."""

    entry: bytes
    disclosures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing to record: its type, its claims by name (JSON values; files as {"kind", "path", "sha256"}), and the entries it stands on."""

    kind: str
    claims: Mapping[str, Any] = field(default_factory=dict)
    reads: tuple[int, ...] = ()
    """Entries by index; −1 is the entry just before this one, −2 the one before that."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What the envelope shows beside its digests: of `open` the log's key, of `key` the successor and the signature over it."""
    prepared: tuple[bytes, ...] = ()
    """Ready disclosures that join those of the claims."""


def base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def disclose(salt: bytes, name: str, value: Any) -> bytes:
    """The disclosure of one claim: base64url of the canonical JSON of [salt, name, value]."""
    return base64url(canonical_json([base64url(salt), name, value])).encode("ascii")


def read_disclosure(octets: bytes) -> tuple[str, Any] | None:
    """Name and value of a disclosure; None where the body is none."""
    try:
        shown = json.loads(base64.b64decode(octets + b"=" * (-len(octets) % 4), altchars=b"-_", validate=True).decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return (shown[1], shown[2]) if isinstance(shown, list) and len(shown) == 3 and isinstance(shown[1], str) else None


def seal(act: Act, seq: int, salt: Callable[[], bytes], also: Mapping[str, Any] | None = None) -> Sealed:
    """Seal an act as the entry at index `seq`, with what the log itself says `also`. `salt()` gives 16 random bytes a call."""
    claims = {**act.claims, **(also or {})}
    disclosures = (*act.prepared, *[disclose(salt(), name, value) for name, value in claims.items()])
    digests = sorted([base64url(hashlib.sha256(shown).digest()) for shown in disclosures])
    if not act.shown and _WORD.fullmatch(act.kind):
        listed = ",".join([f'"{digest}"' for digest in digests])
        entry = f'{{"_sd":[{listed}],"_sd_alg":"sha-256","format":"{FORMAT}","seq":{seq},"type":"{act.kind}"}}'
        return Sealed(entry=entry.encode(), disclosures=disclosures)  # the canonical JSON of what follows, a third of a standing log's work
    envelope = {"_sd": digests, "_sd_alg": "sha-256", "format": FORMAT, "seq": seq, "type": act.kind, **act.shown}
    return Sealed(entry=canonical_json(envelope), disclosures=disclosures)


def keys_of(kind: str) -> frozenset[str]:
    """The keys that an envelope of this type has, no more and no fewer."""
    shown = {OPEN: {"log_key"}, KEY: {"log_key", "signature"}}.get(kind, set())
    return frozenset({"_sd", "_sd_alg", "format", "seq", "type"} | shown)


def read_envelope(entry: bytes, seq: int) -> dict[str, Any]:
    """Read an entry strictly as the envelope at index `seq`; EnvelopeRefused says what is wrong."""
    plain = _PLAIN.fullmatch(entry)
    if plain and seq and int(plain[2]) == seq and plain[3].decode() in TYPES and plain[3] not in (b"open", b"key"):
        digests = plain[1].decode()[1:-1].split('","') if plain[1] else []
        if digests == sorted(set(digests)):
            return {"_sd": digests, "_sd_alg": "sha-256", "format": FORMAT, "seq": seq, "type": plain[3].decode()}
    return _read_slowly(entry, seq)


def _read_slowly(entry: bytes, seq: int) -> dict[str, Any]:
    try:
        envelope = json.loads(entry.decode("utf-8"))
        again = canonical_json(envelope)
    except (ValueError, TypeError, RecursionError) as error:
        raise EnvelopeRefused("the entry is not JSON") from error
    if again != entry or not isinstance(envelope, dict):
        raise EnvelopeRefused("the entry is not canonical JSON of an object")
    kind = envelope.get("type")
    if not isinstance(kind, str) or kind not in TYPES or (kind == OPEN) != (seq == 0):
        raise EnvelopeRefused("the type is unknown, or entry 0, and no other, opens the log")
    if set(envelope) != keys_of(kind):
        raise EnvelopeRefused("the entry's keys are not an envelope's")
    if envelope["_sd_alg"] != "sha-256" or envelope["format"] != FORMAT:
        raise EnvelopeRefused("algorithm or format is unknown")
    if type(envelope["seq"]) is not int or envelope["seq"] != seq:
        raise EnvelopeRefused(f"the entry calls itself {envelope['seq']}")
    if not all(isinstance(envelope.get(name, ""), str) for name in ("log_key", "signature")):
        raise EnvelopeRefused("a key or signature is no string")
    _check_digests(envelope["_sd"])
    return envelope


def _check_digests(digests: Any) -> None:
    if not isinstance(digests, list) or not all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in digests):
        raise EnvelopeRefused("a salted digest is malformed")
    if digests != sorted(set(digests)):
        raise EnvelopeRefused("the salted digests are not sorted or not distinct")


def vault_name(digest: str) -> str:
    """The hexadecimal SHA-256 that a base64url digest of `_sd` stands for."""
    return base64.urlsafe_b64decode(digest + "=").hex()
