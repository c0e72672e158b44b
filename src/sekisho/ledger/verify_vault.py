"""Verifying a vault against its record: bodies have their names, and disclosures say nothing that the record belies (steps 7 and 8)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..canonical import sha256_hex
from .envelope import read_disclosure, vault_name
from .verify import Broken, Verification

MALFORMED = "the body is no disclosure, though an entry stands on it"


def vault_faults(bodies: Iterable[tuple[str, bytes]]) -> Iterator[Broken]:
    """Step 7: every body must have the digest of its name; `bodies` gives (path, bytes)."""
    for path, octets in bodies:
        folder, _, name = path.rpartition("/")
        if name != sha256_hex(octets) or folder != name[:2]:
            yield Broken(file=path, why="the body's bytes are not what its name says")


def disclosure_faults(answer: Verification, body: Callable[[str], bytes | None]) -> tuple[int, list[Broken]]:
    """Step 8: how many disclosures are present, and which of them the record belies. `body(digest)` gives a body or None."""
    present = 0
    faults: list[Broken] = []
    latest = ""
    for envelope in answer.envelopes:
        when = ""
        for digest in envelope["_sd"]:
            octets = body(vault_name(digest))
            if octets is None or sha256_hex(octets) != vault_name(digest):
                continue
            present += 1
            name, value, why = _judged(octets, envelope["seq"], answer)
            if name == "recorded_at" and isinstance(value, str):
                when = value
                why = f"recorded at {when}, before the entry that it follows ({latest})" if when < latest else why
            faults += [Broken(file=_path(digest), entry=envelope["seq"], why=why)] if why else []
        latest = max(latest, when)
    return present, faults


def _path(digest: str) -> str:
    name = vault_name(digest)
    return f"{name[:2]}/{name}"


def _judged(octets: bytes, seq: int, answer: Verification) -> tuple[str, Any, str]:
    """Name and value of a disclosure, and what is wrong with it ("" where nothing)."""
    found = read_disclosure(octets)
    if found is None:
        return "", None, MALFORMED
    name, value = found
    if name.startswith("reads/"):
        return name, value, "" if _stands_on(value, seq, answer) else "it stands on an entry that the record does not hold so"
    return name, value, ""


def _stands_on(value: Any, seq: int, answer: Verification) -> bool:
    if not isinstance(value, dict) or set(value) != {"entry", "leaf"} or type(value["entry"]) is not int:
        return False
    entry = value["entry"]
    return 0 <= entry < min(seq, len(answer.leaves)) and value["leaf"] == answer.leaves[entry].hex()


__all__ = ["disclosure_faults", "vault_faults"]
