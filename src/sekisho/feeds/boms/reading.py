"""A bill of materials of any format, recognised by what is in the file and never by its name.

    raw_kind(path)        how the jail is to read it, by its first octets
    bom_from_raw(raw)     the bill in what the jail has read: (Bom, faults)
    read_bom(path, label) both at once

What is recognised and not read (SPDX in RDF, a SWID tag, a scanner's own JSON …) is refused by its name, with the way out.
"""

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from ...composition.model import Bom
from ...faults import Fault, InputRefused
from ..complaints import Complaints, Words
from ..raw.jail import Kind, RawFile, RawJob, no_access, read_raw
from ..raw.limits import DEFAULT, KIB, Limits
from .cyclonedx import bom_from_cyclonedx, bom_from_cyclonedx_xml
from .cyclonedx_xml import version_of
from .device_type import bom_from_device_type, is_device_type
from .large import columns_from_stream, document_from_stream, lines_from_stream
from .parts_list import bom_from_parts
from .spdx2 import bom_from_spdx2, bom_from_tags
from .spdx3 import bom_from_spdx3, version_of_context

_HEAD = 64 * KIB
_STREAMED: Mapping[str, str] = {"json": "json.too-many-values", "xml": "xml.too-many-elements", "text": "text.too-many-lines"}
"""What can be read piece by piece -> what the jail says where there are too many pieces."""
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAG_VALUE = re.compile(rb"^[ \t]*SPDXVersion[ \t]*:", re.MULTILINE)
_YAML = re.compile(rb"\A(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---|%YAML|(?:manufacturer|model|slug|spdxVersion|SPDXID|bomFormat|\"?@context\"?)[ \t]*:)")
_EXPORT = (
    "CycloneDX 1.4〜1.7(JSON か XML)か SPDX 2.2〜3.0(JSON)として書き出し直してください",
    "export it again as CycloneDX 1.4 to 1.7 (JSON or XML) or SPDX 2.2 to 3.0 (JSON)",
)
WORDS = {
    "bom.format-refused": Words(
        ("この形式の部品表は読めません。このファイルの形式", "a bill of materials of this format is not read; this file is"), _EXPORT
    ),
    "bom.not-recognised": Words(("部品表と認められません", "this is not recognised as a bill of materials"), _EXPORT),
}
XML_REFUSED: Mapping[str, str] = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF": "SPDX RDF/XML",
    "http://standards.iso.org/iso/19770/-2/2015/schema.xsd}SoftwareIdentity": "SWID (ISO/IEC 19770-2)",
    "http://standards.iso.org/iso/19770/-2/2009/schema.xsd}software_identification_tag": "SWID (ISO/IEC 19770-2:2009)",
}
"""Root elements that are known and not read."""


def raw_kind(path: Path) -> Kind:
    """How to read a file, by its first octets; a file that cannot be opened is of any kind, and the jail says what is wrong with it."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError):
        return "json"
    return kind_of(head)


def kind_of(head: bytes) -> Kind:
    """How to read a file that starts like this."""
    if head.startswith((b"PK\x03\x04", _OLE2)):
        return "xlsx"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "xml"
    if text.startswith((b"{", b"[")):
        return "json"
    if _TAG_VALUE.search(text):
        return "text"
    return "yaml" if _YAML.match(text) else "csv"


def read_bom(path: Path, label: str = "", *, limits: Limits = DEFAULT) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials in a file and the warnings about it. InputRefused with every fault where it cannot be used.

    JSON, XML and tag-value of more octets, values, elements or lines than the jail takes are read piece by piece (`large`).
    """
    kind = raw_kind(path)
    if kind in _STREAMED and _is_larger(path, limits):
        return _usable(*_large(kind, path, label or str(path)))
    (raw,) = read_raw([RawJob(kind=kind, path=path, label=label or str(path))], limits=limits)
    raw = taken_anew(raw)
    if raw.value is None:
        raise InputRefused(raw.faults)
    bom, faults = bom_from_raw(raw)
    return _usable(bom, (*raw.faults, *faults))


def _usable(bom: Bom, faults: tuple[Fault, ...]) -> tuple[Bom, tuple[Fault, ...]]:
    if not all(one.warning for one in faults):
        raise InputRefused(faults)
    return bom, faults


