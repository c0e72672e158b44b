"""The one loader of package data. Every file is checked against the digest stamped for it in `DIGESTS` (made by `make digests`).

A pack, table or preset that was altered after release is refused: verdicts rest on it.
"""

import functools
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from .canonical import sha256_hex
from .faults import OurFault

SAMPLES = ("jp", "889")
STAMPED = (".yaml", ".tsv")
"""What is stamped: data that a verdict or score rests on, outside `samples/`."""


@functools.cache
def digests() -> dict[str, str]:
    """Path within the package -> SHA-256 (hexadecimal), from the stamp file."""
    lines = _root().joinpath("DIGESTS").read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines if line)}


@functools.cache
def read(path: str) -> bytes:
    """The bytes of a stamped file such as `policy/packs/jp-2018.yaml`; OurFault where it is missing or altered."""
    try:
        octets = _at(path).read_bytes()
    except OSError as error:
        raise OurFault(f"package data {path} is missing: install Sekisho again") from error
    if digests().get(path) != sha256_hex(octets):
        raise OurFault(f"package data {path} is not what was released (its digest differs): install again, or after an edit run `make digests`")
    return octets


def read_yaml(path: str) -> Any:
    """A stamped YAML file as plain values; every scalar is a string, so that no number is ever a float."""
    return yaml_from(read(path))


def yaml_from(octets: bytes) -> Any:
    """YAML as plain values; every scalar is a string."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(octets, Loader=loader)  # noqa: S506 (BaseLoader builds strings, lists and dicts only)


def names_under(folder: str, suffix: str) -> tuple[str, ...]:
    """The stamped files directly under `folder` whose names end in `suffix`, sorted."""
    return tuple(sorted(path for path in digests() if path.rpartition("/")[0] == folder and path.endswith(suffix)))


def sample_folder(name: str) -> Path:
    """A sample's folder on disk; samples are read through `feeds`, like anybody's files."""
    found = _at(f"samples/{name}")
    if not found.is_dir():
        raise OurFault(f"sample `{name}` is missing from this installation")
    with as_file(found) as folder:
        return folder


def _root() -> Traversable:
    return files("sekisho")


def _at(path: str) -> Traversable:
    return _root().joinpath(*path.split("/"))
