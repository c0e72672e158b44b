"""What bidders and evaluators hand in: forms out, and lists checked."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..evaluation.criteria import Criteria
    from ..feeds.lists.verbs import ListCheck


def notice_of(case: Path) -> "tuple[str, Criteria | None]":
    """The digest of what the notice of a case freezes, and its criteria; no bid needs to be there yet."""
    from ..evaluation.frozen import lots_digest, notice_digest
    from ..feeds.case_folder import read_lot_terms, read_terms

    tender, lots = read_lot_terms(case)
    if lots:
        return lots_digest(lots, most=tender.shape.lot_limit.most if tender.shape.lot_limit else None), None
    _, terms = read_terms(case)
    return notice_digest(terms), terms.criteria


def criteria_forms(case: Path, out: Path, lang: str) -> tuple[list[Path], list[Path]]:
    """Write a blank sheet for each bid and evaluator of a case into `out`; the sheets written, and those that were there and stay."""
    from ..feeds.appraisals.forms import blank_sheets

    wanted = {out / name: octets for name, octets in blank_sheets(case, lang)}
    kept = [path for path in wanted if path.exists()]
    written = [path for path in wanted if path not in kept]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    return written, kept


def check_list(path: Path, mapping: Path | None, lang: str) -> "ListCheck":
    """Check an equipment list as a bidder would, alone."""
    from ..feeds.lists.verbs import check_list as check

    return check(path, mapping, lang)


def list_form(lang: str) -> bytes:
    """The blank equipment list, with the kinds and roles of the Japanese pack as choices."""
    from ..feeds.lists.verbs import make_form

    return make_form(lang)


def propose_mapping(path: Path) -> str:
    """A column mapping proposed from a list's header row, as commented YAML."""
    from ..feeds.lists.verbs import map_list

    return map_list(path)
