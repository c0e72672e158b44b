"""What a publication may say of the record that seals a judgement: checkpoint and salted digests, never a bare digest of a price or paper."""

import base64
import binascii
import json
from pathlib import Path
from typing import Any

from ...desk.publish import SealedPaper, SealedRecord
from ...faults import InputRefused, refuse
from ...ledger.envelope import vault_name
from ...ledger.verify import Verification, verify_record
from .disk import RecordFolder, VaultFolder, vault_of


def sealed_record(folder: Path, outcome: str) -> SealedRecord:
    """The record under `folder` (as `judge --out` left it). InputRefused where it does not hold or does not seal the outcome of this digest."""
    record = folder / "record" if (folder / "record").is_dir() else folder
    vault = vault_of(record.parent / "vault")
    answer = verify_record(RecordFolder(record)) if record.is_dir() else None
    if answer is None or not answer.holds or answer.size is None or answer.root is None:
        raise refuse(
            str(folder),
            "publish.record-broken",
            what=("記録がないか、成り立っていない", "there is no record here, or it does not hold"),
            remedy=("judge --out が書いたフォルダを指定し、verify で確かめる", "name the folder that judge --out wrote, and ask `verify`"),
        )
    if vault is None or not _seals(answer, vault, outcome):
        raise refuse(
            str(folder),
            "publish.record-other",
            what=("この判定を封緘した記録ではない(又は vault がない)", "this record does not seal this judgement (or has no vault beside it)"),
            remedy=(
                "judge のときと同じ --as-of と --register を付けるか、judge --out をやり直す",
                "pass --as-of and --register as they were for `judge`, or judge again",
            ),
        )
    papers = tuple(SealedPaper(entry=envelope["seq"], digests=tuple(envelope["_sd"])) for envelope in answer.envelopes if envelope["type"] == "paper")
    return SealedRecord(origin=answer.origin, size=answer.size, root=answer.root.hex(), papers=papers)


def nothing_sealed(folder: Path) -> InputRefused:
    """The refusal of a record before the opening, when nothing of a judgement may be told."""
    return refuse(
        str(folder),
        "publish.record-before-opening",
        where="--judged",
        what=("開札前であり、判定について公表できることはない", "bids are not opened yet: nothing of a judgement may be published"),
        remedy=("--judged を付けずに書き出す", "export without --judged"),
    )


def _seals(answer: Verification, vault: VaultFolder, outcome: str) -> bool:
    """Whether some act of reading discloses this outcome."""
    wanted = {vault_name(one) for envelope in answer.envelopes if envelope["type"] == "read" for one in envelope["_sd"]}
    bodies = ((path.rpartition("/")[2], octets) for path, octets in vault.bodies())
    return any(_disclosed(octets) == ["outcome", outcome] for name, octets in bodies if name in wanted)


def _disclosed(octets: bytes) -> list[Any]:
    """Name and value of a disclosure; [] where the body is none."""
    try:
        shown = json.loads(base64.urlsafe_b64decode(octets + b"=" * (-len(octets) % 4)))
    except (ValueError, binascii.Error):
        return []
    return shown[1:] if isinstance(shown, list) else []
