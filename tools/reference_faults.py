"""Every fault code that occurs in the source, with its words, read from the source itself (for `make_reference.py`).

A code stands in a call of `fault(…)` or `refuse(…)`, in a call of `Fields.wrong(…)` (family `case`), as a key of a table of words, or in
`tables/list_rules.yaml`. What no reader of source can see (codes put together at run time) is listed in `PUT_TOGETHER`.
"""

import ast
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

CODE = re.compile(r"[a-z0-9]+\.[a-z0-9_-]+")
Pair = tuple[str, str]
Entry = tuple[Pair, Pair, bool]
"""What is wrong and how to mend it, each (Japanese, English), and whether it is a warning."""

FAMILIES = {
    "file": "Any file, before it is understood",
    "text": "Text files",
    "zip": "The container of a workbook",
    "xlsx": "Workbooks",
    "csv": "CSV files",
    "json": "JSON files",
    "yaml": "YAML files",
    "xml": "XML files",
    "feed": "Any file with very many faults",
    "case": "The case folder: `tender.yaml`, `bid.yaml`, `decisions.yaml`, source cards",
    "list": "Equipment lists (機器等リスト)",
    "mapping": "Column mappings",
    "pairs": "Pairs of names (`sekisho compare`)",
    "match": "Lists of names (`sekisho match`)",
    "arrow": "Parquet and Arrow files",
    "answers": "Forms of answers (`sekisho questions`)",
    "questions": "Letters of questions",
    "sealed": "Sealed files of makers",
    "advice": "Advice in a case; requests to the centre and its answers (`sekisho advice`)",
    "stock": "What cases and estates hold, compiled (`sekisho whatif`)",
    "estate": "Exports of installed devices (`sekisho estate audit`)",
    "plan": "Removal plans that are read back (`sekisho estate audit --plan`)",
    "bom": "Bills of materials of any format",
    "cyclonedx": "Bills of materials (CycloneDX)",
    "spdx": "Bills of materials (SPDX)",
    "netbox": "NetBox device types as bills of materials",
    "parts": "Bills of materials in spreadsheets (部品表)",
    "chart": "Ownership charts in CSV",
    "bods": "Ownership charts in BODS 0.4",
    "compiled": "Compiled charts and bills of materials",
    "uses": "Tables of uses (`sekisho bom build`)",
    "products": "Products asked for (`sekisho bom`)",
    "asked": "Lists of what is asked for",
    "gleif": "Ownership charts from GLEIF",
    "ftm": "Ownership charts in FollowTheMoney",
    "owners": "Lists of entities (`sekisho owners --entities`)",
    "table": "Tables of marks (`sekisho identify --table`)",
    "marks": "Lists of devices (`sekisho identify --in`)",
    "register": "Register sources and editions (exit 3 where nothing may be judged)",
    "policy": "Policy packs",
    "evaluation": "Evaluation",
    "publish": "What is published of a case (`sekisho export`; exit 3 where the register is stale)",
    "papers": "Papers of a case (`sekisho papers`)",
    "awards": "Files of awards (`sekisho rakusatsu check`)",
    "record": "The record and its keys",
    "ledger": "The standing log (`sekisho ledger`)",
    "replay": "Replay (`sekisho replay`)",
    "certificate": "Certificates (`sekisho certificate`)",
    "seal": "Sealed files and the keys that open them",
    "alert": "Decisions on alerts (`sekisho alerts`)",
    "reporting": "Reports of what was identified (`sekisho reporting`)",
    "demo": "The demo",
}

_ROW: Pair = ("行を直す", "mend the row")
_COPY: Pair = ("`sekisho register build` で作り直すか、控えから戻す", "build it again with `sekisho register build`, or restore it from a copy")
_RETRIEVE: Pair = ("取得し直し、意図した変更なら出典カードを改める", "retrieve it again; if the change is meant, renew its card")
_CHOSEN = {name: name for name in ("designates", "affiliates", "classification", "name_kind", "level", "caveat")}
PUT_TOGETHER: dict[str, Entry] = {
    "case.missing": (("必要な項目がない", "a required key or block is missing"), ("その項目を書く", "add it (the message shows how)"), False),
    "policy.method-refused": (
        ("対象システムに、調達方針が認めない落札方式を用いている", "the award method is one that the pack refuses for a system in scope"),
        (
            "総合評価の方式を選ぶか、例外の決定を記録する",
            "choose a preset of comprehensive evaluation, or record the decision as `tender.method_exception`",
        ),
        False,
    ),
    "case.unreadable": (
        ("数値か日付として読めない", "this is not a decimal number, or not a date"),
        ("1200 / 2026-04-01 の形で書く", "write it like 1200, or like 2026-04-01"),
        False,
    ),
    "register.not-an-edition": (("版(エディション)のファイルではない", "this is not a register edition"), _COPY, False),
    "register.truncated": (
        (
            "版が途中で切れているか書き換えられている、又は出典の行数が出典カードと異なる",
            "the edition is truncated or altered, or a source does not have its card's number of rows",
        ),
        _COPY,
        False,
    ),
    "register.digest": (("内容が出典カードの sha256 と異なる", "the source's digest is not its card's"), _RETRIEVE, False),
    "register.too-many-cells": (("列の数より値が多い", "the row has more cells than columns"), _ROW, False),
    "register.entity-missing": (("entity が空である", "entity is empty"), _ROW, False),
    "register.name-missing": (("name が空である", "name is empty"), _ROW, False),
    "register.identifier": (("scheme と identifier は両方書く", "scheme and identifier go together"), _ROW, False),
    "register.effective_from": (("effective_from を日付として読めない", "effective_from is not a date"), _ROW, False),
    "register.effective_to": (("effective_to を日付として読めない", "effective_to is not a date"), _ROW, False),
    "register.said_at": (("said_at を日付として読めない", "said_at is not a date"), _ROW, False),
    "register.level-not-held": (("この区分の情報は登録簿に載せられない", "information of this level may not be entered here"), _ROW, False),
    **{f"register.{name}": ((f"{name} の値は使えない", f"the value of {name} is not one of the allowed words"), _ROW, False) for name in _CHOSEN},
}


