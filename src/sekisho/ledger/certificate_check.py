"""Verifying a certificate from its bytes alone, or with a record beside it. The numbers are those of *Verifying, in order* in the reference page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ..canonical import canonical_json
from .certificates import ALGORITHM, ENTRY, FORMAT, HIDDEN, LOG, PAYLOAD, SAYS, SUPERSEDED, TYP, WIDTH, key_name_of, statement_digest
from .envelope import EnvelopeRefused, read_envelope
from .merkle import ProofRefused, check_inclusion, leaf_hash
from .notes import NoteRefused, VerifierKey, cosigned_at, read_checkpoint, read_cosigned
from .sd_jwt import SdJwt, SdJwtRefused, disclosure_digest, processed, read_disclosed, read_sd_jwt, strict_json, unbase64url
from .verify import KEPT, Verification
from .verify_tiles import Broken

DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
HEX = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
GRACE = 300
"""Seconds by which the clocks of an office and a witness may differ."""
LAST_SECOND = 253_402_300_799
"""The last second of the year 9999."""


class CertificateBroken(ValueError):
    """What is wrong with a certificate, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The answer on a certificate: its claims where they could be read, what this copy discloses, and every fault.

    `standing` is `current` or `superseded` where a record was there to ask, else `unknown`; `superseded_by` is the later entry's index.
    """

    file: str
    token: SdJwt | None = None
    signer_proven: bool = False
    standing: str = "unknown"
    superseded_by: int | None = None
    faults: tuple[Broken, ...] = ()
    disclosed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def claims(self) -> Mapping[str, Any]:
        """What is signed in the open; {} where nothing could be read."""
        return self.token.payload if self.token else {}

    @property
    def checkpoint(self) -> bytes:
        """The checkpoint that the certificate carries."""
        return str(self.claims["log"]["checkpoint"]).encode("utf-8")

    def as_json(self) -> dict[str, Any]:
        """The stable JSON form (`docs/reference/certificates.md`)."""
        told = ("kind", "says", "case", "bid", "line", "lot", "facts_as_of", "examined", "engine", "policy", "public_edition", "rehearsal", "sample")
        return {
            "holds": self.holds,
            "signer": "proven" if self.signer_proven else "unproven",
            "standing": self.standing,
            "superseded_by": self.superseded_by,
            "issuer": self.claims.get("iss"),
            "issued_at": self.claims.get("iat"),
            **{key: self.claims.get(key) for key in told},
            "entry": self.claims["log"]["index"] if self.claims else None,
            "disclosed": sorted(self.disclosed),
            "faults": [one.as_json() for one in self.faults],
        }


def check_certificate(octets: bytes, *, file: str, key: VerifierKey | None = None) -> Checked:
    """Verify the bytes of a certificate; `key` pins the signer. What is broken is a fault, never an exception."""
    try:
        token = _read(octets)  # 1
        _check_form(token)  # 2
        _check_signature(token, key)  # 3
        shown = _check_disclosures(token)  # 4
        _check_log(token)  # 5
        _check_times(token.payload)  # 6
    except (CertificateBroken, SdJwtRefused, NoteRefused, ProofRefused, EnvelopeRefused) as error:
        return Checked(file=file, faults=(Broken(file=file, why=str(error)),))
    return Checked(file=file, token=token, signer_proven=key is not None, disclosed=shown)


def check_against(checked: Checked, record: Callable[[bytes], Verification], *, label: str) -> Checked:
    """Step 7: ask a record, which `record(checkpoint)` verifies with the certificate's own checkpoint as the one kept from earlier."""
    if checked.token is None:
        return checked
    answer = record(checked.checkpoint)
    place, entry = checked.claims["log"]["index"], unbase64url(checked.claims["log"]["entry"])
    faults = [replace(one, file=checked.file if one.file == KEPT else f"{label}/{one.file}") for one in answer.faults]
    later: int | None = None
    if not faults:
        own, later = _asked(answer, place, checked.claims["superseded_as"])
        if own != entry:
            faults.append(Broken(file=checked.file, why="the record holds another entry there", entry=place))
        elif later is not None:
            faults.append(Broken(file=checked.file, why="a later entry of the record supersedes this certificate", entry=later))
    standing = "unknown" if faults and later is None else "current" if later is None else "superseded"
    return replace(checked, faults=(*checked.faults, *faults), standing=standing, superseded_by=later)


