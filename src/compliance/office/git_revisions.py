"""Rules as they stood at a revision in git: read through the git program, which only reads and never touches the work tree.

Every call is a list of words without a shell; what a person typed is handed on only as the name of one object, and a
name that git could take for an option is refused before. Nothing is fetched, no hook and no pager runs.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance.law.faults import BadInput, Fault, Place, Refused
from compliance.law.text import Text
from compliance.office.text_files import LARGEST_IN_BYTES, decoded

SECONDS = 60
"""So long a call of git may take."""

MOST_FILES = 20_000
"""So many files a folder of rules may hold at a revision."""

MOST_BYTES = 200_000_000
"""So large they may be together."""

LONGEST_NAME = 1_000
"""So long a revision's name may be."""

_OF_ANOTHER_REPOSITORY = frozenset(
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CONFIG",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    ]
)
"""Variables by which a hook, in which we may run, names its own repository instead of the folder's."""


class UnknownRevision(Refused):
    """Git knows no object of that name."""


@dataclass(frozen=True)
class Repository:
    """A git repository: the top of its work tree, and the folder in it from which it was found."""

    top: Path
    place: Path

    @staticmethod
    def around(folder: Path) -> Repository:
        """The repository in whose work tree the folder lies; raises Refused where it lies in none, or git is missing."""
        place = _existing(folder)
        done = _git(place, "rev-parse", "--show-toplevel")
        if done.returncode != 0:
            reason = _first_line(done.stderr)
            if "not a git repository" in reason:
                raise Refused(Text(f"{folder}不在 git 仓库中", f"{folder} lies in no git repository"))
            raise Refused(Text(f"git 不能读取{folder}：{reason}", f"git cannot read {folder}: {reason}"))
        return Repository(Path(os.fsdecode(done.stdout.removesuffix(b"\n"))), place)

    def prefix(self, folder: Path) -> str:
        """Where the folder lies below the top, also one that is not there today: `rules`; "" for the top itself."""
        place = _existing(folder)
        done = _git(place, "rev-parse", "--show-prefix")
        above = os.fsdecode(done.stdout.removesuffix(b"\n")).removesuffix("/")
        below = folder.absolute().relative_to(place.absolute()).as_posix() if folder != place else ""
        return "/".join(part for part in (above, below if below != "." else "") if part)

    def commit(self, revision: str) -> str:
        """The commit that a revision names; raises UnknownRevision."""
        return self._object(revision, f"{revision}^{{commit}}")

    def texts(self, commit: str, prefix: str) -> dict[str, str] | None:
        """The text of every rule file below a folder at a commit, by its path below the folder; None where the commit
        has no such folder. Raises BadInput for files that are not UTF-8 or too large.
        """
        try:
            tree = self._object(prefix, f"{commit}:{prefix}" if prefix else f"{commit}^{{tree}}")
        except UnknownRevision:
            return None
        return self._texts_in(tree, f"{commit[:12]}:{prefix}".rstrip(":"))

    def at(self, revision: str, path: str) -> str | dict[str, str]:
        """What lies at a path at a revision: the text of a file, or the rule files of a folder by their paths. The path
        goes from the top of the work tree, or from the folder asked for where it begins with `./`. Raises
        UnknownRevision.
        """
        commit = self.commit(revision)
        wanted = path.rstrip("/")
        name = f"{revision}:{path}"
        found = self._object(name, f"{commit}:{wanted}" if wanted else f"{commit}^{{tree}}")
        if _git(self.place, "cat-file", "-t", found).stdout.strip() == b"tree":
            return self._texts_in(found, name)
        size = int(_git(self.place, "cat-file", "-s", found).stdout)
        if size > LARGEST_IN_BYTES:
            raise BadInput([_too_large(name, size)])
        return decoded(self._contents([found])[found], name)

    def _object(self, told: str, name: str) -> str:
        """The identity of the object with that name; `told` is how a message calls it."""
        if not told.isprintable() or len(name) > LONGEST_NAME or name.startswith("-"):
            raise Refused(
                Text(f"“{told[:40]}”不能作为 git 版本的名称", f"`{told[:40]}` cannot be the name of a revision")
            )
        done = _git(self.place, "rev-parse", "--verify", "--quiet", name)
        if done.returncode != 0:
            raise UnknownRevision(
                Text(f"git 仓库{self.top}中没有“{told}”", f"the git repository {self.top} has no `{told}`")
            )
        return done.stdout.decode("ascii").strip()

    def _texts_in(self, tree: str, name: str) -> dict[str, str]:
        listed = _git(self.place, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
        if listed.returncode != 0:
            reason = _first_line(listed.stderr)
            raise Refused(Text(f"“{name}”不是目录：{reason}", f"`{name}` is no folder: {reason}"))
        objects: dict[str, str] = {}
        faults: list[Fault] = []
        total = 0
        for entry in listed.stdout.split(b"\0")[:-1]:
            about, _, path_in_bytes = entry.partition(b"\t")
            mode, _, identity, size = about.decode("ascii").split()
            path = os.fsdecode(path_in_bytes)
            if not path.endswith(".yaml") or mode not in ("100644", "100755"):
                continue  # a link may lead out of the revision, and a submodule is another repository
            if int(size) > LARGEST_IN_BYTES:
                faults.append(_too_large(f"{name}/{path}", int(size)))
                continue
            objects[path] = identity
            total += int(size)
        if len(objects) > MOST_FILES or total > MOST_BYTES:
            raise Refused(
                Text(
                    f"“{name}”中的规则过多：{len(objects)}个文件、{total}字节",
                    f"`{name}` holds too many rules: {len(objects)} files, {total} bytes",
                )
            )
        contents = self._contents(list(dict.fromkeys(objects.values())))
        texts: dict[str, str] = {}
        for path, identity in objects.items():
            try:
                texts[path] = decoded(contents[identity], f"{name}/{path}")
            except BadInput as bad:
                faults.extend(bad.faults)
        if faults:
            raise BadInput(faults)
        return texts

    def _contents(self, identities: list[str]) -> Mapping[str, bytes]:
        """The content of blobs by their identities, through one call of git."""
        done = _git(
            self.place, "cat-file", "--batch", stdin="".join(f"{each}\n" for each in identities).encode("ascii")
        )
        contents: dict[str, bytes] = {}
        rest = done.stdout
        for identity in identities:
            head, _, rest = rest.partition(b"\n")
            words = head.split()
            if len(words) != 3 or words[1] != b"blob":
                raise Refused(
                    Text(
                        f"git 仓库{self.top}缺少内容{identity}",
                        f"the git repository {self.top} lacks the content {identity}",
                    )
                )
            size = int(words[2])
            contents[identity], rest = rest[:size], rest[size + 1 :]
        return contents


def _git(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", str(folder), *words]
    try:
        return subprocess.run(
            command, input=stdin, capture_output=True, check=False, timeout=SECONDS, env=environment, shell=False
        )
    except FileNotFoundError as error:
        raise Refused(
            Text(
                "找不到 git 程序；比较 git 版本需要安装 git",
                "the program git is not installed or not on the path; revisions are read through it",
            )
        ) from error
    except subprocess.TimeoutExpired as error:
        raise Refused(Text(f"git 在{SECONDS}秒内没有答复", f"git did not answer within {SECONDS} seconds")) from error


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    place = folder
    while not place.is_dir() and place != place.parent:
        place = place.parent
    return place


def _first_line(message: bytes) -> str:
    lines = message.decode("utf-8", "replace").splitlines()
    return lines[0].removeprefix("fatal: ") if lines else ""


def _too_large(name: str, size: int) -> Fault:
    return Fault(
        Place(name),
        "file-too-large",
        Text(
            f"文件过大（{size}字节，最多{LARGEST_IN_BYTES}字节）",
            f"the file is too large ({size} bytes, at most {LARGEST_IN_BYTES})",
        ),
    )
