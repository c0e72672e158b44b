"""What the terminal shows of a judgement: the ranking first, then why, then where the papers are."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import click

from ..award.price import AwardPrice
from ..desk.as_json import evaluation_json, proposal_json, score_text, screening_json
from ..desk.evaluated_json import lot_json
from ..desk.model import Judgement
from ..desk.procedure_json import procedure_json
from ..desk.what_if import Tried
from ..evaluation.explain import grade_text, turn_text
from ..findings import Verdict
from ..names.spoofing import shown
from ..screening.model import ScreenedVersion
from ..terms import Text, decimal_text
from ..wiring import Written

WORDS = {
    Verdict.CLEAR: {"ja": "確認した範囲で懸念は認められない", "en": "no concern found within what was examined"},
    Verdict.REFER: {"ja": "懸念が払拭できない(要確認)", "en": "concern cannot be dispelled (to be clarified)"},
    Verdict.BAR: {"ja": "懸念あり(除外の提案)", "en": "concern found (exclusion proposed)"},
}
HEADS = {
    "ja": ["順位", "応札者", "入札価格", "技術点", "価格点", "総合", "状態", "理由"],
    "en": ["rank", "bidder", "price", "technical", "price pts", "total", "status", "why"],
}
MOST_NOTES = 10
PROPOSED = {
    "award": {"ja": "落札候補(提案)", "en": "Proposed award"},
    "negotiation": {"ja": "交渉権者の候補(提案。落札ではない)", "en": "Proposed for negotiation (not the award)"},
    "contract": {"ja": "契約の相手方(提案)", "en": "Proposed party"},
}
STATUS = {
    "ranked": {"ja": "有効", "en": "ranked"},
    "pending": {"ja": "確認中", "en": "pending"},
    "excluded": {"ja": "除外(提案)", "en": "excluded"},
}


def exit_code(judgement: Judgement) -> int:
    """0 where every bid is clear, 1 with findings, 3 where the edition is stale."""
    screening = judgement.screening
    if screening is None:
        return 0 if _is_proposed(judgement) else 1
    if screening.stale:
        return 3
    stopped = judgement.open_steps and (judgement.evaluation is not None or judgement.submission.tender.shape.discretionary is not None)
    return 0 if not stopped and all(bid.verdict is Verdict.CLEAR for bid in screening.bids) else 1


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """The whole judgement as the contract's JSON objects side by side."""
    return {
        "case": judgement.submission.tender.id,
        "digest": judgement.digest,
        "engine": judgement.engine,
        "screening": screening_json(judgement.screening) if judgement.screening else None,
        "evaluation": evaluation_json(judgement.evaluation, case=judgement.submission.tender.id) if judgement.evaluation else None,
        "proposal": proposal_json(judgement.proposal) if judgement.proposal else None,
        "procedure": procedure_json(judgement.submission.tender, judgement.process),
        **({"lots": [lot_json(one) for one in judgement.lots]} if judgement.lots else {}),
    }


def tell_judgement(judgement: Judgement, lang: str, most: int | None = None) -> None:
    """Outcome first: the proposal, the ranking, the findings of each bid."""
    tender = judgement.submission.tender
    _echo(f"\n{tender.id}  {tender.title}  ({tender.agency})")
    if judgement.proposal:
        winner = next((bid.bidder.name for bid in judgement.submission.bids if bid.id == judgement.proposal.winner), None)
        head = PROPOSED[judgement.proposal.ends_in][lang]
        none = {"ja": "ロットごと" if judgement.lots else "なし", "en": "lot by lot" if judgement.lots else "none"}[lang]
        _echo(f"{head}: {winner or none} — {judgement.proposal.reason.pick(lang)}\n")
    if judgement.evaluation or judgement.lots:
        tell_rankings(judgement, lang)
    if judgement.proposal:
        tell_award_price(judgement.proposal.price, lang, contract=judgement.proposal.ends_in == "contract")
        _echo("")
    if judgement.screening:
        tell_screening(judgement, lang, most)


def has_winner(judgement: Judgement) -> bool:
    """Whether the evaluation has a winner; with lots, every one of them."""
    evaluations = [one.judgement.evaluation for one in judgement.lots] or [judgement.evaluation]
    return all(one is not None and one.winner is not None for one in evaluations)


