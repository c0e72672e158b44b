"""Verify a certificate: docs/reference/certificates.md, written a second time from that page and RFC 9901. Nothing of sekisho is imported.

`examine` takes the bytes alone; `ask_record` then asks a record. The steps bear the numbers of the page.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .common import Broken
from .notes import Key, parse_key, parse_note

LONGEST = 1 << 20
WORDS = {
    "no-concern": {"ja": "確認した範囲で懸念は認められない", "en": "No concern was found within what was examined"},
    "exclusion": {"ja": "この応札の除外を提案する", "en": "This bid is proposed to be excluded"},
    "award": {"ja": "この応札を落札者とすることを提案する", "en": "This bid is proposed for the award"},
}
_OPEN = "bid case engine examined facts_as_of kind line lot policy policy_as_of public_edition rehearsal sample says tables"
CLAIMS = frozenset([*_OPEN.split(), "_sd", "_sd_alg", "format", "iat", "iss", "key", "log", "superseded_as"])
_WITHHOLDABLE = "bidder edition outcome inputs findings decisions reason price total maker model where"
WITHHOLDABLE = frozenset(_WITHHOLDABLE.split())
TOLD = ("kind", "says", "case", "bid", "line", "lot", "facts_as_of", "examined", "engine", "policy", "public_edition", "rehearsal", "sample")
SALTED = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
SHA256 = re.compile(r"[0-9a-f]{64}")
VKEY = re.compile(r"([^\s+\x00-\x1f\x7f-\x9f]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
NOTE = re.compile(r"([^\s+]+)\n([1-9][0-9]{0,17})\n([A-Za-z0-9+/=]+)\n\n— ([^\s+]+) ([A-Za-z0-9+/=]+)\n")


class Refused(Exception):
    """The certificate is not what the page prescribes; the message is the reason, "Japanese / English"."""


class Head(NamedTuple):
    """A checkpoint as far as a certificate needs it."""

    origin: str
    size: int
    root: bytes


class Parts(NamedTuple):
    """A token taken apart: header, payload, what is signed, the signature, the disclosures as they stand."""

    header: Any
    payload: dict[str, Any]
    signed: bytes
    signature: bytes
    disclosures: list[str]


def need(condition: object, ja: str, en: str) -> None:
    """Refused with these words unless the condition holds."""
    if not condition:
        raise Refused(f"{ja} / {en}")


def url64(text: str) -> bytes:
    """Bytes from canonical base64url without padding."""
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1, "base64urlではない", "not base64url")
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64.urlsafe_b64encode(octets).decode().rstrip("=") == text, "正規のbase64urlではない", "not canonical base64url")
    return octets


def std64(text: str, length: int) -> bytes:
    """`length` bytes from canonical standard base64."""
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        octets = b""
    need(len(octets) == length and base64.b64encode(octets).decode() == text, "正規のbase64ではない", "not canonical base64")
    return octets


def canonical(value: Any) -> bytes:
    """RFC 8785 for what a certificate may hold: null, booleans, integers, strings, lists, and objects whose keys are ASCII."""
    need(all(plain(one) for one in walk(value)), "正規のJSONで扱えない値がある", "it holds what a certificate does not")
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refused("JSONとして書けない / not writable as JSON") from None


def plain(value: Any) -> bool:
    """Whether one value by itself is of a kind whose canonical form the standard library writes."""
    if isinstance(value, dict):
        return all(key.isascii() for key in value)
    return value is None or isinstance(value, (str, list, bool)) or (isinstance(value, int) and abs(value) < 1 << 53)


def walk(value: Any) -> Iterator[Any]:
    """The value and everything in it, without recursion."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += list(here.values()) if isinstance(here, dict) else here if isinstance(here, list) else []


