"""Remake the lock files beside this one: `make lock`.

test.txt holds everything; run.txt and build.txt are parts of it, version for version, so one environment
can grow from the first to the second. Each lists the hash of every file of a release, for any machine and
any supported Python. No address of an index is written: where packages come from is the installer's choice.
Extras are kept (`coverage[toml]==…`): without them some releases of pip look at the newest release first, find it
unpinned, and refuse the whole file as soon as that is newer than the locked one.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

root = Path(__file__).resolve().parent.parent
folder = Path("requirements")
compile_command = [
    *(sys.executable, "-m", "uv", "--no-config", "pip", "compile", "--quiet", "--upgrade"),
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-strip-extras"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
]


def lock(name: str, arguments: list[str], from_standard_input: str = "") -> None:
    """Write one lock file from what uv prints, so that a failure leaves the old file as it was."""
    finished = subprocess.run(
        [*compile_command, *arguments],
        cwd=root,
        input=from_standard_input,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if finished.returncode:
        sys.exit(f"uv could not lock {folder / name}; its reason stands above.")
    (root / folder / name).write_text(finished.stdout, encoding="utf-8", newline="\n")
    print(f"wrote {folder / name}")


build_requirements = "\n".join(
    tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
)
part_of_test = ["--constraint", str(folder / "test.txt")]

lock("test.txt", ["pyproject.toml", "-", "--extra", "dev", "--extra", "postgresql"], build_requirements)
lock("run.txt", ["pyproject.toml", *part_of_test])
lock("build.txt", ["-", *part_of_test], build_requirements)
lock("lock.txt", ["-"], "uv")
