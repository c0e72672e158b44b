"""Selective disclosure for JSON Web Tokens (RFC 9901): what is signed holds salted digests, what is shown travels beside it. Values only.

Sections of the RFC stand where it prescribes the step. Keys and algorithms are the caller's: signing and verifying are callables.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..canonical import canonical_json
from .envelope import base64url, disclose

LONGEST = 1 << 20
"""Bytes of an SD-JWT that is read; a longer one is refused unread."""
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")
_RESERVED = ("_sd", "...")


class SdJwtRefused(ValueError):
    """A token that is not exactly an SD-JWT, or whose disclosures do not belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdJwt:
    """A token as read, its signature not yet checked. `signed` is what the signature is over; `key_binding` is the KB-JWT, "" without one."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signed: bytes
    signature: bytes
    disclosures: tuple[str, ...] = ()
    key_binding: str = ""

    @property
    def issued(self) -> str:
        """The issuer-signed JWT."""
        return f"{self.signed.decode('ascii')}.{base64url(self.signature)}"

    @property
    def text(self) -> str:
        """The token as it travels: every disclosure followed by a tilde (§4)."""
        return "".join(f"{part}~" for part in (self.issued, *self.disclosures)) + self.key_binding

    def showing(self, wanted: Callable[[list[Any]], bool]) -> "SdJwt":
        """The token with those disclosures alone whose array `wanted` says yes to, and without key binding."""
        return replace(self, disclosures=tuple(one for one in self.disclosures if wanted(read_disclosed(one))), key_binding="")


def unbase64url(text: str) -> bytes:
    """Bytes from base64url without padding, canonical only."""
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        octets = b""
    if not _ALPHABET.fullmatch(text) or base64url(octets) != text:
        raise SdJwtRefused("not canonical base64url")
    return octets


def strict_json(octets: bytes) -> Any:
    """A JSON value; no key twice in one object, no number that JSON does not know."""
    try:
        return json.loads(octets.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise SdJwtRefused("not JSON, or a key comes twice") from error


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _no_number(text: str) -> float:
    raise ValueError(text)


def read_sd_jwt(text: str) -> SdJwt:
    """Read a token in the compact form (§4); SdJwtRefused says what is wrong. Nothing is believed of it yet."""
    if len(text) > LONGEST or not text.isascii():
        raise SdJwtRefused("too long, or not ASCII")
    issued, *shown = text.split("~")
    parts = issued.split(".")
    if not shown or len(parts) != 3:
        raise SdJwtRefused("an SD-JWT reads header.payload.signature~disclosure~…~")
    header, payload = (_object(part) for part in parts[:2])
    for one in shown[:-1]:
        read_disclosed(one)
    return SdJwt(
        header=header,
        payload=payload,
        signed=f"{parts[0]}.{parts[1]}".encode("ascii"),
        signature=unbase64url(parts[2]),
        disclosures=tuple(shown[:-1]),
        key_binding=shown[-1],
    )


def _object(part: str) -> dict[str, Any]:
    value = strict_json(unbase64url(part))
    if not isinstance(value, dict):
        raise SdJwtRefused("header and payload are objects")
    return value


def read_disclosed(disclosure: str) -> list[Any]:
    """The array of a disclosure: [salt, name, value] of an object's claim, [salt, value] of an array's element (§4.2.1, §4.2.2)."""
    shown = strict_json(unbase64url(disclosure))
    if not isinstance(shown, list) or len(shown) not in (2, 3) or not isinstance(shown[0], str):
        raise SdJwtRefused("a disclosure is an array of salt, name and value")
    if len(shown) == 3 and (not isinstance(shown[1], str) or shown[1] in _RESERVED):
        raise SdJwtRefused("a disclosure names no claim, or a reserved one")
    return shown


def disclosure_digest(disclosure: str) -> str:
    """What stands for a disclosure in `_sd`: base64url of the SHA-256 of its ASCII characters (§4.2.3)."""
    return base64url(hashlib.sha256(disclosure.encode("ascii")).digest())


def sd_hash(text: str) -> str:
    """What a key binding JWT says of the token before it, tildes included (§4.3.1)."""
    return disclosure_digest(text[: text.rindex("~") + 1])


def processed(token: SdJwt) -> dict[str, Any]:
    """The claims that the token shows (§7.1, step 3 to 5); SdJwtRefused where a digest or disclosure has no place of its own."""
    if token.payload.get("_sd_alg", "sha-256") != "sha-256":
        raise SdJwtRefused("another hash algorithm than sha-256")
    arrays = {disclosure_digest(one): read_disclosed(one) for one in token.disclosures}
    if len(arrays) != len(token.disclosures):
        raise SdJwtRefused("a disclosure comes twice")
    weaving = _Weaving(arrays=arrays, met=[])
    try:
        claims: dict[str, Any] = weaving.woven_object({key: value for key, value in token.payload.items() if key != "_sd_alg"})
    except RecursionError as error:
        raise SdJwtRefused("nested too deeply") from error
    if len(weaving.met) != len(set(weaving.met)):
        raise SdJwtRefused("a digest comes twice")
    if set(arrays) - set(weaving.met):
        raise SdJwtRefused("a disclosure belongs to no digest of the token")
    return claims


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weaving:
    """Disclosures put where their digests stand. `met` gathers every digest that was met."""

    arrays: Mapping[str, list[Any]]
    met: list[str]

    def woven(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.woven_object(value)
        return self._woven_array(value) if isinstance(value, list) else value

    def woven_object(self, value: Mapping[str, Any]) -> dict[str, Any]:
        found = {key: self.woven(held) for key, held in value.items() if key != "_sd"}
        for name, held in self._shown(value.get("_sd", []), 3):
            if name in found or name in value:
                raise SdJwtRefused(f"the claim `{name}` comes twice")
            found[name] = self.woven(held)
        if "..." in found:
            raise SdJwtRefused("`...` stands where no array element is")
        return found

    def _woven_array(self, members: Sequence[Any]) -> list[Any]:
        found = []
        for member in members:
            if isinstance(member, dict) and set(member) == {"..."}:
                found += [self.woven(held) for (held,) in self._shown([member["..."]], 2)]
            else:
                found.append(self.woven(member))
        return found

    def _shown(self, digests: Any, length: int) -> Iterable[list[Any]]:
        if not isinstance(digests, list) or not all(isinstance(one, str) for one in digests):
            raise SdJwtRefused("`_sd` is a list of digests")
        self.met.extend(digests)
        shown = [self.arrays[one] for one in digests if one in self.arrays]
        if any(len(one) != length for one in shown):
            raise SdJwtRefused("a disclosure of an array element stands for a claim, or the other way round")
        return [one[1:] for one in shown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Claims behind digests: `digests` sorted for `_sd`, decoys among them; the disclosures that belong to some of them."""

    digests: tuple[str, ...]
    disclosures: tuple[str, ...]


def hide(claims: Mapping[str, Any], salt: Callable[[], bytes], *, width: int) -> Hidden:
    """Hide `claims` among `width` digests, the rest decoys (§4.2.5), so their number tells nothing. `salt()` gives 16 random bytes a call."""
    if len(claims) > width:
        raise ValueError(f"{len(claims)} claims do not hide among {width}")
    shown = [disclose(salt(), name, value).decode("ascii") for name, value in claims.items()]
    decoys = [base64url(hashlib.sha256(salt() + salt()).digest()) for _ in range(width - len(shown))]
    by_digest = {disclosure_digest(one): one for one in shown}
    return Hidden(digests=tuple(sorted([*by_digest, *decoys])), disclosures=tuple(by_digest[one] for one in sorted(by_digest)))


def sign_jwt(header: Mapping[str, Any], payload: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> SdJwt:
    """A token of canonical JSON, without disclosures."""
    signed = b".".join(base64url(canonical_json(one)).encode("ascii") for one in (header, payload))
    return SdJwt(header=header, payload=payload, signed=signed, signature=sign(signed))
