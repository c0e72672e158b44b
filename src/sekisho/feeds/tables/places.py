"""Where tables lie on this machine: those that packages carry, those of the system, and those that the user names."""

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ... import resources
from ...faults import refuse
from .model import KINDS, Kind, TableSource

PATH = "feeds/tables/sources.yaml"


def placed() -> list[TableSource]:
    """The sources that are there, in the order of the data; several of one kind are possible."""
    found = (_in_package(row) if "package" in row else _in_system(row) for row in resources.read_yaml(PATH))
    return [one for one in found if one is not None]


def missing(found: Iterable[TableSource]) -> list[tuple[Kind, str]]:
    """(kind, where it could come from) of each kind that a row of the data gives and nothing on this machine has."""
    held = {one.kind for one in found}
    offers: dict[Kind, str] = {}
    for row in resources.read_yaml(PATH):
        if row["kind"] not in held and row["kind"] != "pnp":
            offers.setdefault(row["kind"], row.get("package") or f"Debian: {row['debian']}")
    return list(offers.items())


def named(given: Sequence[str]) -> list[TableSource]:
    """The sources that a user names as KIND=FILE. InputRefused where a kind is not known."""
    return [_named(one) for one in given]


def _named(given: str) -> TableSource:
    kind, equals, path = given.partition("=")
    known = next((one for one in KINDS if one == kind.strip().lower()), None)
    if not equals or not path or known is None:
        raise refuse(
            "--table",
            "table.kind-unknown",
            what=("表の種類とファイルの形(KIND=FILE)ではありません", "this is not KIND=FILE with a known kind"),
            remedy=(f"次の種類を使ってください: {', '.join(KINDS)}", f"the kinds are {', '.join(KINDS)}"),
            shown=given,
        )
    file = Path(path)
    return TableSource(kind=known, name=f"{known} ({file.name})", path=file)


def _in_system(row: Mapping[str, Any]) -> TableSource | None:
    path = Path(row["path"])
    return TableSource(kind=row["kind"], name=f"{row['kind']} (Debian {row['debian']})", path=path, form=row["form"]) if path.is_file() else None


def _in_package(row: Mapping[str, Any]) -> TableSource | None:
    """The file of an installed package, found without importing it."""
    top, _, rest = row["file"].partition("/")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    folder = next(iter(spec.submodule_search_locations or ()), "") if spec else ""
    path = Path(folder) / rest
    if not folder or not path.is_file():
        return None
    return TableSource(kind=row["kind"], name=f"{row['kind']} ({row['package']})", path=path, form=row["form"], by_file=False)


def dated(source: TableSource) -> date | None:
    """The day that the version of the source's package stands for; None for what is no package's, or a version without one."""
    import importlib.metadata

    for row in resources.read_yaml(PATH):
        if source.name == f"{row['kind']} ({row.get('package')})":
            version = importlib.metadata.version(row["package"])
            return _of_version(version) if row["dated"] == "version" else _known(row["dated"], version)
    return None


def _of_version(version: str) -> date | None:
    try:
        year, month, day = (int(part) for part in version.split(".")[:3])
        return date(year, month, day)
    except ValueError:
        return None


def _known(days: object, version: str) -> date | None:
    return date.fromisoformat(days[version]) if isinstance(days, Mapping) and version in days else None
