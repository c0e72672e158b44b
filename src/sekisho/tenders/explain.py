"""The difference of two versions of a list in words and as JSON."""

from collections.abc import Mapping

from ..terms import Lang, Text
from .list_diff import ListDiff, MatchedBy, Pair, content_digest, stated
from .model import EquipmentItem, EquipmentList

COLUMN_TEXT: Mapping[str, Text] = {
    "line": Text(ja="番号", en="number"),
    "kind": Text(ja="種別", en="kind"),
    "maker": Text(ja="製造業者", en="maker"),
    "maker_id": Text(ja="製造業者の番号", en="maker's identifier"),
    "model": Text(ja="型番", en="model"),
    "name": Text(ja="製品名", en="name"),
    "version": Text(ja="版数", en="version"),
    "quantity": Text(ja="数量", en="quantity"),
    "purpose": Text(ja="用途", en="purpose"),
    "role": Text(ja="役割", en="role"),
    "origin": Text(ja="原産国", en="origin"),
    "place": Text(ja="設置場所", en="place"),
    "supplier": Text(ja="提供事業者", en="supplier"),
    "cloud_region": Text(ja="リージョン", en="cloud region"),
    "remarks": Text(ja="備考", en="remarks"),
}
MATCHED: Mapping[MatchedBy, Text] = {
    "line": Text(ja="番号も内容も同じ", en="same number, same content"),
    "content": Text(ja="番号だけが変わり、内容は同じ", en="renumbered, same content"),
    "product": Text(ja="製造業者・型番・製品名が同じ", en="same maker, model and name"),
    "number": Text(ja="番号が同じで、製品が差し替えられた", en="same number, another product"),
}


def diff_json(diff: ListDiff) -> dict[str, object]:
    """`list diff --json` (docs/reference/json.md)."""
    return {
        "before": _file(diff.before),
        "after": _file(diff.after),
        "counts": {name: len(getattr(diff, name)) for name in ("added", "removed", "changed", "unchanged")},
        "added": [_item(item) for item in diff.added],
        "removed": [_item(item) for item in diff.removed],
        "changed": [_pair(pair) for pair in diff.changed],
        "unchanged": [
            {"line": one.after.line, "was": one.before.line, "where": one.after.where, "digest": content_digest(one.after)} for one in diff.unchanged
        ],
    }


def _file(listed: EquipmentList) -> dict[str, object]:
    return {"file": listed.file, "digest": listed.digest, "lines": len(listed.items)}


def _item(item: EquipmentItem) -> dict[str, object]:
    said = stated(item)
    return {"where": item.where, **{column: said[column] for column in ("line", "maker", "model", "name")}, "digest": content_digest(item)}


def _pair(pair: Pair) -> dict[str, object]:
    return {
        "line": pair.after.line,
        "was": pair.before.line,
        "where": pair.after.where,
        "was_where": pair.before.where,
        "by": pair.by,
        "why": MATCHED[pair.by].as_json(),
        "fields": [{"field": one.field, "from": one.before, "to": one.after} for one in pair.fields],
        "digest": {"from": content_digest(pair.before), "to": content_digest(pair.after)},
    }


def diff_lines(diff: ListDiff, lang: Lang) -> list[str]:
    """The difference as readable lines: what changed first, the unchanged lines in one."""
    ja = lang == "ja"
    told = [(f"変更 {_number(one, ja)}" if ja else f"changed {_number(one, ja)}") + f" [{MATCHED[one.by].pick(lang)}]" for one in diff.changed]
    shown: list[str] = []
    for head, one in zip(told, diff.changed, strict=True):
        shown += [head, *(f"    {COLUMN_TEXT[change.field].pick(lang)}: {change.before or '-'} → {change.after or '-'}" for change in one.fields)]
    shown += [f"{'追加' if ja else 'added'} {_whole(item, ja)}" for item in diff.added]
    shown += [f"{'削除' if ja else 'removed'} {_whole(item, ja)}" for item in diff.removed]
    renumbered = [one for one in diff.unchanged if one.renumbered]
    shown += [f"{'番号のみ変更' if ja else 'renumbered'} {_number(one, ja)}" for one in renumbered]
    same = len(diff.unchanged)
    counts = (len(diff.changed), len(diff.added), len(diff.removed), same)
    shown.append(
        "変更{}行、追加{}行、削除{}行、変わらない行{}行".format(*counts) if ja else "{} changed, {} added, {} removed, {} unchanged".format(*counts)
    )
    return shown


def _number(pair: Pair, ja: bool) -> str:
    was = f"{pair.before.line} → " if pair.renumbered else ""
    return f"{was}{pair.after.line}番" if ja else f"line {was}{pair.after.line}"


def _whole(item: EquipmentItem, ja: bool) -> str:
    number = f"{item.line}番" if ja else f"line {item.line}"
    return " ".join(part for part in (number, item.maker.name if item.maker else "", item.model, item.name) if part)
