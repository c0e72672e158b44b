"""Verifying one certificate, by both programs, in processes of their own, the key pinned: from the command line to the answer."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.chaos.certificates import Keys, bench_rows, sample
from bench.inside import cold
from bench.inside.card import Plan, Row, at_most, shown
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ENTRIES, TIMES = 20_000, 5


def rows(plan: Plan) -> Iterator[Row]:
    keys = Keys(private=Ed25519PrivateKey.generate())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.sdjwt"
        file.write_bytes(sample(keys, entries=plan.size(ENTRIES)).text.encode())
        for name, arguments in {"sekisho verify": ("-m", "sekisho", "verify"), "verifier/verify.py": ("verifier/verify.py",)}.items():
            ran = [cold.run(*arguments, file, "--key", keys.key.line, "--json") for _ in range(TIMES)]
            if any(one.code or not one.json["holds"] or one.json["signer"] != "proven" for one in ran):
                raise RuntimeError(f"{name}: {ran[0].err[-300:]}")
            yield at_most(f"{name} CERTIFICATE, the slowest of {TIMES} runs", max(one.seconds for one in ran), 1, unit="s")
    for row in bench_rows(plan.size(200)):
        yield shown(f"{row['name']}, in a running program, the slowest", 1000 * row["slowest"], unit="ms")
