"""Certificates (確認証): what a record says of one bid or item, provable offline; an SD-JWT (RFC 9901) with its place in the log.

A *statement* is the payload without `log`. Its SHA-256 stands, salted, in an entry `certificate` of the log before the token is signed; the token
carries that entry, its inclusion proof and the signed checkpoint. The steps of reading carry the numbers of `docs/reference/certificates.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..canonical import canonical_json, sha256_hex
from ..terms import Text
from .envelope import Act, base64url, disclose
from .notes import Signer, VerifierKey
from .sd_jwt import SdJwt, disclosure_digest, hide, read_disclosed, sign_jwt
from .tiles import TILE_WIDTH
from .tree import TileTree

FORMAT = "sekisho-certificate/1"
TYP = "sekisho-certificate+sd-jwt"
ALGORITHM = "EdDSA"
ENTRY, SUPERSEDED = "certificate", "superseded"
SAYS: Mapping[str, Text] = {
    "no-concern": Text(ja="確認した範囲で懸念は認められない", en="No concern was found within what was examined"),
    "exclusion": Text(ja="この応札の除外を提案する", en="This bid is proposed to be excluded"),
    "award": Text(ja="この応札を落札者とすることを提案する", en="This bid is proposed for the award"),
}
"""What each kind of certificate says, word for word."""

HIDDEN = ("bidder", "edition", "outcome", "inputs", "findings", "decisions", "reason", "price", "total", "maker", "model", "where")
"""What may be withheld: every certificate hides each of them, with a value or with null."""
WIDTH = 16
"""Digests in every certificate, decoys included."""
PUBLIC: Mapping[str, tuple[str, ...]] = {"no-concern": (), "exclusion": (), "award": ("bidder",)}
"""What a public copy of each kind shows beside what is signed in the open: whom an award goes to."""
TO_BIDDER = ("bidder", "inputs", "price", "total", "maker", "model", "where")
"""What the bidder's own copy shows: what it handed in itself, and its score."""

OPEN = (
    "bid", "case", "engine", "examined", "facts_as_of", "kind", "line", "lot", "policy", "policy_as_of", "public_edition", "rehearsal", "sample",
    "says", "tables",
)  # fmt: skip
"""What a certificate shows to everybody, beside format, issuer, key, time, log and digests."""
SUBJECT = ("case", "bid", "line", "lot")
"""What a certificate is about; `line` null = the bid as a whole, `lot` null = a tender without lots, or every lot."""
STATEMENT = (*OPEN, "_sd", "_sd_alg", "format", "iat", "iss", "key", "superseded_as")
PAYLOAD = (*STATEMENT, "log")
LOG = ("checkpoint", "disclosure", "entry", "index", "proof")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """What a certificate is to say: `shown` has the keys of OPEN without `says`, `hidden` those of HIDDEN."""

    shown: Mapping[str, Any]
    hidden: Mapping[str, Any]

    @property
    def subject(self) -> tuple[Any, ...]:
        """What of it says what it is about (SUBJECT)."""
        return tuple(self.shown[key] for key in SUBJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement with its disclosures; `named` discloses its digest in the log, `superseding` will stand there once it is superseded."""

    statement: Mapping[str, Any]
    disclosures: tuple[str, ...]
    named: bytes
    superseding: bytes

    @property
    def act(self) -> Act:
        """The entry that the log keeps of it."""
        claims = {key: self.statement[key] for key in (*SUBJECT, "kind", "superseded_as")}
        return Act(kind=ENTRY, claims=claims, prepared=(self.named,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a statement lies in the log: the entry's index and bytes, its audit path, and the signed checkpoint."""

    index: int
    entry: bytes
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def as_json(self, named: bytes) -> dict[str, Any]:
        return {
            "checkpoint": self.checkpoint.decode("utf-8"),
            "disclosure": named.decode("ascii"),
            "entry": base64url(self.entry),
            "index": self.index,
            "proof": [base64url(one) for one in self.proof],
        }


def state(about: Certified, signer: Signer, *, issued_at: int, salt: Callable[[], bytes]) -> Stated:
    """The statement of a certificate. `issued_at` is in seconds of Unix time; `salt()` gives 16 random bytes a call."""
    hidden = hide({name: about.hidden.get(name) for name in HIDDEN}, salt, width=WIDTH)
    superseding = disclose(salt(), SUPERSEDED, list(about.subject))
    statement = {
        **{key: about.shown[key] for key in OPEN if key != "says"},
        "says": SAYS[about.shown["kind"]].as_json(),
        "_sd": list(hidden.digests),
        "_sd_alg": "sha-256",
        "format": FORMAT,
        "iat": issued_at,
        "iss": signer.key.name,
        "key": signer.key.line,
        "superseded_as": disclosure_digest(superseding.decode("ascii")),
    }
    named = disclose(salt(), "statement", statement_digest(statement))
    return Stated(statement=statement, disclosures=hidden.disclosures, named=named, superseding=superseding)


def key_name_of(key: VerifierKey) -> str:
    """What the header names a key by: its name and id, without the key itself (whose base64 may hold a +)."""
    return f"{key.name}+{key.key_id.hex()}"


def statement_digest(payload: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of a payload without `log`."""
    return sha256_hex(canonical_json({key: value for key, value in payload.items() if key != "log"}))


def superseding_act(prepared: Sequence[bytes]) -> Act:
    """The entry that ends certificates: the digests that were prepared when they were issued."""
    return Act(kind=SUPERSEDED, prepared=tuple(prepared))


def certificate(stated: Stated, placed: Placed, signer: Signer) -> SdJwt:
    """The signed token with all its disclosures."""
    header = {"alg": ALGORITHM, "kid": key_name_of(signer.key), "typ": TYP}
    token = sign_jwt(header, {**stated.statement, "log": placed.as_json(stated.named)}, signer.sign)
    return replace(token, disclosures=stated.disclosures)


def placed_at(tree: TileTree, index: int, checkpoint: bytes) -> Placed:
    """Where the entry at `index` lies in a log, whose head `checkpoint` signs."""
    entry = tree.bundle(index // TILE_WIDTH)[index % TILE_WIDTH]
    return Placed(index=index, entry=entry, proof=tree.inclusion(index), checkpoint=checkpoint)


def redacted(token: SdJwt, keep: Sequence[str]) -> SdJwt:
    """A copy that discloses the claims of these names alone; it verifies as the whole one does."""
    return token.showing(lambda shown: len(shown) == 3 and shown[1] in keep)


def public_names(token: SdJwt) -> tuple[str, ...]:
    """What a public copy of this certificate shows."""
    return PUBLIC.get(str(token.payload.get("kind")), ())


def disclosed(token: SdJwt) -> dict[str, Any]:
    """The claims that this copy discloses, by name."""
    return {shown[1]: shown[2] for shown in map(read_disclosed, token.disclosures) if len(shown) == 3}
