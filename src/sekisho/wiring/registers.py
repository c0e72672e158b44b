"""Register editions and policy packs: opened, built, compared."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import Fault, RegisterRefused, fault
from .surroundings import home, today

if TYPE_CHECKING:
    from ..feeds.register_source import Built
    from ..policy.model import Pack
    from ..register.diff import EditionDiff
    from ..register.lookup import Lookup
    from ..register.model import Edition


def no_register() -> Fault:
    return fault(
        "--register",
        "register.missing",
        what=("登録簿の版が指定されておらず、何も判定できない", "no register edition is named, so nothing can be judged"),
        remedy=(
            "--register に版を指定するか、tender.yaml に register: を書く(作り方: sekisho register build)",
            "pass --register, or write register: in tender.yaml (make one with `sekisho register build`)",
        ),
    )


def read_edition(path: Path) -> "Edition":
    """An edition from a file, or from a folder that holds `edition`; RegisterRefused where there is none or it does not hold.

    Who signed it is not asked: what is judged by an edition goes through `keeping.edition_to_judge_by`.
    """
    from ..register.edition import decode

    file = path / "edition" if path.is_dir() else path
    try:
        octets = file.read_bytes()
    except OSError as error:
        raise RegisterRefused(
            [
                fault(
                    str(path),
                    "register.missing",
                    what=("登録簿の版が見つからない", "there is no register edition here"),
                    remedy=("道順を確かめるか、sekisho register build で作る", "check the path, or make one with `sekisho register build`"),
                )
            ]
        ) from error
    return decode(octets, label=str(path))


def open_register(path: Path, *, as_of: date | None = None) -> "Lookup":
    """The edition to judge by on a day (default today), with its look-up by equal and by like names."""
    from ..engines.embedded.like_names import LikeNames
    from ..register.lookup import Lookup
    from .keeping import edition_to_judge_by

    edition = edition_to_judge_by(path, as_of=as_of)
    return Lookup(edition, LikeNames(edition, home() / "indexes"))


def build_register(
    sources: Sequence[Path], target: Path, *, retrieved_at: date | None, good_for: int | None, previous: Path | None, layer: str = "full"
) -> "Built":
    """Build an edition from sources, or its public layer, and write it; nothing is written where anything is wrong."""
    from ..engines.embedded.disk import write_durably
    from ..feeds.register_source import BareCard, build_edition

    before = read_edition(previous) if previous else None
    built = build_edition(sources, BareCard(retrieved_at=retrieved_at, good_for_days=good_for), previous=before, layer=layer)
    write_durably(target, built.octets)
    return built


def diff_register(before: Path, after: Path, *, as_of: date | None) -> "EditionDiff":
    """What is new, changed, withdrawn and unverifiable from one edition to another, as of a day (default today)."""
    from ..register.diff import diff

    return diff(read_edition(before), read_edition(after), as_of=as_of or today())


def packs() -> "tuple[Pack, ...]":
    """Every policy pack."""
    from ..policy.packs import packs as known

    return tuple(known().values())
