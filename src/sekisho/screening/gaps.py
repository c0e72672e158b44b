"""What a chart leaves open, in words: the gap codes of `ownership.paths` and those that sources state."""

from collections.abc import Mapping

from ..terms import Text

GAPS: Mapping[str, Text] = {
    "no-chart": Text(ja="資本関係の資料がない", en="no chart says who owns it"),
    "out-of-date": Text(ja="基準日に効力のある記載がない", en="every row about it is out of date"),
    "remainder": Text(ja="持分の一部の保有者が示されていない", en="part of its shares is not stated"),
    "contradictory": Text(ja="持分の合計が100%を超えている", en="its shares add up to more than 100 %"),
    "self-holding": Text(ja="自己の持分を保有している", en="it holds shares of itself"),
    "unknown-owner": Text(ja="名を示されない保有者である", en="an owner that nobody names"),
    "several-of-this-name": Text(
        ja="同じ名称の者が複数あり、番号がないため、どの者か定まらない", en="others bear its name, and no number tells which of them it is"
    ),
    "more": Text(ja="これより先は調べていない(件数の上限)", en="the search ended here (limit)"),
    "share-unstated": Text(ja="連結されているが割合が示されていない", en="it is consolidated, and no share is stated"),
    "lapsed": Text(ja="関係の登録が更新されていない", en="the registration of a relationship has lapsed"),
    "record-closed": Text(ja="記録が閉じられている(消滅した可能性)", en="its own record is closed; it may no longer exist"),
    "no-beneficial-owners": Text(ja="出典は実質的支配者がないとしている", en="the source says that it has no beneficial owners"),
}
PARENTS: Mapping[str, Text] = {
    "direct-parent": Text(ja="直接の親会社", en="its direct parent"),
    "ultimate-parent": Text(ja="最終の親会社", en="its ultimate parent"),
}
REASONS: Mapping[str, Text] = {
    "NATURAL_PERSONS": Text(ja="自然人が支配している", en="natural persons control it"),
    "NO_LEI": Text(ja="LEI を持たない", en="has no LEI"),
    "NON_PUBLIC": Text(ja="公表されていない", en="is not public"),
    "NON_CONSOLIDATING": Text(ja="連結する親会社がない", en="does not consolidate it, or there is none"),
    "NO_KNOWN_PERSON": Text(ja="支配する者が知られていない", en="is not known: nobody is known to control it"),
}


def gap_text(code: str, holder: str) -> Text:
    """A gap as a sentence, the code after it; a code that is not known here stands as it is."""
    known = GAPS.get(code)
    parent, _, reason = code.partition(":")
    if known is None and parent in PARENTS:
        why = REASONS.get(reason, Text(ja=f"示されていない({reason})", en=f"is not disclosed ({reason})"))
        known = Text(ja=f"{PARENTS[parent].ja}: {why.ja}", en=f"{PARENTS[parent].en} {why.en}")
    if known is None:
        return Text(ja=f"{holder}({code})", en=f"{holder} ({code})")
    return Text(ja=f"「{holder}」{known.ja}({code})", en=f"“{holder}”: {known.en} ({code})")
