"""Every wanted paper of a dossier as bytes by file name. A pure function: the same dossier gives the same bytes.

Folders say who may read what: `public/`, `bidders/<bid>/`, `agency/`, `protected/`. `papers.json` lists all of them with their digests.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...award.model import Letter
from ...award.propose import letters_of_round
from ...canonical import canonical_json, sha256_hex
from ...desk.decision_record import decision_record, decision_record_json
from ...desk.dossier import Dossier
from ...faults import Fault, InputRefused, fault
from ...feeds.answer_forms import answer_form
from ...feeds.appraisals.sheets import sheet_form
from ...terms import Lang, Text
from ..html import html_papers
from ..pdf import pdf_here, pdf_papers
from ..render import file_name
from ..view_findings import View
from .award import award_document
from .blocks import Audience, Document
from .bundle import BUNDLED, Enclosed, enclosures, index_document, zipped
from .comparison import comparison_document
from .criteria import criteria_document
from .decision import decision_document
from .files import Paper
from .kinds import KINDS, Kind, Stage
from .letters import letter_documents
from .protected import protected_document
from .questions import letters_on, question_document
from .results import reasons_document, results_document
from .views import view_of
from .xlsx import xlsx_document

INDEX = "papers.json"
FORMAT = "sekisho-papers/1"
FOLDERS: Mapping[Audience, str] = {"public": "public", "bidder": "bidders", "agency": "agency", "protected": "protected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which papers: in which languages, and of which kinds (() = all that can be made)."""

    langs: tuple[Lang, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Papers by file name, the index of them among them, and the kinds that cannot be made yet."""

    files: Mapping[str, bytes]
    index: dict[str, object]
    not_yet: tuple[Kind, ...]


def make_papers(dossier: Dossier, wanted: Wanted) -> Made:
    """InputRefused where a kind was asked for by name that cannot be made yet."""
    stages = stages_of(dossier)
    asked = [kind for kind in KINDS if not wanted.kinds or kind.id in wanted.kinds]
    ready = [kind for kind in asked if kind.since in stages]
    not_yet = tuple(kind for kind in asked if kind not in ready)
    if wanted.kinds and not_yet:
        raise InputRefused([_too_early(kind) for kind in not_yet])
    papers = [paper for lang in wanted.langs for paper in _with_bundles(dossier, ready, lang)]
    papers += _record_as_json(dossier, ready, wanted.langs[0])
    index = _index(dossier, papers)
    return Made(files={paper.name: paper.octets for paper in papers} | {INDEX: canonical_json(index)}, index=index, not_yet=not_yet)


def stages_of(dossier: Dossier) -> set[Stage]:
    """The stages that the case has come to."""
    reached = {
        "notice": dossier.notice is not None,
        "lists": dossier.judgement is not None and dossier.judgement.screening is not None,
        "opened": dossier.results is not None,
        "ranked": dossier.results is not None and dossier.results.ranked,
        "award": dossier.results is not None and dossier.results.winner is not None,
    }
    found: dict[str, Stage] = {"notice": "notice", "lists": "lists", "opened": "opened", "ranked": "ranked", "award": "award"}
    return {found[name] for name, holds in reached.items() if holds}


def _too_early(kind: Kind) -> Fault:
    since = SINCE[kind.since]
    return fault(
        "tender.yaml",
        "papers.too-early",
        where="--only",
        what=("まだ作成できない文書である", "this paper cannot be made yet"),
        remedy=(since.ja, since.en),
        shown=kind.id,
    )


SINCE: Mapping[Stage, Text] = {
    "notice": Text(ja="tender.yaml に evaluation: を書く", en="write evaluation: in tender.yaml"),
    "lists": Text(
        ja="stage: list とするか、publication.opened_at に開札日を書き、その日以後に作成する",
        en="set stage: list, or state publication.opened_at and make it on or after that day",
    ),
    "opened": Text(
        ja="publication.opened_at に開札日を書き、その日以後に作成する",
        en="state publication.opened_at and make it on or after that day",
    ),
    "ranked": Text(
        ja="随意契約では順位を付けないため作成しない。その他の方法では、publication.opened_at に開札日を書き、その日以後に作成する",
        en="a discretionary contract ranks nobody and has none; else state publication.opened_at and make it on or after that day",
    ),
    "award": Text(
        ja="落札候補者等が定まるか、publication.award に決定を記録してから作成する",
        en="make it once a winner is proposed, or the decision stands under publication.award",
    ),
}


def _with_bundles(dossier: Dossier, kinds: Sequence[Kind], lang: Lang) -> Iterator[Paper]:
    """The papers of these kinds; bundles are made of others, which are made for them where they were not asked for."""
    ids = {kind.id for kind in kinds}
    if "complaint" not in ids:
        yield from _papers(dossier, kinds, lang)
        return
    stages = stages_of(dossier)
    needed = [kind for kind in KINDS if kind.id != "complaint" and (kind.id in ids or (kind.id in BUNDLED and kind.since in stages))]
    made = list(_papers(dossier, needed, lang))
    yield from (paper for paper in made if paper.kind in ids)
    yield from _bundles(dossier, [paper for paper in made if paper.kind in BUNDLED and _is_enclosed(paper)], lang)


def _printed(name: str, view: View, dossier: Dossier) -> dict[str, bytes]:
    """A page by itself: as PDF; where none can be made, as HTML."""
    if pdf_here():
        return pdf_papers({f"{name}.pdf": ("notice.typ", view)}, dossier.day)
    return html_papers({f"{name}.html": ("notice.html", view)})


def _is_enclosed(paper: Paper) -> bool:
    """Papers go into a bundle as PDF; where none can be made, as HTML."""
    return paper.name.endswith(".pdf" if pdf_here() else ".html")


def _bundles(dossier: Dossier, papers: Sequence[Paper], lang: Lang) -> Iterator[Paper]:
    """One bundle for each bid but the winner's."""
    award = dossier.published.award
    for bid in dossier.case.submission.bids:
        if award is not None and bid.id == award.bid.id:
            continue
        found = enclosures(dossier, bid, papers, lang)
        document = index_document(dossier, bid, found, lang)
        view = view_of(document, dossier.case.submission.tender)
        index = [Enclosed(path=name, title=document.title, octets=octets) for name, octets in _printed(f"index.{lang}", view, dossier).items()]
        yield Paper(
            name=f"protected/complaint/{file_name(bid.id)}.{lang}.zip",
            octets=zipped([*index, *found], dossier.day),
            kind="complaint",
            title=document.title,
            audience="protected",
            bid=bid.id,
            lang=lang,
        )


def _papers(dossier: Dossier, kinds: Sequence[Kind], lang: Lang) -> Iterator[Paper]:
    documents = [(kind, document) for kind in kinds for document in _documents(dossier, kind, lang)]
    views = {id(document): view_of(document, dossier.case.submission.tender) for _, document in documents}
    pages = _pages([document for _, document in documents], views)
    for kind, document in documents:
        yield from _forms(document, views[id(document)], pages[_path(document)], dossier, kind)
    for kind in kinds:
        if kind.id == "sheets":
            yield from _sheets(dossier, lang)
        elif kind.id == "questions":
            yield from _answer_forms(dossier, kind, lang)


def _documents(dossier: Dossier, kind: Kind, lang: Lang) -> Iterable[Document]:
    return DOCUMENTS[kind.id](dossier, lang) if kind.id in DOCUMENTS else ()


def _pages(documents: Sequence[Document], views: Mapping[int, View]) -> dict[str, bytes]:
    """Path -> HTML. All that one reader gets shares one subset of the font: one shared with others would tell the characters of their papers."""
    made: dict[str, bytes] = {}
    readers: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        readers.setdefault((document.audience, document.bid if document.audience == "bidder" else ""), []).append(document)
    for held in readers.values():
        made |= html_papers({_path(document): ("notice.html", views[id(document)]) for document in held})
    return made


DOCUMENTS: Mapping[str, Callable[[Dossier, Lang], Iterable[Document]]] = {
    "criteria": lambda dossier, lang: [criteria_document(dossier.notice, lang)] if dossier.notice else [],
    "questions": lambda dossier, lang: _questions(dossier, lang),
    "results": lambda dossier, lang: [results_document(dossier.results, lang)] if dossier.results else [],
    "reasons": lambda dossier, lang: [reasons_document(dossier.results, lang)] if dossier.results else [],
    "protected": lambda dossier, lang: [protected_document(dossier.judgement, lang, draft=_is_open(dossier))] if dossier.judgement else [],
    "comparison": lambda dossier, lang: (
        [comparison_document(dossier.judgement, lang, draft=_is_open(dossier))] if dossier.judgement and dossier.judgement.evaluation else []
    ),
    "record": lambda dossier, lang: (
        [decision_document(decision_record(found), found.case.submission.tender, lang, draft=_is_open(dossier))]
        if (found := dossier.basis) is not None
        else []
    ),
    "award": lambda dossier, lang: [award_document(dossier.results, lang)] if dossier.results else [],
    "letters": lambda dossier, lang: letter_documents(dossier.results, lang) if dossier.results else [],
}
"""Kind -> the documents that it comes to; sheets and bundles are files of their own."""


def _is_open(dossier: Dossier) -> bool:
    """Whether no award is decided yet."""
    return dossier.published.award is None or dossier.published.award.at is None


def _forms(document: Document, view: View, page: bytes, dossier: Dossier, kind: Kind) -> Iterator[Paper]:
    """The document as HTML, PDF where that can be made, and a workbook where the kind has one."""
    path = _path(document)
    made = {f"{path}.html": page}
    if pdf_here():
        made |= pdf_papers({f"{path}.pdf": ("notice.typ", view)}, dossier.day)
    if kind.workbook:
        made |= {f"{path}.xlsx": xlsx_document(view, dossier.day)}
    for name, octets in made.items():
        yield Paper(
            name=name, octets=octets, kind=document.kind, title=document.title, audience=document.audience, bid=document.bid, lang=document.lang
        )


def _record_as_json(dossier: Dossier, kinds: Sequence[Kind], lang: Lang) -> Iterator[Paper]:
    """The decision record for machines, once: it is in both languages."""
    if dossier.basis is not None and any(kind.id == "record" for kind in kinds):
        octets = canonical_json(decision_record_json(decision_record(dossier.basis)))
        yield Paper(
            name="agency/decision-record.json", octets=octets, kind="record", title="decision-record.json", audience="agency", bid="", lang=lang
        )


def _letters(dossier: Dossier) -> tuple[Letter, ...]:
    """A letter for every bidder, on the terms of the round; before any round, without a last day."""
    judgement = dossier.judgement
    if judgement is None or judgement.screening is None:
        return ()
    return letters_on(judgement) or letters_of_round(judgement.submission, judgement.screening, None)


def _questions(dossier: Dossier, lang: Lang) -> Iterator[Document]:
    submission = dossier.case.submission
    lists = {bid.id: bid.list.items if bid.list else () for bid in submission.bids}
    return (question_document(letter, lists[letter.bid], submission.tender, lang) for letter in _letters(dossier))


def _answer_forms(dossier: Dossier, kind: Kind, lang: Lang) -> Iterator[Paper]:
    """The form for the answers to each letter."""
    for letter in _letters(dossier):
        octets, name = answer_form(letter, dossier.case.submission.tender, lang), f"bidders/{file_name(letter.bid)}/answers.{lang}.xlsx"
        yield Paper(name=name, octets=octets, kind=kind.id, title=kind.title.pick(lang), audience=kind.audience, bid=letter.bid, lang=lang)


def _path(document: Document) -> str:
    folder = FOLDERS[document.audience]
    about = f"{file_name(document.bid)}/" if document.audience == "bidder" else ""
    return f"{folder}/{about}{document.name}.{document.lang}"


def _sheets(dossier: Dossier, lang: Lang) -> Iterator[Paper]:
    """A blank sheet for each bid and evaluator."""
    criteria = dossier.notice.criteria if dossier.notice else None
    tender = dossier.case.submission.tender
    for bid in dossier.case.submission.bids if criteria else ():
        for place, member in enumerate(criteria.members if criteria else (), start=1):
            assert criteria is not None
            octets = sheet_form(criteria, title=tender.title or tender.id, member=member, bid=bid.id, lang=lang)
            name = f"agency/sheets/{file_name(bid.id)}/{place:02}-{file_name(member)}.{lang}.xlsx"
            yield Paper(name=name, octets=octets, kind="sheets", title=member, audience="agency", bid=bid.id, lang=lang)


def _index(dossier: Dossier, papers: Sequence[Paper]) -> dict[str, object]:
    """What was made, of which case, as of which day, by digest."""
    return {
        "format": FORMAT,
        "case": dossier.case.submission.tender.id,
        "as_of": dossier.day.isoformat(),
        "judgement": dossier.judgement.digest if dossier.judgement else None,
        "papers": [
            {
                "path": one.name,
                "kind": one.kind,
                "audience": one.audience,
                "bid": one.bid or None,
                "lang": one.lang,
                "sha256": sha256_hex(one.octets),
            }
            for one in papers
        ],
    }
