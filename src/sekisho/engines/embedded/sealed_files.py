"""A maker's file that only the agency can read (封緘した資料), bound to one tender and its lines.

The sealed file is in the format of age. What is inside begins with a line of JSON that names tender, bid, lines, issuer and file, so that a file that
is handed in for another tender or line is found when it is opened: nobody can change that line without breaking the seal. Sealing hides; it does not
prove who sealed. The maker tells the agency the digest of the sealed file by a way of its own, and opening asks for it.
"""

import json
from dataclasses import dataclass

from ...canonical import canonical_json, sha256_hex
from ...faults import Fault, InputRefused, fault
from .sealing import Identity, NotSealed, seal, unseal

FORMAT = "sekisho-sealed/1"
_LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a sealed file is about: tender, bid ("" = any bidder's), lines (() = the bid as a whole), who made it, the name of the file inside."""

    tender: str
    lines: tuple[str, ...] = ()
    bid: str = ""
    issuer: str = ""
    name: str = ""

    def as_json(self) -> dict[str, object]:
        return {"tender": self.tender, "bid": self.bid, "lines": list(self.lines), "issuer": self.issuer, "name": self.name}


def seal_file(octets: bytes, label: Label, recipient: str) -> bytes:
    """The sealed file; InputRefused where the recipient is none."""
    head = canonical_json({"format": FORMAT, "sha256": sha256_hex(octets), **label.as_json()})
    try:
        return seal(head + b"\n" + octets, [recipient])
    except NotSealed as error:
        raise InputRefused(
            [
                fault(
                    "--to",
                    "sealed.recipient",
                    what=("封緘の宛先として読めない", "this is no recipient to seal to"),
                    remedy=("調達機関の age1… を指定する(sekisho keys sealing が示す)", "name the agency's age1… (`sekisho keys sealing` shows it)"),
                    shown=recipient[:80],
                )
            ]
        ) from error


def open_file(sealed: bytes, identity: Identity, expected: Label, *, file: str, digest: str = "") -> tuple[bytes, Label]:
    """What is inside, once every check has passed; InputRefused lists what did not. `digest` is the one that the issuer told ("" = none)."""
    if digest and sha256_hex(sealed) != digest.lower():
        raise InputRefused([_other_file(file, sha256_hex(sealed))])
    try:
        head, _, octets = unseal(sealed, identity).partition(b"\n")
        told = json.loads(head) if len(head) <= _LONGEST_HEAD else None
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise NotSealed("it holds no label of this format")
        label = _label(told)
    except (NotSealed, ValueError, KeyError, TypeError) as error:
        raise InputRefused([_not_ours(file, str(error))]) from error
    faults = list(_differences(file, label, expected))
    if told["sha256"] != sha256_hex(octets):
        faults.append(_not_ours(file, "its label names another content"))
    if faults:
        raise InputRefused(faults)
    return octets, label


def _label(told: dict[str, object]) -> Label:
    lines = told["lines"]
    words = {key: told[key] for key in ("tender", "bid", "issuer", "name")}
    if not isinstance(lines, list) or not all(isinstance(one, str) for one in (*lines, *words.values())):
        raise NotSealed("its label is malformed")
    return Label(lines=tuple(lines), **{key: str(word) for key, word in words.items()})


def _differences(file: str, label: Label, expected: Label) -> list[Fault]:
    """A file for another tender, bid or line is not taken, whoever handed it in."""
    found = []
    if label.tender != expected.tender:
        found.append(_other_use(file, f"{label.tender} ≠ {expected.tender}"))
    if expected.bid and label.bid not in ("", expected.bid):
        found.append(_other_use(file, f"{label.bid} ≠ {expected.bid}"))
    missing = sorted(set(expected.lines) - set(label.lines)) if label.lines else []
    if missing:
        found.append(_other_use(file, ", ".join(missing)))
    return found


def _other_use(file: str, shown: str) -> Fault:
    return fault(
        file,
        "sealed.other-use",
        what=("別の案件・応札・番号のために封緘されたものである", "it was sealed for another tender, bid or line"),
        remedy=("発行者に、この案件のものを封緘し直してもらう", "ask the issuer to seal one for this tender"),
        shown=shown,
    )


def _other_file(file: str, shown: str) -> Fault:
    return fault(
        file,
        "sealed.digest",
        what=("発行者が知らせたダイジェストのファイルではない", "this is not the file whose digest the issuer told"),
        remedy=("発行者に確かめる", "ask the issuer"),
        shown=shown,
    )


def _not_ours(file: str, shown: str) -> Fault:
    return fault(
        file,
        "sealed.unreadable",
        what=("この鍵では開けないか、改変されているか、封緘した資料でない", "this key does not open it, it was altered, or it is no sealed file"),
        remedy=("鍵とファイルを確かめ、発行者にもう一度封緘してもらう", "check key and file, or ask the issuer to seal it again"),
        shown=shown,
    )
