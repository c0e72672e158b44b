"""The keyring (`keyring.yaml`) of a node: strict, since it decides whose word counts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from ..faults import Fault, InputRefused
from ..ledger.notes import NoteRefused, VerifierKey
from ..register.keyring import Keyholder, Keyring, Node
from .fields import Fields
from .raw.jail import RawJob, read_raw


def read_keyring(path: Path, *, recipient_holds: Callable[[str], bool]) -> Keyring:
    """The keyring in a file; InputRefused lists every fault. `recipient_holds` says whether a recipient can be sealed to."""
    (raw,) = read_raw([RawJob(kind="yaml", path=path, label=path.name)])
    faults: list[Fault] = list(raw.faults)
    value = raw.value["value"] if raw.value else {}
    top = Fields(file=raw.label, value=value if isinstance(value, dict) else {}, lines=raw.value["lines"] if raw.value else {}, faults=faults)
    holders = tuple(one for fields in top.each("keyholders") or () if (one := _holder(fields)) is not None)
    nodes = tuple(node for fields in top.each("nodes") or () if (node := _node(fields, recipient_holds)) is not None)
    top.unknown(())
    if raw.value and not holders and not nodes:
        top.wrong("keyholders", "keyring-empty", ("鍵が一つもない", "there is no key in it"), ("keyholders を書く", "write keyholders"))
    _check_names(top, [one.name for one in nodes], "nodes")
    _check_names(top, [one.key.line for one in holders], "keyholders")
    if faults:
        raise InputRefused([replace(one, warning=False) for one in faults])
    return Keyring(keyholders=holders, nodes=nodes, signing="keyholders" in top.value, digest=raw.digest, octets=raw.octets)


def _holder(fields: Fields) -> Keyholder | None:
    holder, key = fields.text("holder", required=True), _key(fields)
    start, end, compromised = fields.day("from"), fields.day("until"), bool(fields.yes("compromised"))
    fields.unknown(())
    return None if key is None else Keyholder(holder=holder, key=key, start=start, end=end, compromised=compromised)


def _node(fields: Fields, recipient_holds: Callable[[str], bool]) -> Node | None:
    name, key = fields.text("node", required=True), _key(fields)
    role: Literal["centre", "entity"] = "centre" if fields.choice("role", ("centre", "entity"), default="entity") == "centre" else "entity"
    recipient = fields.text("recipient", required=True)
    if recipient and not recipient_holds(recipient):
        fields.wrong(
            "recipient",
            "recipient",
            ("封緘の宛先(age1…)として読めない", "this is no recipient to seal to (age1…)"),
            ("`sekisho keys sealing` が示した宛先を書く", "write the recipient that `sekisho keys sealing` showed"),
            recipient,
        )
    fields.unknown(())
    return None if key is None else Node(name=name, role=role, key=key, recipient=recipient)


def _key(fields: Fields) -> VerifierKey | None:
    text = fields.text("key", required=True)
    try:
        return VerifierKey.parse(text) if text else None
    except NoteRefused as error:
        fields.wrong(
            "key",
            "verifier-key",
            ("公開鍵として読めない", "this is not a public key"),
            (".vkey の1行を書く", "write the line of a .vkey file"),
            f"{text} ({error})",
        )
        return None


def _check_names(top: Fields, names: list[str], key: str) -> None:
    if len(set(names)) != len(names):
        top.wrong(key, "keyring-twice", ("同じ名前か鍵が二度ある", "a name or key stands twice"), ("一つにする", "keep one of them"))