def _is_proposed(judgement: Judgement) -> bool:
    proposals = [one.judgement.proposal for one in judgement.lots] or [judgement.proposal]
    return all(one is not None and one.winner is not None for one in proposals)


def tell_rankings(judgement: Judgement, lang: str) -> None:
    """The ranking, or that of each lot under its heading with what the award would come to."""
    if not judgement.lots:
        tell_ranking(judgement, lang)
    for one in judgement.lots:
        _echo(f"{'ロット' if lang == 'ja' else 'Lot'} {one.lot.id} {one.lot.title}".rstrip())
        tell_ranking(one.judgement, lang)
        if one.judgement.proposal:
            tell_award_price(one.judgement.proposal.price, lang)


def tell_award_price(price: AwardPrice | None, lang: str, *, contract: bool = False) -> None:
    """What the award or contract would come to, with tax."""
    if price is not None:
        name = {"ja": "契約金額" if contract else "落札価格", "en": "Contract price" if contract else "Award price"}[lang]
        head = name + {"ja": "(税込、1円未満切捨て)", "en": " (with tax, fraction below one yen cut)"}[lang]
        _echo(f"{head}: {_grouped(decimal_text(price.amount))} {price.bid.currency}")


def tell_ranking(judgement: Judgement, lang: str) -> None:
    """The ranking as a table; the lowest price is marked with *."""
    evaluation = judgement.evaluation
    if evaluation is None:
        return
    bids = {bid.id: bid for bid in judgement.submission.bids}
    lowest = min((bid.price.amount for bid in bids.values() if bid.price), default=None)
    rows = []
    for one in sorted(evaluation.bids, key=lambda scored: (scored.rank is None, scored.rank or 0, scored.bid)):
        price = bids[one.bid].price
        shown = f"{_grouped(decimal_text(price.amount))} {price.currency}{'*' if price.amount == lowest else ''}" if price else "-"
        scores = [
            score_text(value, evaluation.rounding, part) or "-"
            for value, part in ((one.technical_score, "technical"), (one.price_score, "price"), (one.total, "total"))
        ]
        why = one.reason.pick(lang) if one.reason else ""
        rows.append([str(one.rank or "-"), f"{one.bid} {bids[one.bid].bidder.name}", shown, *scores, STATUS[one.status][lang], why])
    _table(HEADS[lang], rows)
    _echo({"ja": "* 最低価格", "en": "* lowest price"}[lang])
    if evaluation.tie:
        _echo({"ja": "同点: ", "en": "Tie: "}[lang] + ", ".join(evaluation.tie))


def tell_what_if(tried: Tried, lang: str) -> None:
    """The ranking under the assumptions, and the turning points one a line; with lots, lot by lot."""
    for lot, one in ((lot, one) for lot, one in tried.lots if one.evaluation or one.sensitivity):
        _echo(f"{'ロット' if lang == 'ja' else 'Lot'} {lot}")
        tell_what_if(one, lang)
    if tried.evaluation is not None:
        _echo({"ja": "仮定: ", "en": "What if: "}[lang] + ", ".join(tried.assumptions))
        rows = [
            [str(one.rank or "-"), one.bid, score_text(one.total, tried.evaluation.rounding, "total") or "-", STATUS[one.status][lang]]
            for one in sorted(tried.evaluation.bids, key=lambda scored: (scored.rank is None, scored.rank or 0, scored.bid))
        ]
        _table([HEADS[lang][at] for at in (0, 1, 5, 6)], rows)
        _echo({"ja": "落札者: ", "en": "Winner: "}[lang] + (tried.evaluation.winner or "-"))
    if tried.sensitivity is not None:
        _echo({"ja": "結果が変わるところ:", "en": "The outcome changes if:"}[lang])
        told = [*map(turn_text, tried.sensitivity.turns), *map(grade_text, tried.sensitivity.grades)]
        for text in told or [Text(ja="調べた範囲では変わらない", en="nothing that was tried changes it")]:
            _echo(f"  {text.pick(lang)}")


