"""The formats of register sources, by the name that a card's `format` gives them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..raw.jail import Kind
from .bis_dpl import read_bis_dpl
from .csl import read_csl
from .fcc_covered import read_fcc_covered
from .ftm import read_ftm
from .gleif_l1 import kind_of, read_gleif_l1
from .houjin import read_houjin
from .meti_notice import read_meti_notice
from .ofac import read_consolidated, read_sdn
from .reading import Reading
from .sekisho_csv import read_sekisho_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a format is read. `authority` stands where neither card nor row names one; `companions`: whether `also` may name files beside it."""

    read: Callable[[Reading], None]
    kind: Callable[[Path], Kind]
    authority: str = ""
    companions: bool = False


def _csv(_path: Path) -> Kind:
    return "csv"


FORMATS: Mapping[str, Format] = {
    "sekisho-csv": Format(read=read_sekisho_csv, kind=_csv),
    "ofac-sdn": Format(read=read_sdn, kind=_csv, authority="US-OFAC-SDN", companions=True),
    "ofac-consolidated": Format(read=read_consolidated, kind=_csv, authority="US-OFAC-NON-SDN", companions=True),
    "csl": Format(read=read_csl, kind=_csv, authority="US-CSL"),
    "bis-dpl": Format(read=read_bis_dpl, kind=_csv, authority="US-BIS-DPL"),
    "fcc-covered": Format(read=read_fcc_covered, kind=_csv, authority="US-FCC"),
    "meti-notice": Format(read=read_meti_notice, kind=lambda _: "text", authority="JP-NOTICE"),
    "ftm": Format(read=read_ftm, kind=lambda _: "jsonl"),
    "gleif-l1": Format(read=read_gleif_l1, kind=kind_of),
    "houjin": Format(read=read_houjin, kind=_csv),
}
