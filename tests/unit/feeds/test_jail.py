"""The jail: values survive the pipe exactly, and a file that kills its reader costs only itself."""

import hashlib
import io
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from unittest import mock

import hostile_books as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.faults import OurFault
from sekisho.feeds.raw import jail, jail_child
from sekisho.feeds.raw.frames import BrokenFrame, read_frame, write_frame
from sekisho.feeds.raw.jail import Kind, RawFile, RawJob, read_raw
from sekisho.feeds.raw.jail_child import refuse_event, serve
from sekisho.feeds.raw.limits import DEFAULT, Limits
from sekisho.feeds.raw.workbook import parse_workbook

HOSTILE = made.hostile()
HUNGRY = made.book(
    "".join(made.row(number, made.cell(f"A{number}", "0", ' t="s"')) for number in range(1, 30_001)), f"<si><t>{'機' * 32_000}</t></si>"
)


def job(folder: Path, name: str, octets: bytes, kind: Kind | None = None) -> RawJob:
    path = folder / name
    path.write_bytes(octets)
    return RawJob(kind=kind or path.suffix[1:], path=path, label=f"bids/A/{name}")  # type: ignore[arg-type]


def rules(read: RawFile) -> list[str]:
    return [fault.rule for fault in read.faults]


def test_every_kind_is_read_in_order_with_its_digest(tmp_path: Path) -> None:
    octets = {
        "bid.yaml": b"bid: {id: A, country: NO}\nn: [1.10]\n",
        "list.csv": '番号,品名\n1,"a\nb"\n'.encode("cp932"),
        "bom.json": b'{"n": 1.10, "i": 12345678901234567890, "t": "\\ud83d\\ude00"}',
        "list.xlsx": made.book(made.row(2, made.cell("B2", "0.1"), made.cell("C2", "3"))),
    }
    read = read_raw([job(tmp_path, name, content) for name, content in octets.items()])
    assert [one.label for one in read] == [f"bids/A/{name}" for name in octets]
    assert [one.digest for one in read] == [hashlib.sha256(content).hexdigest() for content in octets.values()]
    assert [one.octets for one in read] == list(octets.values())
    assert read[0].value == {
        "value": {"bid": {"id": "A", "country": "NO"}, "n": ["1.10"]},
        "lines": {"bid": 1, "bid.id": 1, "bid.country": 1, "n": 2, "n[0]": 2},
    }
    assert read[1].value == {"rows": [["番号", "品名"], ["1", "a\nb"]], "lines": [1, 2], "encoding": "cp932"}
    assert read[2].value == {"n": Decimal("1.10"), "i": 12345678901234567890, "t": "\U0001f600"}
    assert read[3].value == {"sheets": [{"name": "一覧", "hidden": False, "rows": [[None] * 3, [None, "0.1", 3]], "merged": []}]}
    assert read[3].value == parse_workbook(octets["list.xlsx"], "x")


def test_every_hostile_workbook_is_refused_from_the_jail_as_it_is_inside(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"{name}.xlsx", octets) for name, (octets, _) in HOSTILE.items()]
    started = processor_time()
    read = read_raw(jobs)
    assert processor_time() - started < len(jobs)
    assert {one.label.removeprefix("bids/A/").removesuffix(".xlsx"): rules(one) for one in read} == {
        name: [rule] for name, (_, rule) in HOSTILE.items()
    }
    assert all(one.value is None and one.faults[0].remedy_ja and one.faults[0].remedy_en for one in read)