def _asked(answer: Verification, place: int, digest: str) -> tuple[bytes, int | None]:
    """The entry at a place of a record that holds, and the first later one that bears this mark of an end."""
    own = b""
    for envelope in answer.envelopes:
        if envelope["seq"] == place:
            own = canonical_json(envelope)
        elif envelope["seq"] > place and envelope["type"] == SUPERSEDED and digest in envelope["_sd"]:
            return own, int(envelope["seq"])
    return own, None


def check_kept(checked: Checked, kept: tuple[str, bytes], *, witness: VerifierKey | None = None) -> Checked:
    """Step 8: a checkpoint (label, bytes) kept from elsewhere. Of the certificate's own size it must be the same; of another only a record can tell.

    Where a witness cosigned it before the certificate's entry was there, the certificate was issued after that moment.
    """
    if checked.token is None:
        return checked
    try:
        mine, other = read_checkpoint(checked.checkpoint).checkpoint, read_cosigned(kept[1])
        other.verify(VerifierKey.parse(checked.claims["key"]))
        if other.checkpoint.origin != mine.origin:
            raise NoteRefused("it is another log's")
        if other.checkpoint.size == mine.size and other.checkpoint.root != mine.root:
            raise NoteRefused("the log has forked: the same size has another root")
        seen = cosigned_at(other, witness) if witness else None
        if seen is not None and other.checkpoint.size <= checked.claims["log"]["index"] and checked.claims["iat"] < seen - GRACE:
            raise NoteRefused("it was cosigned before this certificate was in the log, and is later than its time of issue: the clock was back")
    except NoteRefused as error:
        return replace(checked, faults=(*checked.faults, Broken(file=kept[0], why=f"the kept checkpoint: {error}")))
    return checked


def _read(octets: bytes) -> SdJwt:
    try:
        token = read_sd_jwt(octets.decode("ascii"))
    except UnicodeDecodeError as error:
        raise CertificateBroken("not ASCII") from error
    if token.key_binding:
        raise CertificateBroken("something follows the last tilde")
    for part, value in zip(token.signed.split(b"."), (token.header, token.payload), strict=True):
        if unbase64url(part.decode("ascii")) != _canonical(value):
            raise CertificateBroken("header or payload is not canonical JSON")
    return token


def _canonical(value: Any) -> bytes:
    try:
        return canonical_json(value)
    except (ValueError, TypeError) as error:
        raise CertificateBroken("it holds what canonical JSON does not") from error


def _check_form(token: SdJwt) -> None:
    payload = token.payload
    if set(token.header) != {"alg", "kid", "typ"} or (token.header["alg"], token.header["typ"]) != (ALGORITHM, TYP):
        raise CertificateBroken("not the header of a certificate")
    if set(payload) != set(PAYLOAD) or payload["format"] != FORMAT or payload["_sd_alg"] != "sha-256":
        raise CertificateBroken("not exactly the claims of a certificate")
    if payload["kind"] not in SAYS or payload["says"] != SAYS[payload["kind"]].as_json():
        raise CertificateBroken("it does not say what a certificate of its kind says")
    texts = ("bid", "case", "engine", "iss", "key")
    if not all(isinstance(payload[one], str) for one in texts) or not all(isinstance(payload[one], str | None) for one in ("line", "lot")):
        raise CertificateBroken("a claim that is text is none")
    if not all(isinstance(payload[one], bool) for one in ("rehearsal", "sample")):
        raise CertificateBroken("rehearsal and sample are true or false")
    digests = payload["_sd"]
    if not isinstance(digests, list) or len(digests) != WIDTH or digests != sorted(set(map(str, digests))):
        raise CertificateBroken(f"not {WIDTH} sorted and distinct digests")
    if not all(DIGEST.fullmatch(one) for one in [*digests, str(payload["superseded_as"])]):
        raise CertificateBroken("a digest is malformed")
    _check_basis(payload)