def entries(package: Path) -> dict[str, list[Entry]]:
    """Code -> every wording of it, in the order of the source."""
    found: dict[str, list[Entry]] = {code: [entry] for code, entry in PUT_TOGETHER.items()}
    for path in sorted(package.rglob("*.py")):
        if "__pycache__" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for code, entry in (*_calls(tree, _constants(tree)), *_tables(tree, path, package)):
            known = found.setdefault(code, [])
            if code not in PUT_TOGETHER and entry not in known:
                known.append(entry)
    for code, entry in _list_rules():
        found.setdefault(code, []).append(entry)
    return found


def _constants(tree: ast.Module) -> dict[str, ast.AST]:
    """Tuples and strings that a module or function gives a name to: remedies that several faults share."""
    return {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _calls(tree: ast.AST, known: Mapping[str, ast.AST]) -> Iterator[tuple[str, Entry]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        code = _said(node.args[1])
        named = {one.arg: one.value for one in node.keywords}
        if name in ("fault", "refuse") and CODE.fullmatch(code) and "what" in named:
            yield code, (_pair(named["what"], known), _pair(named.get("remedy"), known), _said(named.get("warning")) == "True")
        elif name == "wrong" and isinstance(node.args[1], ast.Constant) and len(node.args) >= 4:
            yield f"case.{code}", (_pair(node.args[2], known), _pair(node.args[3], known), False)


def _tables(tree: ast.AST, path: Path, package: Path) -> Iterator[tuple[str, Entry]]:
    """Dictionaries at the top of a module whose keys are codes: their values are taken from the module itself."""
    for node in getattr(tree, "body", ()):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Dict):
            continue
        keys = [_said(key) for key in node.value.keys if key is not None]
        if not keys or not all(CODE.fullmatch(key) and key.partition(".")[0] in FAMILIES for key in keys):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        module = importlib.import_module("sekisho." + ".".join(path.relative_to(package).with_suffix("").parts))
        words: Mapping[str, Any] = getattr(module, target.id) if isinstance(target, ast.Name) else {}
        for code, said in words.items():
            if isinstance(said, tuple) and len(said) == 2:
                yield code, (said[0], said[1], False)
            elif hasattr(said, "remedy"):
                yield code, (said.what, said.remedy, bool(said.warning))


def _list_rules() -> Iterable[tuple[str, Entry]]:
    from sekisho.feeds.lists.faults import rules

    return ((code, (rule.what, rule.remedy, rule.warning)) for code, rule in rules().items())


def _said(node: ast.AST | None) -> str:
    """A string as written; what is filled in at run time becomes `…`."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "…" for one in node.values)
    if isinstance(node, ast.BinOp):
        return _said(node.left) + _said(node.right)
    return "…" if node is not None else ""


def _pair(node: ast.AST | None, known: Mapping[str, ast.AST]) -> Pair:
    if isinstance(node, ast.Name):
        node = known.get(node.id, node)
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        return _said(node.elts[0]), _said(node.elts[1])
    return "…", "…"


def family_tables(package: Path, table: Callable[[Sequence[str], Iterable[Sequence[str]]], str]) -> str:
    """One table a family of codes, codes sorted."""
    known = entries(package)
    unknown = {code.partition(".")[0] for code in known} - set(FAMILIES)
    if unknown:
        raise SystemExit(f"reference_faults.py has no title for the families {', '.join(sorted(unknown))}")
    parts = []
    for family, title in FAMILIES.items():
        codes = sorted(code for code in known if code.partition(".")[0] == family)
        if codes:
            parts.append(
                f"## `{family}.…`: {title}\n\n" + table(["code", "what is wrong", "内容", "remedy"], [_row(code, known[code]) for code in codes])
            )
    return "\n\n".join(parts)


def _row(code: str, wordings: Sequence[Entry]) -> list[str]:
    weight = " (warning)" if wordings and all(entry[2] for entry in wordings) else ""
    first = wordings[0] if wordings else (("-", "-"), ("-", "-"), False)
    more = f" (and {len(wordings) - 1} other wording(s))" if len(wordings) > 1 else ""
    return [f"`{code}`{weight}", first[0][1] + more, first[0][0], first[1][1]]