def tell_screening(judgement: Judgement, lang: str, most: int | None = None) -> None:
    """Each bid's verdict, coverage and findings, the gravest first; `most` limits how many of each bid are shown."""
    screening = judgement.screening
    if screening is None:
        return
    names = {bid.id: bid.bidder.name for bid in judgement.submission.bids}
    if screening.scope == "out":
        out = {
            "ja": "対象システムの観点に当たらないため、確認の対象外である。",
            "en": "Out of scope: the system meets none of the policy's viewpoints, so nothing was asked.",
        }
        _echo(out[lang])
    for bid in screening.bids if screening.scope == "in" else ():
        cover = bid.coverage
        examined = {
            "ja": f"機器等{cover.items}行(製造業者判明{cover.items_with_maker})・部品{cover.components}点(同{cover.components_with_maker})",
            "en": f"{cover.items} lines ({cover.items_with_maker} with maker), {cover.components} parts ({cover.components_with_maker} with maker)",
        }
        _echo(f"{bid.bid} {names[bid.bid]}: {WORDS[bid.verdict][lang]}  [{examined[lang]}]")
        for version in bid.versions:
            _tell_version(version, lang)
        findings = sorted(bid.all_findings(), key=lambda one: -one.standing)
        shown = findings if most is None else findings[:most]
        for found in shown:
            mark = {"bar": "×", "refer": "?", "clear": "·"}[found.standing.word]
            settled = f" → {found.settled.verdict.word} ({found.settled.by})" if found.settled else ""
            _echo(f"   {mark} {found.rule} {found.because.pick(lang)}{settled}  [{found.id}]")
        if len(findings) > len(shown):
            rest = len(findings) - len(shown)
            _echo({"ja": f"   … ほか{rest}件(判定書を参照)", "en": f"   … and {rest} more (see the papers)"}[lang])
    for notice in _notes(judgement):
        _echo({"ja": "注: ", "en": "Note: "}[lang] + notice.pick(lang))


def _tell_version(version: ScreenedVersion, lang: str) -> None:
    """What a version of the list came to, and what of it was screened again."""
    head = {"ja": f"機器等リスト第{version.version}版", "en": f"list version {version.version}"}[lang]
    told = f" {version.text.pick(lang)}" if version.text else ""
    _echo(f"   {head}: {WORDS[version.verdict][lang]}.{told}" if lang == "en" else f"   {head}: {WORDS[version.verdict][lang]}。{told.strip()}")


def _notes(judgement: Judgement) -> Iterator[Text]:
    """What a reader must know of the footing: sample register, rehearsal, a stale edition, what nobody has verified."""
    screening, pack = judgement.screening, judgement.pack
    if judgement.edition is not None and judgement.edition.demo:
        yield Text(ja="登録簿は見本であり、実在の指定ではない。", en="The register is a sample, not a real designation.")
    if screening is not None and screening.stale:
        yield Text(ja="登録簿の版が有効期間を過ぎており、懸念なしとしたものはない。", en="The register edition is past its time; nothing is clear.")
    if screening is not None and screening.rehearsal and pack is not None:
        yield pack.rehearsal_text
    yield from screening.notices if screening else ()
    yield from pack.unverified if pack else ()
    yield from (one.because for one in judgement.process)
    yield from judgement.notices[:MOST_NOTES]


def tell_written(written: Written, lang: str, *, verified: bool | None = None) -> None:
    """Where the papers and the record are."""
    heads = {
        "ja": ("判定書", "記録", "検証: 記録は整合している", "検証: 記録が整合しない", "確認証"),
        "en": ("Papers", "Record", "Verified: the record holds", "Verified: the record does NOT hold", "Certificates"),
    }[lang]
    first = next((name for name in (f"judgement.{lang}.pdf", f"judgement.{lang}.html") if name in written.papers), "")
    _echo(f"\n{heads[0]}: {written.out / 'papers' / first}")
    _echo(f"{heads[1]}: {written.out / 'record'} ({written.entries} entries)  key {written.out / 'key.vkey'}")
    if written.certificates:
        _echo(f"{heads[4]}: {written.certificates[0].parent} ({len(written.certificates)})")
    for note in written.notes:
        _echo(f"  {note}")
    if verified is not None:
        _echo(heads[2] if verified else heads[3])


def _echo(text: str) -> None:
    """A line for the terminal, in which what a bidder hid in a name is written out."""
    click.echo(shown(text))


def _grouped(number: str) -> str:
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _table(heads: list[str], rows: list[list[str]]) -> None:
    widths = [max(_width(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    for row in [heads, *rows]:
        _echo("  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip())
