"""Reading back what a record sealed: its entries with the claims that the vault still discloses, and the bodies that they name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...canonical import sha256_hex
from ...desk.certify import SealedAct, SealedJudgement
from ...faults import refuse
from ...ledger.envelope import vault_name
from ...ledger.sd_jwt import SdJwtRefused, read_disclosed

OF_JUDGEMENTS = ("screened", "decision", "evaluated", "proposed", "paper")


class Bodies:
    """The bodies of a vault by digest; one whose bytes do not have its digest counts as missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, digest: str) -> bytes | None:
        path = self.folder / digest[:2] / digest
        octets = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        return octets if octets is not None and sha256_hex(octets) == digest else None


def sealed_acts(envelopes: Iterable[Mapping[str, Any]], vault: Bodies) -> tuple[SealedAct, ...]:
    """Every entry of a verified record with what is disclosed of it."""
    return tuple(
        SealedAct(index=one["seq"], kind=one["type"], claims=dict(_claims(one["_sd"], vault)), digests=tuple(one["_sd"])) for one in envelopes
    )


def _claims(digests: Sequence[str], vault: Bodies) -> list[tuple[str, Any]]:
    found = []
    for digest in digests:
        octets = vault.get(vault_name(digest))
        if octets is not None:
            try:
                shown = read_disclosed(octets.decode("ascii"))
            except (SdJwtRefused, UnicodeDecodeError):
                continue
            found += [(shown[1], shown[2])] if len(shown) == 3 else []
    return found


def last_judgement(acts: Sequence[SealedAct], vault: Bodies, *, label: str) -> SealedJudgement:
    """The last judgement that a record seals; InputRefused where there is none or its outcomes are gone."""
    start = next((act.index for act in reversed(acts) if act.kind == "read" and "case" in act.claims), None)
    if start is None:
        raise refuse(
            label,
            "certificate.no-judgement",
            what=("この記録に、開示できる判定がない", "this record holds no judgement that its vault still discloses"),
            remedy=("judge --out が書いたフォルダを、vault と共に指定する", "name the folder that `judge --out` wrote, with its vault"),
        )
    of_it = tuple(act for act in acts[start + 1 :] if act.kind in OF_JUDGEMENTS)
    return SealedJudgement(read=acts[start], acts=of_it, outcomes=_outcomes(of_it, vault))


def _outcomes(acts: Sequence[SealedAct], vault: Bodies) -> dict[str, Any]:
    named = [value for act in acts for value in act.claims.values() if isinstance(value, dict) and value.get("kind") == "outcome"]
    found = {one["path"]: vault.get(one["sha256"]) for one in named}
    return {path: json.loads(octets) for path, octets in found.items() if octets is not None}
