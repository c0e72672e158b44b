"""The open peers, measured in the same run on the same pairs and names. Installed by the dependency group `bench`, never needed otherwise.

Thresholds are the peers' own defaults or the ones their figures were published at; a peer that is not installed is told as such.
"""

import functools
import importlib.metadata
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .screening import Register
from .subject import Found, Screen

LOGIC_ALERT = 0.7
TOP = 20
WARM = 50
COSINE_ALERT = 0.7
JARO_ALERT = 0.92
PACKAGES = ("nomenklatura", "rapidfuzz", "numpy", "sparse-dot-topn", "scikit-learn")

Score = Callable[[str, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """A pairwise scorer and the score at which it alerts."""

    name: str
    score: Score
    alert: float


def installed() -> Mapping[str, str]:
    """The version of each peer, or `not installed`."""
    return {package: _version(package) for package in PACKAGES}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def scorers() -> list[Scorer]:
    """Every pairwise scorer that is installed."""
    return [*_rapidfuzz(), *_logic()]


def _rapidfuzz() -> Iterable[Scorer]:
    try:
        from rapidfuzz import distance, fuzz, utils
    except ImportError:
        return
    clean: Callable[[str], str] = utils.default_process
    yield Scorer(name="token_set", score=lambda a, b: fuzz.token_set_ratio(clean(a), clean(b)) / 100, alert=0.90)
    yield Scorer(name="WRatio", score=lambda a, b: fuzz.WRatio(clean(a), clean(b)) / 100, alert=0.90)
    yield Scorer(name="Jaro-Winkler", score=lambda a, b: distance.JaroWinkler.similarity(clean(a), clean(b)), alert=JARO_ALERT)


@functools.lru_cache(maxsize=200_000)
def _organisation(name: str, side: str) -> Any:
    from followthemoney import model

    entity = model.make_entity("Organization")
    entity.id = f"{side}-{name}"
    entity.add("name", name)
    return entity


def _logic() -> Iterable[Scorer]:
    try:
        from nomenklatura.matching import get_algorithm
    except ImportError:
        return
    algorithm = get_algorithm("logic-v2")
    if algorithm is None:
        return
    config = algorithm.default_config()
    yield Scorer(
        name="logic-v2",
        score=lambda a, b: float(algorithm.compare(_organisation(a, "query"), _organisation(b, "register"), config).score),
        alert=LOGIC_ALERT,
    )


class _Grams:
    """Character 3-grams weighted by tf-idf over a register, and the nearest names of it by cosine."""

    def __init__(self, register: Register) -> None:
        import numpy
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.register = register
        self.space = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), lowercase=True, dtype=numpy.float32)
        self.names = self.space.fit_transform([name for _, name in register]).T.tocsr()

    def nearest(self, queries: Sequence[str], floor: float) -> list[list[tuple[int, float]]]:
        from sparse_dot_topn import sp_matmul_topn

        found = sp_matmul_topn(self.space.transform(queries).tocsr(), self.names, top_n=TOP, threshold=floor, sort=True, n_threads=1)
        starts = found.indptr
        return [[(int(found.indices[at]), float(found.data[at])) for at in range(starts[row], starts[row + 1])] for row in range(len(queries))]


def _by_cosine(register: Register) -> Screen:
    grams = _Grams(register)

    def screen(queries: Sequence[str]) -> list[list[Found]]:
        nearest = grams.nearest(queries, COSINE_ALERT)
        return [[Found(entity=register[at][0], score=score, relation="", alert=True) for at, score in row] for row in nearest]

    return screen


def _then_logic(register: Register) -> Screen:
    grams = _Grams(register)
    logic = next(iter(_logic()))

    def screen(queries: Sequence[str]) -> list[list[Found]]:
        rows = zip(queries, grams.nearest(queries, 0.0), strict=True)
        return [[_logic_hit(logic, query, register[at]) for at, _ in nearest] for query, nearest in rows]

    return screen


def _logic_hit(logic: Scorer, query: str, row: tuple[str, str]) -> Found:
    score = logic.score(query, row[1])
    return Found(entity=row[0], score=score, relation="", alert=score >= logic.alert)


def _by_jaro_winkler(register: Register) -> Screen:
    from rapidfuzz import distance, process, utils

    scorer: Any = distance.JaroWinkler.normalized_similarity
    names = [utils.default_process(text) for _, text in register]

    def screen(queries: Sequence[str]) -> list[list[Found]]:
        clean = [utils.default_process(query) for query in queries]
        table = process.cdist(clean, names, scorer=scorer, score_cutoff=JARO_ALERT, workers=1)
        rows = (row.nonzero()[0] for row in table)
        return [[Found(entity=register[at][0], score=1.0, relation="", alert=True) for at in hits] for hits in rows]

    return screen


def screeners() -> Mapping[str, Callable[[Register], Screen]]:
    """Every way to screen a register that the installed peers give."""
    there = {package for package, version in installed().items() if version != "not installed"}
    found: dict[str, Callable[[Register], Screen]] = {}
    if {"sparse-dot-topn", "scikit-learn"} <= there:
        found["tf-idf char-3 cosine ≥ 0.7"] = _by_cosine
        if "nomenklatura" in there:
            found["tf-idf top-20, logic-v2 ≥ 0.7"] = _then_logic
    if {"rapidfuzz", "numpy"} <= there:
        found["Jaro-Winkler ≥ 0.92, brute force"] = _by_jaro_winkler
    return found


def names_a_second(screen: Screen, queries: Sequence[str]) -> float:
    """Names a second of CPU, once whatever is loaded at first use is loaded."""
    screen(queries[-WARM:])
    started = time.process_time()
    screen(queries)
    return len(queries) / max(time.process_time() - started, 1e-9)
