"""Questions, attestations, list versions and rounds: one call a verb for the shells."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import refuse
from .offices import office

if TYPE_CHECKING:
    from ..award.model import Letter
    from ..desk.ask import Asking
    from ..desk.office import Asked
    from ..faults import Fault
    from ..tenders.list_diff import ListDiff
    from ..terms import Lang


def diff_lists(before: Path, after: Path, *, mapping: Path | None, mapping_after: Path | None) -> "tuple[ListDiff, tuple[Fault, ...]]":
    """What changed between two versions of a list, and the warnings of both."""
    from ..feeds.lists.versions import diff_files

    return diff_files(before, after, mapping=mapping, mapping_after=mapping_after)


def ask_bidders(asked: "Asked", *, round_id: str, bid: str) -> "Asking":
    """The letters of a round; with `bid` that bidder's alone."""
    from ..desk.ask import ask_bidders as ask

    asking = ask(office(), asked, round_id=round_id)
    if bid and bid not in [letter.bid for letter in asking.letters]:
        raise refuse(
            "--bid",
            "questions.no-bid",
            what=("この記号の応札がない", "there is no bid of this id"),
            remedy=("bids/ のフォルダ名を指定する", "name a folder of bids/"),
            shown=bid,
        )
    return replace(asking, letters=tuple(letter for letter in asking.letters if not bid or letter.bid == bid))


def letter_texts(asking: "Asking", lang: "Lang") -> "Iterator[tuple[Letter, str]]":
    """Each letter as plain text."""
    from ..papers.notices.plain import plain_text

    yield from ((letter, plain_text(view)) for letter, view in _views(asking, lang))


def write_letters(asking: "Asking", out: Path, lang: "Lang") -> list[Path]:
    """Each bidder's letter as HTML and text with the form for its answers, in a folder of its own; what is there already is refused."""
    from ..engines.embedded.disk import write_durably
    from ..feeds.answer_forms import answer_form
    from ..papers.html import html_papers
    from ..papers.notices.plain import plain_text
    from ..papers.render import file_name

    tender = asking.judgement.submission.tender
    wanted: dict[Path, bytes] = {}
    for letter, view in _views(asking, lang):
        name = f"questions-{file_name(letter.round)}.{lang}" if letter.round else f"questions.{lang}"
        folder = out / file_name(letter.bid)
        (page,) = html_papers({"letter": ("notice.html", view)}).values()
        wanted |= {folder / f"{name}.html": page, folder / f"{name}.txt": plain_text(view).encode("utf-8")}
        wanted[folder / f"{name.replace('questions', 'answers', 1)}.xlsx"] = answer_form(letter, tender, lang)
    _refuse_existing(wanted)
    for path, octets in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, octets)
    return list(wanted)


def _views(asking: "Asking", lang: "Lang") -> "Iterator[tuple[Letter, dict[str, Any]]]":
    from ..papers.notices.questions import question_document
    from ..papers.notices.views import view_of

    tender = asking.judgement.submission.tender
    lists = {bid.id: bid.list.items if bid.list else () for bid in asking.judgement.submission.bids}
    for letter in asking.letters:
        yield letter, view_of(question_document(letter, lists[letter.bid], tender, lang), tender)


def _refuse_existing(wanted: Iterable[Path]) -> None:
    """A letter that may have been sent is never written over."""
    there = [path for path in wanted if path.exists()]
    if there:
        raise refuse(
            str(there[0]),
            "questions.there-already",
            what=("既にある照会書は書き換えない", "a letter that is there already is not written over"),
            remedy=("別の -o を指定するか、送付していないものなら除く", "name another folder with -o, or remove it if it was not sent"),
        )
