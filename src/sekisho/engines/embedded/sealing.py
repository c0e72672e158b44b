"""Sealing to a recipient's X25519 key, in the format of age (C2SP age, version 1), so that any age tool opens it as well.

    sealed = seal(octets, [recipient, …])            recipient: `age1…`
    octets = unseal(sealed, identity)                identity: `AGE-SECRET-KEY-1…`, from `Identity.read(path)`

1. A file key of 16 random bytes; for each recipient a fresh X25519 share, whose secret wraps the file key (HKDF-SHA-256, ChaCha20-Poly1305).
2. The header ends in its HMAC under the file key. 3. The payload is sealed in chunks of 64 KiB (STREAM), the last one marked, so that a cut is found.

Opening is strict: anything that does not verify to the last byte gives nothing at all.
"""

import base64
import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...faults import InputRefused, fault
from .secret_file import write_secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

VERSION = b"age-encryption.org/v1"
KIND = b"X25519"
CHUNK = 64 * 1024
TAG = 16
MOST_STANZAS = 64
COLUMNS = 64
_WRAP_NONCE = bytes(12)
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class NotSealed(ValueError):
    """Not a sealed file of this format, not for this identity, or not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who can open: 32 secret bytes, never printed."""

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Identity":
        return cls(secret=os.urandom(32))

    @property
    def recipient(self) -> str:
        """What others seal to: `age1…`."""
        return bech32("age", _public(self.secret))

    @classmethod
    def parse(cls, line: str) -> "Identity":
        """NotSealed where the line is no identity."""
        prefix, secret = unbech32(line.strip())
        if prefix != "age-secret-key-" or len(secret) != 32 or not line.strip().isupper():
            raise NotSealed("this is no identity")
        return cls(secret=secret)

    @classmethod
    def read(cls, path: Path) -> "Identity":
        """The identity in a file, comments (#) passed over; InputRefused where there is none."""
        try:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
            (line,) = lines
            return cls.parse(line)
        except (OSError, ValueError) as error:
            raise InputRefused(
                [
                    fault(
                        str(path),
                        "seal.identity",
                        what=("開封鍵として読めない", "this is no key that opens sealed files"),
                        remedy=("`sekisho keys sealing` で作った鍵を指定する", "name a key made by `sekisho keys sealing`"),
                    )
                ]
            ) from error

    def write(self, path: Path) -> None:
        """Write the identity for its owner alone; an existing file is never overwritten."""
        there = fault(
            str(path),
            "seal.identity-exists",
            what=("同じ名前の開封鍵が既にある", "there is such a key already"),
            remedy=("別の名前にするか、古い鍵を別の場所に保管する", "choose another name, or keep the old key elsewhere"),
        )
        secret = bech32("age-secret-key-", self.secret).upper()
        write_secret(path, f"# public key: {self.recipient}\n{secret}\n", exists=there)


def read_recipient(text: str) -> bytes:
    """The X25519 key of `age1…`; NotSealed where it is none."""
    prefix, key = unbech32(text)
    if prefix != "age" or len(key) != 32 or text != text.lower():
        raise NotSealed("a recipient reads age1…")
    return key


def seal(octets: bytes, recipients: Sequence[str]) -> bytes:
    """The octets, to be opened by any of the recipients."""
    if not recipients:
        raise NotSealed("nobody could open it")
    file_key = os.urandom(16)
    stanzas = b"".join(_stanza(file_key, read_recipient(one)) for one in recipients)
    head = VERSION + b"\n" + stanzas + b"---"
    header = head + b" " + _base64(_mac(file_key, head)) + b"\n"
    nonce = os.urandom(16)
    return header + nonce + b"".join(_sealed_chunks(octets, _derived(file_key, nonce, b"payload")))


def unseal(octets: bytes, identity: Identity) -> bytes:
    """What was sealed; NotSealed where it is not for this identity, or a single byte differs."""
    head, stanzas, mac, payload = _parsed(octets)
    file_key = next((key for stanza in stanzas if (key := _unwrapped(*stanza, identity)) is not None), None)
    if file_key is None:
        raise NotSealed("it is sealed to somebody else")
    if not hmac.compare_digest(_mac(file_key, head), mac):
        raise NotSealed("its header was altered")
    return b"".join(_opened_chunks(payload[16:], _derived(file_key, payload[:16], b"payload")))


def _stanza(file_key: bytes, recipient: bytes) -> bytes:
    ephemeral = os.urandom(32)
    share = _public(ephemeral)
    body = _cipher(_wrap_key(ephemeral, recipient, share, recipient)).encrypt(_WRAP_NONCE, file_key, None)
    return b"-> " + KIND + b" " + _base64(share) + b"\n" + _base64(body) + b"\n"


def _unwrapped(share: bytes, body: bytes, identity: Identity) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    key = _wrap_key(identity.secret, share, share, _public(identity.secret))
    try:
        return _cipher(key).decrypt(_WRAP_NONCE, body, None)
    except InvalidTag:
        return None