def exact_json(octets: bytes) -> Any:
    """The value of bytes that are its canonical JSON."""
    try:
        value = json.loads(octets.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("JSONではない / not JSON") from None
    need(canonical(value) == octets, "正規のJSONではない", "not canonical JSON")
    return value


def digest(text: str) -> str:
    """What stands for a disclosure in `_sd`."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode("ascii")).digest()).decode().rstrip("=")


def step_1_read(octets: bytes) -> Parts:
    """header.payload.signature~disclosure~…~ in ASCII, and nothing after the last tilde."""
    need(len(octets) <= LONGEST and octets.isascii(), "長すぎるかASCIIではない", "too long, or not ASCII")
    token, *shown = octets.decode("ascii").split("~")
    pieces = token.split(".")
    need(len(pieces) == 3 and shown and shown[-1] == "", "SD-JWTの形ではない", "not in the form of an SD-JWT")
    header, payload = exact_json(url64(pieces[0])), exact_json(url64(pieces[1]))
    need(isinstance(payload, dict), "ペイロードがない", "no payload")
    return Parts(header, payload, f"{pieces[0]}.{pieces[1]}".encode(), url64(pieces[2]), shown[:-1])


def step_2_form(parts: Parts) -> None:
    """Exactly the header and the claims of a certificate, and exactly the words of its kind."""
    header, claims = parts.header, parts.payload
    need(isinstance(header, dict) and set(header) == {"alg", "kid", "typ"}, "見出しが違う", "another header")
    need((header["alg"], header["typ"]) == ("EdDSA", "sekisho-certificate+sd-jwt"), "種類が違う", "of another type")
    need(set(claims) == CLAIMS, "確認証の項目と違う", "not exactly the claims of a certificate")
    need((claims["format"], claims["_sd_alg"]) == ("sekisho-certificate/1", "sha-256"), "形式が違う", "of another format")
    need(isinstance(claims["kind"], str) and claims["says"] == WORDS.get(claims["kind"]), "決まった文言ではない", "not the words of its kind")
    need(all(type(claims[name]) is str for name in ("bid", "case", "engine", "iss", "key")), "文字列でない項目", "a claim is no text")
    need(all(claims[name] is None or type(claims[name]) is str for name in ("line", "lot")), "行かロットが文字列でない", "line or lot is no text")
    need(all(type(claims[name]) is bool for name in ("rehearsal", "sample")), "真偽でない項目", "a claim is neither true nor false")
    digests = claims["_sd"]
    need(type(digests) is list and len(digests) == 16 and all(type(one) is str for one in digests), "16個のダイジェストがない", "no 16 digests")
    need(digests == sorted(set(digests)), "ダイジェストが整列していない", "the digests are not in order")
    need(type(claims["superseded_as"]) is str, "失効の印がない", "no mark of its end")
    need(all(SALTED.fullmatch(one) for one in [*digests, claims["superseded_as"]]), "ダイジェストの形が違う", "a digest is malformed")
    basis(claims)


def basis(claims: dict[str, Any]) -> None:
    """What it was judged by, and what was examined."""
    need(type(claims["tables"]) is list, "対照表の一覧がない", "no list of tables")
    for one in [*([] if claims["policy"] is None else [claims["policy"]]), *claims["tables"]]:
        named = type(one) is dict and set(one) == {"id", "kind", "sha256"} and all(type(x) is str for x in one.values())
        need(named, "根拠の形が違う", "a basis is malformed")
        need(SHA256.fullmatch(one["sha256"]), "根拠のダイジェストが違う", "the digest of a basis is malformed")
    edition = claims["public_edition"]
    need(edition is None or (type(edition) is str and SHA256.fullmatch(edition)), "版の印が違う", "the edition's digest is malformed")
    counts = claims["examined"]
    need(type(counts) is dict and all(type(one) is int and one >= 0 for one in counts.values()), "件数が違う", "these are no counts")


def key_from(line: str) -> tuple[str, str, bytes]:
    """Name, key id and the 32 bytes of a public key."""
    match = VKEY.fullmatch(line)
    need(match, "公開鍵の形ではない", "not in the form of a public key")
    assert match
    octets = std64(match[3], 33)
    own = hashlib.sha256(match[1].encode() + b"\n" + octets).digest()[:4].hex()
    need(octets[0] == 1 and own == match[2], "公開鍵と番号が合わない", "the public key does not have its key id")
    return match[1], match[2], octets[1:]


def signed_by(public: bytes, signature: bytes, message: bytes) -> None:
    """Refused unless this key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        raise Refused("署名が成り立たない / the signature does not verify") from None


def step_3_signature(parts: Parts, pinned: str | None) -> None:
    """Signed under the key that it names, which is the pinned one where one is pinned."""
    line = parts.payload["key"]
    name, key_id, public = key_from(line)
    own = name == parts.payload["iss"] and parts.header["kid"] == f"{name}+{key_id}"
    need(own, "鍵と発行者が合わない", "key and issuer do not belong together")
    need(pinned is None or pinned == line, "指定の鍵ではない", "not under the pinned key")
    signed_by(public, parts.signature, parts.signed)


def step_4_disclosures(parts: Parts) -> list[str]:
    """Each disclosure is canonical, belongs to a digest of its own, stands in order, and names a claim that may be withheld; the names."""
    names, placed = [], [digest(one) for one in parts.disclosures]
    for one in parts.disclosures:
        array = exact_json(url64(one))
        need(type(array) is list and len(array) == 3 and all(type(x) is str for x in array[:2]), "開示の形が違う", "a malformed disclosure")
        need(len(url64(array[0])) == 16 and array[1] in WITHHOLDABLE, "開示の塩か名前が違う", "a disclosure has another salt or name")
        keys = {key for value in walk(array[2]) if isinstance(value, dict) for key in value}
        need(not {"_sd", "..."} & keys, "入れ子の開示", "a nested disclosure")
        names.append(array[1])
    in_order = placed == sorted(set(placed)) and set(placed) <= set(parts.payload["_sd"])
    need(in_order, "開示が余分か順序が違う", "a disclosure is foreign or out of order")
    need(len(set(names)) == len(names), "同じ項目が二度開示されている", "a claim is disclosed twice")
    return sorted(names)


def head_of(text: str, key: str) -> Head:
    """A checkpoint of exactly the form in docs/reference/record.md, signed by this key."""
    match = NOTE.fullmatch(text)
    need(match, "チェックポイントの形ではない", "not in the form of a checkpoint")
    assert match
    name, key_id, public = key_from(key)
    signed = std64(match[5], 4 + 64)
    need(match[4] == match[1] == name and signed[:4].hex() == key_id, "チェックポイントの鍵が違う", "the checkpoint names another key")
    signed_by(public, signed[4:], f"{match[1]}\n{match[2]}\n{match[3]}\n".encode())
    return Head(match[1], int(match[2]), std64(match[3], 32))


def root_from(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that an audit path leads to (RFC 9162 §2.1.3.2)."""
    need(0 <= index < size, "木の外にある", "beyond the tree")
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        need(last > 0 and len(sibling) == 32, "証明が長すぎる", "the proof is too long")
        if place % 2 == 1 or place == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while place % 2 == 0 and place > 0:
                place, last = place // 2, last // 2
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        place, last = place // 2, last // 2
    need(last == 0, "証明が短すぎる", "the proof is too short")
    return node


def step_5_log(parts: Parts) -> None:
    """The entry holds this statement, and it lies in the tree that the checkpoint signs."""
    log = parts.payload["log"]
    placed = type(log) is dict and set(log) == {"checkpoint", "disclosure", "entry", "index", "proof"}
    need(placed and type(log["index"]) is int and type(log["proof"]) is list, "記録での位置がない", "no place in the log")
    texts = (log["checkpoint"], log["disclosure"], log["entry"], *log["proof"])
    need(all(type(one) is str for one in texts), "記録での位置が違う", "the place in the log is malformed")
    entry = url64(log["entry"])
    envelope = exact_json(entry)
    need(type(envelope) is dict and set(envelope) == {"_sd", "_sd_alg", "format", "seq", "type"}, "封筒ではない", "no envelope")
    fixed = (envelope["_sd_alg"], envelope["format"], envelope["seq"], envelope["type"])
    wanted = ("sha-256", "sekisho-envelope/1", log["index"], "certificate")
    need(fixed == wanted and type(envelope["seq"]) is int, "確認証の登録ではない", "no certificate's entry")
    members = envelope["_sd"]
    need(type(members) is list and all(type(one) is str and SALTED.fullmatch(one) for one in members), "封筒の形が違う", "no envelope")
    need(members == sorted(set(members)) and digest(log["disclosure"]) in members, "別の登録である", "not this certificate's entry")
    statement = canonical({name: value for name, value in parts.payload.items() if name != "log"})
    array = exact_json(url64(log["disclosure"]))
    stated = type(array) is list and array[1:] == ["statement", hashlib.sha256(statement).hexdigest()]
    need(stated, "登録と内容が違う", "the entry holds another statement")
    head = head_of(log["checkpoint"], parts.payload["key"])
    root = root_from(hashlib.sha256(b"\x00" + entry).digest(), log["index"], head.size, [url64(one) for one in log["proof"]])
    need(root == head.root, "証明が別のルートに至る", "the proof leads to another root")


def step_6_times(claims: dict[str, Any]) -> None:
    """Days are days, and it was not issued before the facts that it tells of."""
    need(type(claims["iat"]) is int and 0 < claims["iat"] <= 253402300799, "発行時刻が違う", "the time of issue is no time")
    days = [claims["facts_as_of"], claims["policy_as_of"]]
    try:
        need(all(type(one) is str and re.fullmatch(r"\d{4}-\d{2}-\d{2}", one, re.ASCII) for one in days), "日付ではない", "a day is no day")
        facts, _ = (date.fromisoformat(one) for one in days)
    except ValueError:
        raise Refused("日付ではない / a day is no day") from None
    issued = datetime.fromtimestamp(claims["iat"], tz=timezone.utc).date()  # noqa: UP017 (one name fewer to trust)
    need(issued >= facts - timedelta(days=1), "事実の日より前に発行されている", "issued before the day whose facts it tells")


def examine(octets: bytes, pinned: str | None, *, file: str = "certificate") -> dict[str, Any]:
    """The answer as the page's JSON object; whatever is wrong is a fault, never a traceback."""
    try:
        parts = step_1_read(octets)
        step_2_form(parts)
        step_3_signature(parts, pinned)
        names = step_4_disclosures(parts)
        step_5_log(parts)
        step_6_times(parts.payload)
    except Refused as why:
        return broken(file, str(why))
    except Exception:  # hostile bytes end in a fault
        return broken(file, "検証を最後まで行えなかった / could not be examined to the end")
    claims = parts.payload
    return {
        "holds": True, "signer": "proven" if pinned else "unproven", "standing": "unknown", "superseded_by": None, "issuer": claims["iss"],
        "issued_at": claims["iat"], **{name: claims[name] for name in TOLD}, "entry": claims["log"]["index"], "disclosed": names, "faults": [],
    }  # fmt: skip


def broken(file: str, why: str) -> dict[str, Any]:
    """The answer on a certificate of which nothing can be believed."""
    nothing = dict.fromkeys(("superseded_by", "issuer", "issued_at", *TOLD, "entry"))
    fault = {"file": file, "entry": None, "why": why}
    return {"holds": False, "signer": "unproven", "standing": "unknown", **nothing, "disclosed": [], "faults": [fault]}


class Seen(NamedTuple):
    """A record, verified with the certificate's checkpoint as the earlier one: faults (file, entry, why), and the entries from `first` on."""

    faults: list[tuple[str, int | None, str]]
    entries: list[bytes]
    first: int


def step_7_record(answer: dict[str, Any], octets: bytes, ask: Callable[[bytes, int], Seen]) -> dict[str, Any]:
    """Ask a record: it goes on from the certificate's checkpoint, holds its entry there, and no later entry supersedes it."""
    if not answer["holds"]:
        return answer
    claims = step_1_read(octets).payload
    seen = ask(claims["log"]["checkpoint"].encode(), claims["log"]["index"])
    faults = [{"file": file, "entry": entry, "why": why} for file, entry, why in seen.faults]
    ended = None
    if not faults and (not seen.entries or seen.entries[0] != url64(claims["log"]["entry"])):
        why = "記録のその位置には別の登録がある / the record holds another entry there"
        faults.append({"file": "certificate", "entry": claims["log"]["index"], "why": why})
    elif not faults:
        ended = next(later(seen, claims["superseded_as"]), None)
    if ended is not None:
        faults.append({"file": "certificate", "entry": ended, "why": "後の登録により失効している / a later entry supersedes this certificate"})
    standing = "superseded" if ended is not None else "unknown" if faults else "current"
    return {**answer, "holds": not faults, "standing": standing, "superseded_by": ended, "faults": faults}


def later(seen: Seen, mark: str) -> Iterator[int]:
    """The entries after the certificate's own that bear the mark of its end."""
    for place, entry in enumerate(seen.entries[1:], start=seen.first + 1):
        envelope = json.loads(entry)
        if envelope["type"] == "superseded" and mark in envelope["_sd"]:
            yield place


def step_8_kept(answer: dict[str, Any], octets: bytes, kept: tuple[str, bytes], witness: Key | None = None) -> dict[str, Any]:
    """A checkpoint (label, bytes) kept from elsewhere: the same log and signer; of the same size the same root; cosigned before, issued after."""
    if not answer["holds"]:
        return answer
    claims = step_1_read(octets).payload
    try:
        mine, other = head_of(claims["log"]["checkpoint"], claims["key"]), parse_note(kept[1], alone=False)
        need(other.signed_by(parse_key(claims["key"])), "同じ鍵の署名ではない", "not signed by the same key")
        need(other.size != mine.size or other.root == mine.root, "同じ件数で別のルート", "the log has forked: another root of this size")
        seen = other.cosigned_by(witness) if witness else None
        need(witness is None or seen is not None, "立会人の連署がない", "not cosigned by the witness")
        before = seen is not None and other.size <= claims["log"]["index"] and claims["iat"] < seen - 300
        need(not before, "連署より前の時刻で発行されている", "issued, by its own clock, before a cosignature that it came after")
    except (Refused, Broken) as why:
        return {**answer, "holds": False, "faults": [{"file": kept[0], "entry": None, "why": str(why)}]}
    return answer


def as_text(answer: dict[str, Any]) -> str:
    """The answer in a few plain lines, Japanese and English."""
    verdict = ("確認証は成り立っている。 / The certificate holds.", "確認証は成り立たない。 / The certificate is BROKEN or superseded.")
    lines = [verdict[not answer["holds"]]]
    if answer["says"]:
        subject = " ".join(one for one in (answer["case"], answer["bid"], answer["lot"], answer["line"]) if one is not None)
        lines.append(f"  {plain_text(subject)}: {answer['says']['ja']} / {answer['says']['en']}")
        lines.append(f"  {answer['facts_as_of']}, {plain_text(answer['issuer'])}, {answer['standing']}")
        lines.append("  署名者は指定の鍵の持ち主。 / signer proven by the pinned key." if answer["signer"] == "proven" else
                     "  署名者は証明されていない(--key)。 / signer unproven (--key).")
    return "\n".join([*lines, *map(fault_line, answer["faults"])])


def plain_text(text: str) -> str:
    """Hostile text made safe to print."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def fault_line(one: dict[str, Any]) -> str:
    """One fault in one line."""
    entry = "" if one["entry"] is None else f", 項目 / entry {one['entry']}"
    return f"- {one['file']}{entry}: {one['why']}"
