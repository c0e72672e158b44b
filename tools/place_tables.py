"""Put the tables of marks in place that no Python package carries: Debian's own, where this is Debian and we are root (`make setup`).

Without them `sekisho identify` works and says which tables are missing. Never fails: a machine without Debian's packages is a machine like another.
"""

import os
import shutil
import subprocess

from sekisho.feeds.tables.places import PATH, missing, placed
from sekisho.resources import read_yaml


def wanted() -> dict[str, str]:
    """Kind -> Debian's package, of each kind that is not there."""
    lacking = {kind for kind, _ in missing(placed())}
    found: dict[str, str] = {}
    for row in read_yaml(PATH):
        if row["kind"] in lacking and "debian" in row:
            found.setdefault(row["kind"], row["debian"])
    return found


def install(packages: list[str]) -> bool:
    """Whether apt-get put them in place; its list of packages is refreshed where the first try fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    asked = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (asked, ["apt-get", "-qq", "update"], asked):
        done = subprocess.run(command, env=quiet, capture_output=True, check=False).returncode == 0
        if done and command is asked:
            return True
    return False


def main() -> None:
    lacking = wanted()
    if not lacking:
        return
    packages = sorted(set(lacking.values()))
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may and install(packages):
        print(f"Tables of marks put in place: {', '.join(sorted(lacking))} (Debian {', '.join(packages)})")
        return
    print(f"Tables of marks that are missing: {', '.join(sorted(lacking))}. `sekisho identify` works without them and says so;")
    print(f"as root on Debian: apt-get install --no-install-recommends {' '.join(packages)}; elsewhere pass --table KIND=FILE.")


if __name__ == "__main__":
    main()