def _check_basis(payload: Mapping[str, Any]) -> None:
    policy, tables, edition, examined = (payload[one] for one in ("policy", "tables", "public_edition", "examined"))
    named = [*([policy] if policy is not None else []), *(tables if isinstance(tables, list) else [None])]
    if not all(isinstance(one, dict) and set(one) == {"id", "kind", "sha256"} for one in named):
        raise CertificateBroken("policy and tables are named by kind, id and digest")
    if not all(isinstance(one["id"], str) and isinstance(one["kind"], str) and HEX.fullmatch(str(one["sha256"])) for one in named):
        raise CertificateBroken("a digest of policy or tables is malformed")
    if edition is not None and not HEX.fullmatch(str(edition)):
        raise CertificateBroken("the digest of the public edition is malformed")
    counts = list(examined.values()) if isinstance(examined, dict) else [None]
    if not all(type(one) is int and one >= 0 for one in counts):
        raise CertificateBroken("what was examined is told by counts")


def _check_signature(token: SdJwt, key: VerifierKey | None) -> None:
    own = VerifierKey.parse(token.payload["key"])
    if own.line != token.payload["key"] or own.name != token.payload["iss"] or token.header["kid"] != key_name_of(own):
        raise CertificateBroken("key, key id and issuer do not belong together")
    if key is not None and key.line != own.line:
        raise CertificateBroken("it was signed under another key than the pinned one")
    (key or own).verify(token.signed, token.signature)


def _check_disclosures(token: SdJwt) -> dict[str, Any]:
    shown = {}
    for one in token.disclosures:
        array = read_disclosed(one)
        if len(array) != 3 or _canonical(array) != unbase64url(one) or len(unbase64url(array[0])) != 16:
            raise CertificateBroken("a disclosure is not canonical JSON of a salt of 16 bytes, a name and a value")
        shown[array[1]] = array[2]
    placed = [disclosure_digest(one) for one in token.disclosures]
    if placed != sorted(placed) or not set(placed) <= set(token.payload["_sd"]) or not set(shown) <= set(HIDDEN):
        raise CertificateBroken("the disclosures are not in order, or one belongs to no digest or is no claim of a certificate")
    processed(token)
    return shown


def _check_log(token: SdJwt) -> None:
    log = token.payload["log"]
    if not isinstance(log, dict) or set(log) != set(LOG) or type(log["index"]) is not int or not isinstance(log["proof"], list):
        raise CertificateBroken("its place in the log is not told as a certificate tells it")
    if not all(isinstance(one, str) for one in (log["checkpoint"], log["disclosure"], log["entry"], *log["proof"])):
        raise CertificateBroken("its place in the log is not told as a certificate tells it")
    entry = unbase64url(log["entry"])
    envelope = read_envelope(entry, log["index"])
    if envelope["type"] != ENTRY or disclosure_digest(log["disclosure"]) not in envelope["_sd"]:
        raise CertificateBroken("the log's entry is no certificate's, or does not hold this statement")
    array = strict_json(unbase64url(log["disclosure"]))
    if not isinstance(array, list) or array[1:] != ["statement", statement_digest(token.payload)]:
        raise CertificateBroken("the log's entry holds another statement")
    signed = read_checkpoint(log["checkpoint"].encode("utf-8"))
    signed.verify(VerifierKey.parse(token.payload["key"]))
    proof = tuple(unbase64url(one) for one in log["proof"])
    check_inclusion(leaf_hash(entry), log["index"], signed.checkpoint.size, proof, signed.checkpoint.root)


def _check_times(payload: Mapping[str, Any]) -> None:
    """A certificate is not older than the facts that it tells of (a day's grace: days are those of the officer's own zone)."""
    if not isinstance(payload["iat"], int) or isinstance(payload["iat"], bool) or not 0 < payload["iat"] <= LAST_SECOND:
        raise CertificateBroken("the time of issue is no time")
    days = (payload["facts_as_of"], payload["policy_as_of"])
    try:
        if not all(isinstance(one, str) and DAY.fullmatch(one) for one in days):
            raise ValueError
        facts, _ = (date.fromisoformat(one) for one in days)
    except ValueError as error:
        raise CertificateBroken("a day is no day") from error
    if datetime.fromtimestamp(payload["iat"], tz=UTC).date() < facts - timedelta(days=1):
        raise CertificateBroken("it was issued before the day whose facts it tells: the clock was back")
