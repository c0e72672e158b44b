"""The process that reads hostile files: `python -I -m sekisho.feeds.raw.jail_child`, started and fed by `jail`, never by people.

In order: take the limits from the first frame; cap address space, processor time, files and core dumps (where the platform has `resource`; Windows
does not, and there the pre-checks and the parent's clock stand alone); import what the kinds at hand need; from then on refuse sockets, processes,
ctypes and every file opened for writing or changed, by an audit hook that cannot be removed; then answer frame by frame (`frames`) until the pipe
closes.

The audit hook stops Python code, not a native parser that has been taken over; that one still meets the kernel's limits. What dies here takes one
file with it and nothing else.
"""

import codecs
import gc
import importlib
import json
import sys
import time
from collections.abc import Sequence
from typing import Any, BinaryIO

from ...faults import Fault, InputRefused, fault
from .frames import read_frame, write_frame
from .limits import Limits

_READERS = {
    "json": (".strict_json",),
    "yaml": ("yaml", ".strict_yaml"),
    "csv": (".csv_text",),
    "xlsx": ("python_calamine", ".workbook"),
    "text": (".strict_lines",),
    "jsonl": (".strict_lines",),
    "xml": (".strict_xml",),
}
_OPEN_FILES = 16
_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "ctypes.",
    "winreg.",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.startfile",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.putenv",
    "pty.",
    "signal.",
)


def main() -> None:
    """Serves the parent on standard input and output."""
    gc.disable()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    first = read_frame(source, 0)
    if first is None:
        return
    limits = Limits(**first[0]["limits"])
    _cap_resources(limits)
    _import_readers(first[0]["kinds"])
    _cap_files()
    sys.addaudithook(refuse_event)
    write_frame(sink, {"answer": "ready"})
    serve(source, sink, limits)


def serve(source: BinaryIO, sink: BinaryIO, limits: Limits) -> None:
    """Answers every file on `source` with one frame on `sink`, until `source` ends."""
    while (job := read_frame(source, limits.file_octets)) is not None:
        head, blobs = job
        _allow_seconds(limits)
        try:
            answer, parts = _answer(head["kind"], blobs[0], head["label"], limits)
        except InputRefused as refusal:
            answer, parts = _refused(refusal.faults), []
        except MemoryError:
            answer, parts = _refused([too_demanding(head["label"])]), []
        except Exception:
            answer, parts = _refused([unreadable(head["label"])]), []
        write_frame(sink, answer, parts)


def refuse_event(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook: PermissionError for what a reader of files has no business doing."""
    if event == "open":
        _, mode, flags = arguments
        writes = 0x3 | 0x40 | 0x200 | 0x400 if sys.platform != "win32" else 0x3 | 0x8 | 0x100 | 0x200
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & writes):
            raise PermissionError("the reading process writes no files")
    elif event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"the reading process does not do {event}")


def too_demanding(label: str) -> Fault:
    """For a file that used up the memory or the time that one list may use."""
    return fault(
        label,
        "file.too-demanding",
        what=("読み取りに必要なメモリか時間が、一つの一覧に許される量を超えました", "reading the file took more memory or time than a list may take"),
        remedy=(
            "ファイルを分けるか、表計算ソフトで新しい .xlsx か CSV に保存し直してください",
            "split it, or save it anew as .xlsx from your spreadsheet program, or as CSV",
        ),
    )


def unreadable(label: str) -> Fault:
    """For a file on which a reader failed in a way that it does not foresee."""
    return fault(
        label,
        "file.unreadable",
        what=("ファイルを読み取れませんでした", "the file could not be read"),
        remedy=("もとのソフトで開き、保存し直してください", "open it in the program it came from and save it anew"),
    )


def _answer(kind: str, octets: bytes, label: str, limits: Limits) -> tuple[dict[str, Any], list[bytes]]:
    if kind == "json":
        from .strict_json import parse_json

        parse_json(octets, label, limits)
        return {"answer": "checked"}, []
    if kind == "yaml":
        from .strict_yaml import parse_yaml

        document = parse_yaml(octets, label, limits)
        return {"answer": "value"}, [_json({"value": document.value, "lines": document.lines})]
    if kind == "csv":
        from .csv_text import parse_csv

        return {"answer": "value"}, [_json(parse_csv(octets, label, limits).as_value())]
    if kind in ("text", "jsonl"):
        from .strict_lines import check_json_lines, parse_text

        if kind == "text":
            return {"answer": "value"}, [_json(parse_text(octets, label, limits))]
        check_json_lines(octets, label, limits)
        return {"answer": "checked"}, []
    if kind == "xml":
        from .strict_xml import parse_xml

        return {"answer": "value"}, [_json(parse_xml(octets, label, limits).as_value())]
    from .workbook import pack_workbook

    book = pack_workbook(octets, label, limits)
    sheets = [
        {"name": sheet.name, "hidden": sheet.hidden, "height": sheet.height, "width": sheet.width, "merged": sheet.merged} for sheet in book.sheets
    ]
    return {"answer": "book", "sheets": sheets}, [_json(book.table), *(sheet.codes for sheet in book.sheets)]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _refused(faults: Sequence[Fault]) -> dict[str, Any]:
    return {"answer": "refused", "faults": [noted.as_json() for noted in faults]}


def _import_readers(kinds: Sequence[str]) -> None:
    """Before the hook is in place: the readers at hand, and the codecs that they look up late."""
    for codec in ("utf-8-sig", "utf-16", "cp932", "euc_jp") if "csv" in kinds else ("utf-8-sig",):
        codecs.lookup(codec)
    for kind in kinds:
        for module in _READERS[kind]:
            importlib.import_module(module, __package__)


def _cap_resources(limits: Limits) -> None:
    for name, cap in (("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0), ("RLIMIT_AS", limits.memory_octets)):
        _cap(name, cap)


def _cap_files() -> None:
    """A few, for what the interpreter itself looks up late."""
    _cap("RLIMIT_NOFILE", _OPEN_FILES)


def _cap(name: str, cap: int) -> None:
    try:
        import resource
    except ImportError:
        return
    kind = getattr(resource, name, None)
    if kind is None:
        return
    try:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (cap, hard))
    except (OSError, ValueError):
        return


def _allow_seconds(limits: Limits) -> None:
    """Processor time for the next file, on top of what earlier files used."""
    _cap("RLIMIT_CPU", int(time.process_time()) + limits.cpu_seconds + 1)


if __name__ == "__main__":
    main()