def _wrap_key(secret: bytes, other: bytes, share: bytes, recipient: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    try:
        shared = X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError as error:
        raise NotSealed("the share is of low order") from error
    return _derived(shared, share + recipient, b"age-encryption.org/v1/X25519")


def _parsed(octets: bytes) -> tuple[bytes, list[tuple[bytes, bytes]], bytes, bytes]:
    """(header up to `---`, X25519 stanzas as (share, body), MAC, payload)."""
    mark = octets.find(b"\n--- ")
    end = octets.find(b"\n", mark + 1) if mark >= 0 else -1
    if end < 0 or not octets.startswith(VERSION + b"\n"):
        raise NotSealed("this is no sealed file (age)")
    stanzas = list(_stanzas(octets[len(VERSION) + 1 : mark].split(b"\n")))
    payload = octets[end + 1 :]
    if len(payload) < 16 + TAG:
        raise NotSealed("it breaks off")
    return octets[: mark + 4], stanzas, _unbase64(octets[mark + 5 : end], 32), payload


def _stanzas(lines: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Our stanzas: `-> X25519 <share>` and the wrapped key. Those of other kinds (a body ends in a line below 64 characters) are passed over."""
    rest = list(lines)
    seen = 0
    while rest:
        words = rest.pop(0).split(b" ")
        body: list[bytes] = []
        while rest and (not body or len(body[-1]) == COLUMNS):
            body.append(rest.pop(0))
        seen += 1
        if words[0] != b"->" or len(words) < 2 or not body or len(body[-1]) >= COLUMNS or seen > MOST_STANZAS:
            raise NotSealed("its header is malformed")
        if words[1] == KIND:
            if len(words) != 3 or len(body) != 1:
                raise NotSealed("its header is malformed")
            yield _unbase64(words[2], 32), _unbase64(body[0], 16 + TAG)


def _sealed_chunks(octets: bytes, key: bytes) -> Iterator[bytes]:
    cipher = _cipher(key)
    starts = range(0, max(len(octets), 1), CHUNK)
    for number, start in enumerate(starts):
        yield cipher.encrypt(_nonce(number, last=start == starts[-1]), octets[start : start + CHUNK], None)


def _opened_chunks(payload: bytes, key: bytes) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag

    cipher = _cipher(key)
    starts = range(0, len(payload), CHUNK + TAG)
    for number, start in enumerate(starts):
        try:
            opened = cipher.decrypt(_nonce(number, last=start == starts[-1]), payload[start : start + CHUNK + TAG], None)
        except InvalidTag as error:
            raise NotSealed("it was altered or breaks off") from error
        if number and not opened:
            raise NotSealed("its last chunk is empty")
        yield opened


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.new(_derived(file_key, b"", b"header"), head, "sha256").digest()


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=info).derive(secret)


def _cipher(key: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)


def _public(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def _base64(octets: bytes) -> bytes:
    return base64.b64encode(octets).rstrip(b"=")


def _unbase64(text: bytes, size: int) -> bytes:
    """Standard base64 without padding, canonical only, of exactly `size` bytes."""
    try:
        octets = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise NotSealed("its header is malformed") from error
    if len(octets) != size or _base64(octets) != text:
        raise NotSealed("its header is malformed")
    return octets


def bech32(prefix: str, octets: bytes) -> str:
    """BIP 173 without its limit of length, as age writes keys."""
    values = _regrouped(octets, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *values, *bytes(6)]) ^ 1
    return prefix + "1" + "".join(_LETTERS[one] for one in (*values, *((check >> 5 * (5 - at)) & 31 for at in range(6))))


def unbech32(text: str) -> tuple[str, bytes]:
    """(prefix, bytes); NotSealed where the text is no bech32, mixes cases, or its checksum is wrong."""
    low = text.lower()
    prefix, _, letters = low.rpartition("1")
    if text not in (low, text.upper()) or not prefix or len(letters) < 6 or not set(letters) <= set(_LETTERS):
        raise NotSealed("this is no key in bech32")
    values = [_LETTERS.index(one) for one in letters]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise NotSealed("the key's checksum is wrong")
    return prefix, bytes(_regrouped(values[:-6], 5, 8, pad=False))


def _regrouped(values: Sequence[int] | bytes, size: int, wanted: int, *, pad: bool) -> list[int]:
    held, bits, found = 0, 0, []
    for value in values:
        held, bits = held << size | value, bits + size
        while bits >= wanted:
            bits -= wanted
            found.append(held >> bits & ((1 << wanted) - 1))
    rest = held << (wanted - bits) & ((1 << wanted) - 1)
    if pad and bits:
        found.append(rest)
    elif not pad and (bits >= size or rest):
        raise NotSealed("the key has bits too many")
    return found


def _expanded(prefix: str) -> list[int]:
    return [*(ord(char) >> 5 for char in prefix), 0, *(ord(char) & 31 for char in prefix)]


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, factor in enumerate(_GENERATOR):
            check ^= factor if top >> at & 1 else 0
    return check
