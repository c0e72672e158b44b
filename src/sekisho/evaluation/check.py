"""What must be given before anything is reckoned: every missing, unfitting or unreadable fact of the notice and the bids, all at once."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ..faults import Fault, InputRefused, fault
from ..tenders.model import Bid
from ..terms import Money, Text
from .formulas import PARTS, Formulas, UndefinedFor
from .language import NAMES, Unreadable, parse
from .model import Terms
from .presets import OWN, Parameter, Preset, own_preset, preset

RAW = "raw_points"


def preset_of(terms: Terms, *, file: str) -> Preset:
    """The preset that the notice names, or its own formulas; InputRefused lists every one of those that cannot be read."""
    if terms.preset.lower() != OWN:
        return preset(terms.preset, file=file)
    faults: list[Fault] = []
    known = [*terms.parameters, *NAMES]
    read = {}
    for part, text in terms.formulas.items():
        try:
            read[part] = parse(text, known=known)
        except Unreadable as error:
            faults.append(_unreadable(file, part, text, error))
    if "total" not in terms.formulas or not set(terms.formulas) <= set(PARTS):
        faults.append(
            fault(
                file,
                "evaluation.formulas-missing",
                where="evaluation.formulas",
                what=("公告の式がそろっていない", "the notice's own formulas are not whole"),
                remedy=(
                    "evaluation.formulas: {technical: …, price: …, total: …} を書く(total は必須)",
                    "write evaluation.formulas: {technical: …, price: …, total: …}; total is needed",
                ),
                shown=", ".join(terms.formulas),
            )
        )
    if faults:
        raise InputRefused(faults)
    parameters = tuple(Parameter(name=name, text=Text(ja=name, en=name), default=value) for name, value in terms.parameters.items())
    return own_preset(terms.formulas, Formulas(of={part: read[part] for part in PARTS if part in read}), parameters)


def _unreadable(file: str, part: str, text: str, error: Unreadable) -> Fault:
    return fault(
        file, "evaluation.formula-unreadable", where=f"evaluation.formulas.{part}: {error.at}",
        what=(f"式が読めない: {error.what[0]}", f"the formula cannot be read: {error.what[1]}"),
        remedy=("書き方: docs/reference/formula-language.md", "how to write one: docs/reference/formula-language.md"), shown=text,
    )  # fmt: skip


def undefined(error: UndefinedFor, file: str) -> Fault:
    return fault(
        file,
        "evaluation.undefined",
        where=f"bids/{error.bid}: {error.part}",
        what=("式のこの部分が 0 になり、割り算が定義されない", "this part of the formula is 0 and cannot be divided by"),
        remedy=("公告の式と数値を確認する", "check the notice's formula and its numbers"),
        shown=error.divisor,
    )


def check(bids: Sequence[Bid], terms: Terms, chosen: Preset, file: str) -> None:
    """Every missing or unfitting fact at once."""
    faults: list[Fault] = []
    if chosen.needs_ceiling and (terms.ceiling is None or terms.ceiling.amount == 0):
        faults.append(
            fault(
                file,
                "evaluation.ceiling-missing",
                where="ceiling",
                what=(f"{chosen.id} には 0 より大きい予定価格が要る", f"{chosen.id} needs a ceiling price above 0"),
                remedy=("ceiling: {amount, currency, tax} を書く", "add ceiling: {amount, currency, tax}"),
            )
        )
    faults += _parameter_faults(terms, chosen, file)
    basis = terms.ceiling or next((one.price for one in bids if one.price), None)
    for one in bids:
        faults += _bid_faults(one, terms, chosen, basis)
    if faults:
        raise InputRefused(faults)


def _bid_faults(bid: Bid, terms: Terms, chosen: Preset, basis: Money | None) -> Iterable[Fault]:
    file = f"bids/{bid.id}/bid.yaml"
    if bid.price is None:
        if terms.priced or chosen.needs_price:
            yield fault(
                file, "evaluation.price-missing", where="price", what=("入札価格がない", "there is no price"),
                remedy=("price: {amount, currency, tax} を書く(価格の前なら stage: list で screen を使う)", "add price: {amount, currency, tax} (before prices exist, use `screen` with stage: list)"),  # noqa: E501
            )  # fmt: skip
    elif bid.price.amount == 0 and chosen.formulas.divisors & {"bid", "lowest_bid"}:
        yield fault(
            file, "evaluation.price-zero", where="price.amount", what=("0 円では割り算が定義されない", "a price of 0 cannot be divided by"),
            remedy=("入札の有効性を確認する", "check whether the bid is valid"), shown="0",
        )  # fmt: skip
    elif basis is not None and (bid.price.currency != basis.currency or (bid.price.tax != basis.tax and terms.tax_rate is None)):
        yield fault(
            file, "evaluation.price-basis", where="price",
            what=("通貨か税の扱いが揃っていない", "currency or tax basis differs from the ceiling's or the other bids'"),
            remedy=("通貨と tax を揃えるか、evaluation.tax_rate を書く", "use one currency and tax basis, or state evaluation.tax_rate"),
            shown=f"{bid.price.currency} {bid.price.tax}",
        )  # fmt: skip
    if bid.technical is None or bid.technical.score is None:
        if chosen.needs_technical:
            yield fault(
                file, "evaluation.technical-missing", where="technical.score", what=("技術点がない", "there is no technical score"),
                remedy=("technical: {score, mandatory_met} を書く", "add technical: {score, mandatory_met}"),
            )  # fmt: skip
    elif bid.technical.score < 0 or ((most := _most_technical(terms, chosen)) is not None and bid.technical.score > most):
        yield fault(
            file, "evaluation.technical-out-of-range", where="technical.score", what=("技術点が 0 から満点の間にない", "the technical score is not between 0 and its maximum"),  # noqa: E501
            remedy=("採点表を確認する", "check the score sheet"), shown=str(bid.technical.score),
        )  # fmt: skip


def _most_technical(terms: Terms, chosen: Preset) -> Fraction | None:
    """The greatest technical score that evaluators can give, as far as the notice says it."""
    if RAW in chosen.formulas.names:
        return terms.parameters.get(RAW, next((one.default for one in chosen.parameters if one.name == RAW), None))
    return None if "best_technical" in chosen.formulas.names else terms.technical_points


def _parameter_faults(terms: Terms, chosen: Preset, file: str) -> Iterable[Fault]:
    """Numbers that the formulas name and nobody gave, and numbers that nothing asks for."""
    wanted = {one.name: one for one in chosen.parameters}
    for name in sorted(chosen.formulas.names & {*wanted, "low_price_line"}):
        given = terms.low_price_line if name == "low_price_line" else terms.parameters.get(name, wanted[name].default)
        if given is None:
            where = "evaluation.low_price_line" if name == "low_price_line" else f"evaluation.parameters.{name}"
            text = wanted[name].text if name in wanted else Text(ja="調査基準価格", en="the low-price line")
            yield fault(
                file, "evaluation.parameter-missing", where=where,
                what=(f"式が使う数値がない: {text.ja}", f"a number that the formula uses is missing: {text.en}"),
                remedy=(f"{where} に書く", f"write {where}"), shown=name,
            )  # fmt: skip
    for name in sorted(set(terms.parameters) - set(wanted)):
        yield fault(
            file, "evaluation.parameter-unknown", where=f"evaluation.parameters.{name}",
            what=("この評価方式の式が使わない数値である", "no formula of this preset uses this number"),
            remedy=("除くか、綴りを確かめる", "take it out, or check its spelling"), shown=name,
        )  # fmt: skip
