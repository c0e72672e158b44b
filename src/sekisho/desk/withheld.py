"""What is withheld from everything that is published, under which article, and until when.

The list depends on the stage alone: what was found of any bid, and whether anything was, changes no line of it.
"""

from dataclasses import dataclass
from datetime import date

from ..policy.model import Pack
from ..terms import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One thing that is withheld: the field it would stand in, its name, the reason with its article; `until` None = no day is set."""

    field: str
    name: Text
    because: Text
    until: date | None = None


_BIDS = Text(ja="応札者、その数、応札の内容", en="Bidders, their number and what they offer")
_MAKERS = Text(ja="すべての応札の製造業者、製品、型番、構成部品", en="Makers, products, models and parts of every bid")
_GROUNDS = Text(ja="すべての応札のサプライチェーン・リスクの確認の内容", en="What the check of supply-chain risk said of every bid")
_OTHERS = Text(ja="再委託先、役務の提供者、法人である所有者", en="Subcontractors, service providers, owners that are companies")
_PERSONS = Text(ja="応札者の背後にいる個人", en="Persons behind the bidders")
_CEILING = Text(ja="予定価格", en="Ceiling price")

_SEALED = Text(ja="開札までは誰にも示さない", en="Shown to nobody before bids are opened")
_COMMERCIAL = Text(ja="結果にかかわらず、どの応札についても公表しない", en="Published of no bid, whatever was found")
_CHECK = Text(
    ja="所見の有無にかかわらず、どの応札についても公表しない。応札者は自らの分を通知で知る",
    en="Published of no bid, whether or not anything was found; a bidder learns its own by letter",
)
_CEILING_LATER = Text(ja="落札者の決定後に公表する", en="Published once there is an award")
_CEILING_KEPT = Text(ja="調達機関は公表しない", en="The agency does not publish it")

_CONFIDENTIAL = Text(ja="政府調達協定15条1", en="GPA Art. XV:1")
_NOT_TO_DISCLOSE = Text(ja="政府調達協定17条", en="GPA Art. XVII")
_ORDER = Text(ja="予算決算及び会計令79条", en="予算決算及び会計令 Art. 79")
_PRIVATE = Text(ja="情報公開法5条1号", en="情報公開法 Art. 5(i)")
_COMPANIES = Text(ja="情報公開法5条2号", en="情報公開法 Art. 5(ii)")
_AFFAIRS = Text(ja="情報公開法5条6号", en="情報公開法 Art. 5(vi)")


def _because(reason: Text, *clauses: Text) -> Text:
    """The reason with its articles."""
    return Text(ja=f"{reason.ja}({'、'.join(one.ja for one in clauses)})", en=f"{reason.en} ({'; '.join(one.en for one in clauses)})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the list of things withheld depends on, all of it from the notice: no finding, no bid.

    `japanese`: Japan's own law is cited as well. `ceiling`: there is a ceiling. `persons`: those behind bidders are not published.
    """

    japanese: bool
    ceiling: bool
    persons: bool


def before_the_opening(kept: Kept, *, opened_at: date | None) -> tuple[Withheld, ...]:
    """Bids as a whole, and all that is never published."""
    bids = Withheld(field="bids", name=_BIDS, because=_because(_SEALED, _CONFIDENTIAL), until=opened_at)
    sealed = _because(_SEALED, *([_ORDER] if kept.japanese else []), _CONFIDENTIAL)
    ceiling = Withheld(field="tender/value", name=_CEILING, because=sealed)  # no day: the opening alone does not publish it
    return (bids, *_always(kept), *([ceiling] if kept.ceiling else []))


def after_the_opening(kept: Kept, *, ceiling_shown: bool, ceiling_later: bool) -> tuple[Withheld, ...]:
    """All that is never published, and the ceiling unless it is shown."""
    reason = _CEILING_LATER if ceiling_later else _CEILING_KEPT
    ceiling = Withheld(field="tender/value", name=_CEILING, because=_because(reason, *([_AFFAIRS] if kept.japanese else []), _NOT_TO_DISCLOSE))
    return (*_always(kept), *([ceiling] if kept.ceiling and not ceiling_shown else []))


def is_japanese(pack: Pack | None) -> bool:
    """Whether Japan's own law is cited: its packs are named `jp-…`; a case that is evaluated alone is taken for Japanese, as the presets are."""
    return pack is None or pack.id.startswith("jp-")


def why_the_check_is_withheld(*, japanese: bool) -> Text:
    """Why no text of the check goes to anyone but the agency: the same reason for every bid."""
    return _because(_CHECK, *([_AFFAIRS] if japanese else []), _NOT_TO_DISCLOSE)


def _always(kept: Kept) -> tuple[Withheld, ...]:
    commercial = _because(_COMMERCIAL, *([_COMPANIES] if kept.japanese else []), _NOT_TO_DISCLOSE)
    check = why_the_check_is_withheld(japanese=kept.japanese)
    private = _because(_COMMERCIAL, *([_PRIVATE] if kept.japanese else []), _NOT_TO_DISCLOSE)
    persons = Withheld(field="parties/beneficialOwners", name=_PERSONS, because=private)
    return (
        Withheld(field="bids/details/items", name=_MAKERS, because=commercial),
        Withheld(field="bids/details/description", name=_GROUNDS, because=check),
        Withheld(field="parties", name=_OTHERS, because=commercial),
        *([persons] if kept.persons else []),
    )
