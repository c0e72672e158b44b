"""YAML as people mean it: mappings, sequences and text. `NO` stays "NO", 1.10 stays "1.10", 2026-04-01 stays itself; nothing is guessed.

`parse_yaml(octets, label)` gives a `YamlDocument`: `value` of dict, list and str, and `lines` from the key path (`bid.identifiers[0].value`) to the
one-based line of that key or item. Plain nothing, `~` and `null` are "" (so is a quoted ""). An empty document is "".
Refused, with the line: anchors and aliases (`&`, `*`), tags (`!`), a second document, a key twice in one mapping, keys that are not text, more than
64 levels, more than 200,000 nodes, anything but UTF-8. Built from PyYAML's events (libyaml where it is there) with a stack of our own: no recursion.
"""

from dataclasses import dataclass, field
from typing import Any

from ...faults import Fault, InputRefused, fault
from .limits import DEFAULT, Limits
from .strict_text import utf8_text

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

_WORDS = {
    "yaml.anchor": (
        ("アンカー(&)とエイリアス(*)は使えません", "anchors (&) and aliases (*) are not read"),
        (
            "同じ内容を書き写してください。& や * で始まる文字は引用符で囲んでください",
            "write the content out; put text that starts with & or * in quotes",
        ),
    ),
    "yaml.tag": (
        ("タグ(!)は使えません", "tags (!) are not read"),
        ("タグを消してください。! で始まる文字は引用符で囲んでください", "remove the tag; put text that starts with ! in quotes"),
    ),
    "yaml.duplicate-key": (
        ("同じキーが二度あります", "a key stands twice in one mapping"),
        ("どちらか一つにしてください", "keep one of the two"),
    ),
    "yaml.lone-surrogate": (
        ("対になっていないサロゲートがあります", "the text holds a lone surrogate"),
        ("その文字を打ち直してください", "type that character again"),
    ),
    "yaml.second-document": (
        ("二つ目の文書(---)があります", "there is a second document (---)"),
        ("文書ごとにファイルを分けてください", "put each document in a file of its own"),
    ),
    "yaml.key-not-text": (
        ("キーが文字ではありません", "a key is not text"),
        ("キーは一行の文字にしてください", "write the key as text on one line"),
    ),
    "yaml.key-too-long": (
        ("キーが長すぎます", "a key is too long"),
        ("キーと値の間のコロンを確かめてください", "check the colon between key and value"),
    ),
    "yaml.too-deep": (
        ("入れ子が深すぎます", "mappings and sequences are nested too deeply"),
        ("入れ子の浅い形に直してください", "write it in a flatter form"),
    ),
    "yaml.too-many-nodes": (
        ("項目が多すぎます", "there are too many nodes"),
        ("いくつかのファイルに分けてください", "split it into several files"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlDocument:
    """`value`: dict, list and str. `lines`: key path to one-based line."""

    value: Any
    lines: dict[str, int]


def parse_yaml(octets: bytes, label: str, limits: Limits = DEFAULT) -> YamlDocument:
    """The document in `octets`. InputRefused carries every fault up to the first one that ends the reading (syntax, depth, number)."""
    import yaml

    text = utf8_text(octets, label, limits)
    builder = _Builder(label=label, limits=limits)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            builder.take(event)
    except _Enough:
        pass
    except yaml.YAMLError as error:
        builder.faults.append(_syntax(error, label))
    if builder.faults:
        raise InputRefused(builder.faults)
    return YamlDocument(value=builder.root, lines=builder.lines)


class _Enough(Exception):
    """Reading on would say nothing more; the fault is already noted."""


@dataclass(slots=True)
class _Open:
    """A collection that is being filled; `key` is the mapping's key that waits for its value."""

    value: dict[str, Any] | list[Any]
    path: str
    key: str | None = None


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Events in, one value out. One method a kind of event."""

    label: str
    limits: Limits
    root: Any = ""
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"):
            self._check(event, kind)
            if kind == "ScalarEvent":
                self._scalar(event)
            elif kind == "AliasEvent":
                self._place("", event)
            else:
                self._open({} if kind == "MappingStartEvent" else [], event)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.stack.pop()
        elif kind == "DocumentStartEvent":
            self._document(event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fault("yaml.second-document", event)
            raise _Enough
        if event.tags:
            self._fault("yaml.tag", event)

    def _check(self, event: Any, kind: str) -> None:
        self.nodes += 1
        if self.nodes > self.limits.yaml_nodes:
            self._fault("yaml.too-many-nodes", event)
            raise _Enough
        if event.anchor is not None:
            self._fault("yaml.anchor", event, shown=("*" if kind == "AliasEvent" else "&") + event.anchor)
        if getattr(event, "tag", None) is not None:
            self._fault("yaml.tag", event, shown=event.tag)

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            self._fault("yaml.lone-surrogate", event)
            text = ""
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(text, top, event)
        else:
            self._place("" if not event.style and text in _NOTHING else text, event)

    def _key(self, text: str, top: _Open, event: Any) -> None:
        if len(text) > self.limits.key_characters:
            self._fault("yaml.key-too-long", event, shown=text[:200])
            raise _Enough
        if text in top.value:
            self._fault("yaml.duplicate-key", event, shown=text)
        top.key = text
        self.lines[f"{top.path}.{text}" if top.path else text] = event.start_mark.line + 1

    def _open(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        if len(self.stack) >= self.limits.depth:
            self._fault("yaml.too-deep", event)
            raise _Enough
        path = self._place(value, event)
        self.stack.append(_Open(value=value, path=path))

    def _place(self, value: Any, event: Any) -> str:
        """Puts a value where it belongs and gives its path."""
        if not self.stack:
            self.root = value
            return ""
        top = self.stack[-1]
        if isinstance(top.value, list):
            path = f"{top.path}[{len(top.value)}]"
            self.lines[path] = event.start_mark.line + 1
            top.value.append(value)
            return path
        if top.key is None:
            self._fault("yaml.key-not-text", event)
            raise _Enough
        path = f"{top.path}.{top.key}" if top.path else top.key
        top.value[top.key] = value
        top.key = None
        return path

    def _fault(self, rule: str, event: Any, shown: str = "") -> None:
        what, remedy = _WORDS[rule]
        self.faults.append(fault(self.label, rule, where=f"line {event.start_mark.line + 1}", what=what, remedy=remedy, shown=shown))
        if len(self.faults) >= self.limits.faults:
            raise _Enough


def _syntax(error: Any, label: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    return fault(
        label,
        "yaml.syntax",
        where=f"line {mark.line + 1} column {mark.column + 1}" if mark else "",
        what=(f"YAML として読めません({problem})", f"this is not YAML ({problem})"),
        remedy=("その行の字下げ、コロン、引用符を確かめてください", "check indentation, colons and quotes there"),
    )
