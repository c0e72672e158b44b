"""A made bill of materials in CycloneDX JSON: components as scanners write them, most of each licences, hashes, references and properties."""

import json
import random
from pathlib import Path
from typing import Any

from .card import SEED
from .places import made

COMPONENTS = 100_000


def bill(components: int) -> Path:
    """The file, made once for its size and seed: about 2 KB a component."""

    def make(path: Path) -> None:
        drawn = random.Random(SEED)
        head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"type": "device", "bom-ref": "root", "name": "製品"}}}
        with path.open("w", encoding="utf-8") as out:
            out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "components": [\n')
            for number in range(components):
                out.write((",\n" if number else "") + json.dumps(component(number, drawn), ensure_ascii=False))
            out.write("]}\n")

    return made(f"bill-{components}-{SEED}.json", make)


def component(number: int, drawn: random.Random) -> dict[str, Any]:
    hashes = [{"alg": name, "content": f"{drawn.getrandbits(256):064x}"} for name in ("SHA-256", "SHA-1", "MD5")]
    return {
        "type": "library",
        "bom-ref": f"part-{number}",
        "manufacturer": {"name": f"製造者{number % 3_000}"},
        "supplier": {"name": f"供給者{number % 5_000}"},
        "name": f"部品{number}",
        "version": f"1.{number % 90}",
        "description": "説明" * 60,
        "hashes": hashes,
        "licenses": [{"license": {"id": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0.txt"}}],
        "cpe": f"cpe:2.3:a:example:part-{number}:1:*:*:*:*:*:*:*",
        "purl": f"pkg:generic/part-{number}@1",
        "externalReferences": [{"type": kind, "url": f"https://example.com/{kind}/{number}"} for kind in ("website", "vcs")],
        "evidence": {"occurrences": [{"location": f"/usr/lib/part-{number}/{at}"} for at in range(3)]},
        "properties": [{"name": f"scanner:{at}", "value": "v" * 30} for at in range(8)],
    }
