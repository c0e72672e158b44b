"""A Judgement as one plain nested dict of strings, once a language. HTML, PDF and XLSX all print this and nothing else.

An empty string stands for "no"; nothing here is markup, and nothing a bidder wrote is trusted to be short, visible or one line.
"""

from ..desk.model import JudgedLot, Judgement
from ..terms import Lang
from .dates import day_text, period_text
from .texts import cut, each_text, name_text, short_text, visible
from .view_bids import bid_view, letter_view, numbers, questions_view
from .view_findings import View
from .view_outcome import outcome_view, screened_by_bid
from .view_procured import procured_rows
from .view_sources import SHORT, sources_view
from .view_sums import sums_view
from .words import word, words


def judgement_view(judgement: Judgement, lang: Lang) -> View:
    """The judgement paper: title, banners, tender, outcome, bids, questions, sums, sources, and the words around them (`w`)."""
    tender = judgement.submission.tender
    screened = screened_by_bid(judgement)
    shown: View = {
        "lang": lang,
        "title": word(lang, "title"),
        "tender_id": name_text(tender.id),
        "header_id": short_text(tender.id),
        "digest": judgement.digest[:SHORT],
        "banners": _banners(judgement, lang),
        "tender": _tender_rows(judgement, lang),
        "outcome": outcome_view(judgement, lang),
        "bids": [bid_view(bid, screened.get(bid.id), lang) for bid in judgement.submission.bids],
        "letters": _letters(judgement, lang),
        "sums": sums_view(judgement, lang),
        "lots": [_lot(one, lang) for one in judgement.lots],
        "sources": sources_view(judgement, lang),
    }
    return _fit_to_print(shown, lang)


def _lot(one: JudgedLot, lang: Lang) -> View:
    """A lot under its heading: outcome, ranking and arithmetic as of a tender of its own."""
    name = f"{word(lang, 'lot')} {name_text(one.lot.id)}  {name_text(one.lot.title)}".rstrip()
    return {"name": name, "outcome": outcome_view(one.judgement, lang), "sums": sums_view(one.judgement, lang)}


def letter_views(judgement: Judgement, lang: Lang) -> dict[str, View]:
    """One letter for each bid that has questions, by the bid's id."""
    letters = judgement.proposal.letters if judgement.proposal else ()
    return {letter.bid: _fit_to_print(letter_view(judgement, letter, lang), lang) for letter in letters if letter.questions}


def _fit_to_print(shown: View, lang: Lang) -> View:
    printable: View = each_text(shown, lambda text: cut(visible(text), lang))
    return printable | {"w": dict(words(lang))}


def _letters(judgement: Judgement, lang: Lang) -> list[View]:
    screened = screened_by_bid(judgement)
    known = {bid: numbers(one) for bid, one in screened.items()}
    letters = judgement.proposal.letters if judgement.proposal else ()
    return [questions_view(letter, known.get(letter.bid, {}), lang) for letter in letters if letter.questions]


def _banners(judgement: Judgement, lang: Lang) -> list[str]:
    screening, edition = judgement.screening, judgement.edition
    marks = {
        "banner_rehearsal": judgement.submission.tender.rehearsal or bool(screening and screening.rehearsal),
        "banner_demo": bool(edition and edition.demo),
        "banner_stale": bool(screening and screening.stale) or bool(edition and edition.stale_cards(judgement.facts_as_of)),
        "banner_scope": bool(screening and screening.scope == "out"),
    }
    said = [word(lang, key) for key, holds in marks.items() if holds]
    said += [one.because.pick(lang) for one in judgement.open_steps]
    return list(dict.fromkeys(said + [notice.pick(lang) for notice in (screening.notices if screening else ())]))


def _tender_rows(judgement: Judgement, lang: Lang) -> list[list[str]]:
    tender, pack, screening = judgement.submission.tender, judgement.pack, judgement.screening
    rows = [
        [word(lang, "tender_id"), name_text(tender.id)],
        [word(lang, "tender_title"), name_text(tender.title)],
        [word(lang, "agency"), name_text(tender.agency)],
        [word(lang, "notice_date"), day_text(tender.notice_date, lang)],
        [word(lang, "policy"), _policy(judgement, lang)],
    ]
    if pack:
        revised = ", ".join(day_text(day, lang) for day in pack.revised_at) or word(lang, "none")
        dates = f"{word(lang, 'policy_adopted')} {day_text(pack.adopted_at, lang)} / {word(lang, 'policy_revised')} {revised}"
        rows.append([word(lang, "policy_period"), period_text(pack.period, lang)])
        rows.append([word(lang, "policy_dates"), dates])
        rows.append([word(lang, "viewpoints"), _viewpoints(judgement, lang)])
    rows += procured_rows(judgement, lang)
    if screening:
        rows.append([word(lang, "policy_as_of"), day_text(screening.policy_as_of, lang)])
    rows.append([word(lang, "facts_as_of"), _facts(judgement, lang)])
    return rows


def _policy(judgement: Judgement, lang: Lang) -> str:
    pack = judgement.pack
    if pack is None:
        return word(lang, "no_policy")
    return f"{pack.title.pick(lang)} ({pack.id} {pack.version}) / {pack.instrument.pick(lang)}"


def _viewpoints(judgement: Judgement, lang: Lang) -> str:
    stated = judgement.submission.tender.viewpoints
    if stated is None:
        return word(lang, "unknown")
    known = {one.id: one.text.pick(lang) for one in judgement.pack.viewpoints} if judgement.pack else {}
    return " / ".join(known.get(one, name_text(one)) for one in stated) or word(lang, "scope_out")


def _facts(judgement: Judgement, lang: Lang) -> str:
    day = day_text(judgement.facts_as_of, lang)
    differ = judgement.screening and judgement.screening.policy_as_of != judgement.facts_as_of
    return f"{day}  {word(lang, 'dates_differ')}" if differ else day
