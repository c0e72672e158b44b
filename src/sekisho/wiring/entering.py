"""A judgement's own record, told as acts of a standing log: digests and places, and nothing that is personal."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..faults import refuse

if TYPE_CHECKING:
    from ..engines.embedded.log_place import LogPlace
    from ..ledger.envelope import Act
    from ..ledger.verify import Verification

PLAIN = ("case", "notice_date", "facts_as_of", "engine", "outcome")


def acts_of_record(answer: "Verification", place: "LogPlace", where: str) -> "list[Act]":
    """Edition and pack, the outcome that stands on them, and each decision and paper, which stand on the outcome."""
    from ..ledger.envelope import Act

    reads = [envelope for envelope in answer.envelopes if envelope["type"] == "read"]
    read = _claims(place, reads[-1]) if reads else {}
    if answer.root is None or not set(PLAIN) <= set(read):
        raise refuse(
            where,
            "ledger.not-a-judgement",
            what=("判定の記録ではない(又は保管庫が欠けている)", "this is no record of a judgement, or its vault is not beside it"),
            remedy=("judge --out が書いたフォルダを指定する", "name the folder that `judge --out` wrote"),
        )
    record = {"origin": answer.origin, "size": answer.size, "root": answer.root.hex()}
    named = (("edition", "basis/register"), ("pack", "basis/policy"))
    basis = [Act(kind=kind, claims={"digest": read[name]["sha256"]}) for kind, name in named if name in read]
    stands = tuple(range(-len(basis), 0))
    outcome = Act(kind="outcome", claims={**{name: read[name] for name in PLAIN}, "record": record}, reads=stands)
    since = reads[-1]["seq"]
    told = [envelope for envelope in answer.envelopes if envelope["type"] in ("decision", "paper") and envelope["seq"] > since]
    rest = [_of(envelope, answer, back) for back, envelope in enumerate(told, 1)]
    return [*basis, outcome, *rest]


def _of(envelope: Mapping[str, Any], answer: "Verification", back: int) -> "Act":
    """A decision or paper: its place in the judgement's record and its hash there; `back` entries after the outcome."""
    from ..ledger.envelope import Act

    return Act(kind=envelope["type"], claims={"entry": envelope["seq"], "leaf": answer.leaves[envelope["seq"]].hex()}, reads=(-back,))


def _claims(place: "LogPlace", envelope: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry discloses, as far as its vault has it."""
    from ..ledger.envelope import read_disclosure, vault_name

    bodies = (place.vault.body(vault_name(digest)) for digest in envelope["_sd"]) if place.vault else ()
    return dict(shown for body in bodies if body is not None and (shown := read_disclosure(body)))
