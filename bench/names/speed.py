"""Speed and memory. Names a second *and core* are names by seconds of CPU, so that a second core or a busy machine does not flatter or spoil them."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import datasets, peers, sources, subject
from .screening import Register, ofac_register
from .subject import Screen

LATIN_QUERIES = 20_000
CJK_QUERIES = 10_000
CJK_REGISTER = 4_000
BATCH = 1_000
WARM = 200
"""Names asked before the clock starts: enough for the loop of the index to be compiled, which it is once on a machine."""
LONGEST = 25.0
"""Seconds of CPU after which a measurement stops, whatever is left of the names."""
PEER_QUERIES = {"tf-idf char-3 cosine ≥ 0.7": 5_000, "tf-idf top-20, logic-v2 ≥ 0.7": 400, "Jaro-Winkler ≥ 0.92, brute force": 500}
LARGE_REGISTER = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Names a second of CPU without and with every hit's evidence stored, over so many names."""

    names: int
    a_second: float
    a_second_stored: float
    evidence_bytes: int

    @property
    def overhead(self) -> float:
        """The share of time that storing the evidence adds."""
        return self.a_second / self.a_second_stored - 1 if self.a_second_stored else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A new process: seconds of wall clock until the first answer, its peak memory, and what it had to do."""

    seconds: float
    mebibytes: float
    how: str


def latin_queries(most: int = LATIN_QUERIES, part: datasets.Part = "tune") -> list[str]:
    """Distinct Latin names of makers and companies of a part, and one in fifty from the register itself."""
    pool = {*sources.makers(), *(one.english for one in (*sources.japanese(), *sources.chinese()) if one.english)}
    names = sorted(name for name in pool if datasets.part_of(name) == part)
    dice = datasets.chance("latin speed", part)
    names = dice.sample(names, min(len(names), most - most // 50))
    names += dice.sample(sorted({name for _, name in ofac_register()}), most // 50)
    dice.shuffle(names)
    return names


def cjk_register() -> Register:
    """Companies in Japanese, simplified and traditional characters, all of the tune part, beside the OFAC organisations."""
    tune = [(one.id, one.native) for one in _native() if datasets.part_of(one.native) == "tune"]
    return (*ofac_register(), *datasets.chance("cjk register").sample(tune, min(len(tune), CJK_REGISTER)))


def cjk_queries(most: int = CJK_QUERIES) -> list[str]:
    """Distinct names in Japanese and Chinese characters of the kept part, kana names included."""
    kept = [one for one in _native() if datasets.part_of(one.native) == "kept"]
    names = sorted({name for one in kept for name in (one.native, one.kana, one.short) if name and not name.isascii()})
    return datasets.chance("cjk speed").sample(names, min(len(names), most))


def _native() -> list[sources.Company]:
    return [*sources.japanese(), *sources.chinese(), *sources.taiwanese()]


def rate(screen: Screen, queries: Sequence[str]) -> Rate:
    """Screen in batches for at most LONGEST seconds; evidence is made in the first figure and stored as JSON in the second."""
    screen(queries[:WARM])
    spent = storing = 0.0
    done = octets = 0
    for start in range(0, len(queries), BATCH):
        batch = queries[start : start + BATCH]
        began = time.process_time()
        found = screen(batch)
        middle = time.process_time()
        octets += sum(len(subject.stored(hit.evidence)) for hits in found for hit in hits if hit.evidence is not None)
        spent, storing, done = spent + middle - began, storing + time.process_time() - middle, done + len(batch)
        if spent > LONGEST:
            break
    return Rate(names=done, a_second=done / max(spent, 1e-9), a_second_stored=done / max(spent + storing, 1e-9), evidence_bytes=octets)


def fresh(names: Sequence[str], most: int = 2_000) -> list[str]:
    """Names that nobody has seen before in this run: the same ones with their first character doubled."""
    return [name[:1] + name for name in names[:most]]


def prepare_cost(names: Sequence[str]) -> float:
    """Microseconds of CPU to prepare a name once."""
    began = time.process_time()
    for name in names:
        subject.prepare(name)
    return 1e6 * (time.process_time() - began) / max(len(names), 1)


def peer_rates(register: Register, queries: Sequence[str]) -> dict[str, float]:
    return {
        name: peers.names_a_second(build(register), queries[: PEER_QUERIES[name]])
        for name, build in peers.screeners().items()
        if name in PEER_QUERIES
    }


def large_register(size: int = LARGE_REGISTER) -> Register:
    """So many names: every public list, then companies made of two real names' halves."""
    rows = {name: entity for entity, name in sources.all_ofac()}
    for one in _native():
        rows.update({name: one.id for name in (one.native, one.english, one.kana, one.short) if name})
    rows.update({name: f"IEEE{place}" for place, name in enumerate(sources.makers())})
    words = [name.split() for name in sources.makers() if len(name.split()) > 1]
    dice = datasets.chance("large register")
    while len(rows) < size:
        front, back = dice.choice(words), dice.choice(words)
        rows.setdefault(" ".join((*front[: max(1, len(front) // 2)], *back[len(back) // 2 :])), f"MADE{len(rows)}")
    return tuple((entity, name) for name, entity in list(rows.items())[:size])


_FIRST = """
import json, sys, time
began = time.perf_counter()
from pathlib import Path
{act}
seconds = time.perf_counter() - began
try:
    peak = next(int(line.split()[1]) / 1024 for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
except (OSError, StopIteration):
    peak = 0.0
print(json.dumps([seconds, peak]))
"""
_OPEN = """from sekisho.engines.embedded.name_index import NameIndex
NameIndex.open(Path(sys.argv[1])).match(['Hangzhou Hikvision Digital Technology Co., Ltd.'])"""
_LOGIC = """from bench.names import peers
scorer = next(iter(peers._logic()))
scorer.score('Hangzhou Hikvision Digital Technology Co., Ltd.', 'HIKVISION DIGITAL TECHNOLOGY')"""


def _first(act: str, *arguments: str, how: str) -> Start | None:
    """Run this in a new interpreter; None where it fails."""
    done = subprocess.run([sys.executable, "-c", _FIRST.format(act=act), *arguments], capture_output=True, text=True, cwd=sources.ROOT, check=False)
    if done.returncode:
        return None
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return Start(seconds=seconds, mebibytes=peak, how=how)


def first_answer(register: Register) -> Start | None:
    """From the start of Python's work to the first answer from a compiled index."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.index"
        subject.compiled(register, path)
        return _first(_OPEN, str(path), how="opened a compiled index")


def peer_first_answer() -> Start | None:
    """Import of nomenklatura and its first comparison of two organisations, without any register."""
    return _first(_LOGIC, how="imported, one comparison, no register") if peers.installed()["nomenklatura"] != "not installed" else None


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
