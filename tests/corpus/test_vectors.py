"""Published vectors: Merkle proofs (RFC 9162) and canonical JSON (RFC 8785)."""

import base64
import json
from pathlib import Path

import pytest

from sekisho.canonical import canonical_json
from sekisho.ledger.merkle import ProofRefused, check_consistency, check_inclusion

pytestmark = pytest.mark.corpus


def hashes(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or []]


def test_every_published_inclusion_proof_is_judged_as_published(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "vectors/rfc9162/inclusion").rglob("*.json")):
        case = json.loads(path.read_text())
        seen += 1
        try:
            check_inclusion(
                base64.b64decode(case["leafHash"]), case["leafIdx"], case["treeSize"], hashes(case["proof"]), base64.b64decode(case["root"] or "")
            )
            refused = False
        except ProofRefused:
            refused = True
        assert refused == case["wantErr"], path.name
    assert seen > 50


def test_every_published_consistency_proof_is_judged_as_published(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "vectors/rfc9162/consistency").rglob("*.json")):
        case = json.loads(path.read_text())
        seen += 1
        try:
            check_consistency(
                case["size1"], case["size2"], base64.b64decode(case["root1"] or ""), base64.b64decode(case["root2"] or ""), hashes(case["proof"])
            )
            refused = False
        except ProofRefused:
            refused = True
        assert refused == case["wantErr"], (path.parent.name, path.name)
    assert seen > 50


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_canonical_json_gives_the_published_bytes(corpus: Path, name: str) -> None:
    folder = corpus / "vectors/rfc8785"
    wanted = bytes.fromhex((folder / f"outhex/{name}.txt").read_text())
    assert canonical_json(json.loads((folder / f"input/{name}.json").read_text(encoding="utf-8"))) == wanted