def processor_time() -> float:
    """Seconds of processor time of this process and its ended children: what a file costs, whatever else the machine is doing."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no address space limit")
def test_a_file_that_kills_its_reader_is_a_fault_of_that_file_alone(tmp_path: Path) -> None:
    sound = made.book(made.row(1, made.cell("A1")))
    assert len(HUNGRY) < 400_000
    before, hungry, after = read_raw([job(tmp_path, "a.xlsx", sound), job(tmp_path, "b.xlsx", HUNGRY), job(tmp_path, "c.xlsx", sound)])
    assert rules(hungry) == ["file.too-demanding"]
    assert hungry.faults[0].remedy_ja and ".xlsx" in hungry.faults[0].remedy_en
    assert before.value == after.value == parse_workbook(sound, "x")


def test_a_file_that_overstays_is_a_fault_of_that_file_alone(tmp_path: Path) -> None:
    slow = b"[" + b"1.5," * 900_000 + b"1]"
    jobs = [job(tmp_path, "slow.json", slow), job(tmp_path, "quick.json", b"[1]")]
    read = read_raw(jobs, limits=Limits(wall_seconds=0.1))
    assert rules(read[0]) == ["file.too-demanding"]
    assert read[1].value == [1]


def test_every_fault_of_a_file_comes_back(tmp_path: Path) -> None:
    (read,) = read_raw([job(tmp_path, "bid.yaml", b"a: &x 1\nb: *x\na: 2\n")])
    assert [(fault.file, fault.where, fault.rule) for fault in read.faults] == [
        ("bids/A/bid.yaml", "line 1", "yaml.anchor"),
        ("bids/A/bid.yaml", "line 2", "yaml.anchor"),
        ("bids/A/bid.yaml", "line 3", "yaml.duplicate-key"),
    ]


def test_files_that_cannot_be_opened_are_faults(tmp_path: Path) -> None:
    missing = RawJob(kind="csv", path=tmp_path / "none.csv", label="none.csv")
    folder = RawJob(kind="csv", path=tmp_path, label="folder")
    large = job(tmp_path, "large.csv", b"a,b\n")
    read = read_raw([missing, folder, large], limits=Limits(file_octets=3))
    assert [rules(one) for one in read] == [["file.missing"], ["file.not-regular"], ["file.too-large"]]
    assert all(one.octets == b"" and one.digest == "" and one.value is None for one in read)


def test_nothing_to_read_starts_nothing() -> None:
    assert read_raw([]) == ()


def test_a_small_batch_is_read_in_half_a_second(tmp_path: Path) -> None:
    jobs = [job(tmp_path, "a.yaml", b"a: 1\n"), job(tmp_path, "b.csv", b"a,b\n"), job(tmp_path, "c.json", b"{}")]
    times = []
    for _ in range(5):
        started = time.perf_counter()
        read_raw(jobs)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.5  # bench/workbook.py measures it: below 0.15 on an idle machine


@pytest.mark.parametrize(
    "answer",
    [
        ({}, []),
        ({"answer": "value"}, []),
        ({"answer": "value"}, [b"{"]),
        ({"answer": "value"}, [b'{"rows": [[1]], "lines": [1], "encoding": "utf-8"}']),
        ({"answer": "value"}, [b'{"rows": [["a"]], "lines": [], "encoding": "utf-8"}']),
        ({"answer": "checked"}, []),
        ({"answer": "refused", "faults": [{}]}, []),
        ({"answer": "book", "sheets": []}, []),
        ({"answer": "book", "sheets": [{"name": "s", "hidden": False, "height": 1, "width": 1, "merged": []}]}, [b'["a"]', b"\1\0\0\0"]),
        ({"answer": "book", "sheets": [{"name": "s", "hidden": False, "height": 2, "width": 1, "merged": []}]}, [b'["a"]', b"\0\0\0\0"]),
        ({"answer": "book", "sheets": [{"name": "s", "hidden": False, "height": 1, "width": 1, "merged": []}]}, [b"[[]]", b"\0\0\0\0"]),
        ({"answer": "book", "sheets": [{"__class__": 1}]}, [b"[]", b""]),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_answer_that_does_not_hold_together_is_a_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: object, kind: Kind
) -> None:
    monkeypatch.setattr(jail._Jail, "ask", lambda *_: answer)
    (read,) = read_raw([job(tmp_path, f"a.{kind}", b"x")])
    assert rules(read) == ["file.unreadable"]


def test_a_reading_process_that_does_not_start_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(OurFault, match="did not start"):
        read_raw([job(tmp_path, "a.csv", b"a,b\n")])


def test_a_file_without_permission_to_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(jail.Path, "open", denied)
    wanted = RawJob(kind="csv", path=Path(__file__), label="a.csv")
    assert rules(read_raw([wanted])[0]) == ["file.no-access"]


def confined(code: str) -> str:
    """What Python code prints in a process that is confined as the jail is."""
    setup = "import sys; from sekisho.feeds.raw import jail_child; sys.addaudithook(jail_child.refuse_event)\n"
    done = subprocess.run([sys.executable, "-I", "-c", setup + code], capture_output=True, text=True, timeout=30, check=False, env={})
    return done.stdout + done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import os; os.system('echo hello')",
        "import subprocess; subprocess.Popen(['echo', 'hello'])",
        "open('written-by-the-jail', 'w')",
        "open('written-by-the-jail', 'xb')",
        "import os; os.open('written-by-the-jail', os.O_WRONLY | os.O_CREAT)",
        "import os; os.remove('written-by-the-jail')",
        "import os; os.fork() if hasattr(os, 'fork') else os.system('x')",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_a_confined_process_neither_writes_nor_connects_nor_starts_anything(code: str) -> None:
    assert confined(code).startswith("PermissionError: the reading process")


def test_a_confined_process_still_reads() -> None:
    assert confined("import sys; print(len(open(sys.executable, 'rb').read(4)))") == "4\n"
    with pytest.raises(PermissionError):
        refuse_event("socket.connect", ())


def answers(*files: tuple[str, bytes]) -> list[dict[str, object]]:
    source, sink = io.BytesIO(), io.BytesIO()
    for kind, octets in files:
        write_frame(source, {"kind": kind, "label": "x"}, [octets])
    source.seek(0)
    # Served in this very process, whose processor time must not be capped for the tests that come after.
    with mock.patch.object(jail_child, "_allow_seconds"):
        serve(source, sink, DEFAULT)
    sink.seek(0)
    found = []
    while (frame := read_frame(sink, 10**9)) is not None:
        found.append(frame[0])
    return found


@given(st.lists(st.tuples(st.sampled_from(["xlsx", "csv", "json", "yaml"]), st.binary(max_size=100)), max_size=6))
@settings(max_examples=100)
def test_every_file_has_exactly_one_answer(files: list[tuple[str, bytes]]) -> None:
    found = answers(*files)
    assert len(found) == len(files)
    assert {answer["answer"] for answer in found} <= {"refused", "checked", "value", "book"}


@given(st.binary(max_size=60))
def test_a_broken_frame_is_known_as_such(octets: bytes) -> None:
    try:
        frame = read_frame(io.BytesIO(octets), 1_000)
    except (BrokenFrame, ValueError):
        return
    assert frame is None or isinstance(frame[0], dict)


def test_a_frame_that_promises_too_much_is_broken() -> None:
    stream = io.BytesIO()
    write_frame(stream, {"answer": "value"}, [b"x" * 100])
    stream.seek(0)
    with pytest.raises(BrokenFrame):
        read_frame(stream, 99)