def taken_anew(raw: RawFile) -> RawFile:
    """A bill of materials that the jail refused for the number of its pieces alone, read piece by piece; any other as it is."""
    if [one.rule for one in raw.faults] != [_STREAMED.get(raw.kind)]:
        return raw
    try:
        return replace(raw, value=_streamed(raw.kind, BytesIO(raw.octets), raw.label)[0], faults=())
    except InputRefused as refusal:
        return replace(raw, faults=refusal.faults)


def _is_larger(path: Path, limits: Limits) -> bool:
    try:
        return path.is_file() and path.stat().st_size > limits.file_octets
    except OSError:
        return False


def _large(kind: Kind, path: Path, label: str) -> tuple[Bom, tuple[Fault, ...]]:
    try:
        with path.open("rb") as octets:
            value, digest = _streamed(kind, octets, label)
            return bom_from_raw(RawFile(label=label, kind=kind, octets=b"", digest=digest, value=value))
    except OSError as error:
        raise InputRefused([no_access(label)]) from error


def _streamed(kind: Kind, octets: BinaryIO, label: str) -> tuple[Any, str]:
    """The raw value of a file without what no bill of materials needs, and its SHA-256."""
    by_kind = {"json": document_from_stream, "xml": columns_from_stream, "text": lines_from_stream}
    return by_kind[kind](octets, label)


def bom_from_raw(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials in a file that the jail has read, and every fault in it: to be used only where all are warnings.

    InputRefused where the file is of no format that is read; the format is named where it is known.
    """
    return _READERS.get(raw.kind, _refuse)(raw)


def _json(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    value = raw.value
    if isinstance(value, dict):
        named = _known_json(value)
        if named:
            raise Complaints(raw.label, WORDS).refused("bom.format-refused", shown=named)
        if "spdxVersion" in value:
            return bom_from_spdx2(value, label=raw.label, digest=raw.digest)
        if version_of_context(value):
            return bom_from_spdx3(value, label=raw.label, digest=raw.digest)
        if is_device_type(value):
            return bom_from_device_type(value, {}, label=raw.label, digest=raw.digest)
    return bom_from_cyclonedx(value, label=raw.label, digest=raw.digest)


def _known_json(value: Mapping[str, Any]) -> str:
    """The name of a JSON format that is known and not read; "" for any other."""
    if isinstance(value.get("artifacts"), Sequence) and isinstance(value.get("descriptor"), dict):
        return "Syft JSON"
    if "SchemaVersion" in value and "ArtifactName" in value:
        return "Trivy JSON"
    if "detectors" in value or ("manifests" in value and "job" in value):
        return "GitHub dependency snapshot"
    return ""


def _xml(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    columns = raw.value
    root = columns["names"][0]
    if version_of(columns) is None:
        known = XML_REFUSED.get(root)
        rule = "bom.format-refused" if known else "bom.not-recognised"
        raise Complaints(raw.label, WORDS).refused(rule, "line 1", known or root[:200])
    return bom_from_cyclonedx_xml(columns, label=raw.label, digest=raw.digest)


def _text(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    return bom_from_tags(raw.value["lines"], label=raw.label, digest=raw.digest)


def _yaml(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    value = raw.value["value"]
    if is_device_type(value):
        return bom_from_device_type(value, raw.value["lines"], label=raw.label, digest=raw.digest)
    keys = value.keys() if isinstance(value, dict) else ()
    named = "SPDX YAML" if {"spdxVersion", "SPDXID", "@context"} & set(keys) else "CycloneDX YAML" if "bomFormat" in keys else ""
    raise Complaints(raw.label, WORDS).refused("bom.format-refused" if named else "bom.not-recognised", shown=named)


def _table(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    form = "parts list XLSX" if raw.kind == "xlsx" else "parts list CSV"
    return bom_from_parts(raw.value, label=raw.label, digest=raw.digest, form=form)


def _refuse(raw: RawFile) -> tuple[Bom, tuple[Fault, ...]]:
    raise Complaints(raw.label, WORDS).refused("bom.not-recognised")


_READERS: Mapping[str, Callable[[RawFile], tuple[Bom, tuple[Fault, ...]]]] = {
    "json": _json,
    "xml": _xml,
    "text": _text,
    "yaml": _yaml,
    "csv": _table,
    "xlsx": _table,
}
"""Kind of raw value -> who understands it."""
