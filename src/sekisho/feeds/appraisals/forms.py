"""The blank sheets of a whole case: one for each bid and evaluator."""

from collections.abc import Iterator
from pathlib import Path

from ...faults import refuse
from ..case_folder import read_terms
from .sheets import sheet_form


def blank_sheets(case: Path, lang: str) -> Iterator[tuple[str, bytes]]:
    """(`<bid>/<evaluator>.xlsx`, octets). InputRefused where the tender has no criteria or there is no bid yet."""
    tender, terms = read_terms(case)
    if terms.criteria is None:
        raise refuse(
            "tender.yaml",
            "evaluation.criteria-missing",
            where="criteria",
            what=("公告に評価項目がない", "the tender has no criteria"),
            remedy=("tender.yaml に criteria: を書く", "write criteria: in tender.yaml"),
        )
    parent = case / "bids"
    bids = sorted(path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")) if parent.is_dir() else []
    if not bids:
        raise refuse(
            "bids/",
            "evaluation.no-bids",
            what=("応札のフォルダがない", "there is no bid folder"),
            remedy=("bids/<応札者の記号>/ を置く", "make bids/<id>/"),
        )
    for bid in bids:
        for place, member in enumerate(terms.criteria.members, start=1):
            octets = sheet_form(terms.criteria, title=tender.title or tender.id, member=member, bid=bid, lang=lang)
            yield f"{bid}/{place:02}-{_file_name(member)}.xlsx", octets


def _file_name(member: str) -> str:
    """The evaluator's role as a file's name on any system."""
    return "".join(char if char.isalnum() or char in "-_" else "_" for char in member) or "_"
