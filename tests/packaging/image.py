"""Builds and runs what the Dockerfile says, step by step, without a container engine.

Each stage is an overlay over this machine's own file system, which stands in for the base image;
each step runs in a mount namespace of its own, from which nothing else is left than the stage's
upper layer. The Dockerfile's instructions are executed as they stand.
"""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser  # type: ignore[import-untyped]

from tests.packaging.distributions import ROOT

STEP_TIMEOUT_S = 500
SCRIPT_HEAD = """set -eu
mount -t overlay overlay -o lowerdir=/,upperdir={stage}/upper,workdir={stage}/work {stage}/root
mount --rbind /dev {stage}/root/dev
mount --rbind /proc {stage}/root/proc
"""
READ_ONLY = """mount -t tmpfs -o uid={user},gid={user},mode=0700 tmpfs {stage}/root{volume}
mount -t tmpfs -o mode=1777 tmpfs {stage}/root/tmp
mount -o remount,ro overlay {stage}/root
"""


@dataclass(frozen=True)
class Instruction:
    """A line of the Dockerfile, such as `RUN` and what is to be run."""

    name: str
    value: str


@dataclass
class Stage:
    """A stage as far as it is built; the last one is the image.

    Attributes:
        settings: what the image says of how it is run: `USER`, `CMD`, `HEALTHCHECK`, `VOLUME`.
    """

    folder: Path
    base: str
    variables: dict[str, str] = field(default_factory=dict)
    work_folder: str = "/"
    settings: dict[str, str] = field(default_factory=dict)

    def script(self, command: str, *, setup: str = "") -> list[str]:
        """The command line that runs a shell command in this stage."""
        inner = f"cd {shlex.quote(self.work_folder)} && {command}"
        words = [f"{name}={value}" for name, value in self.variables.items()]
        entry = shlex.join(["chroot", f"{self.folder}/root", "env", *words, "sh", "-c", inner])
        return self.beside(f"{setup}exec {entry}")

    def beside(self, text: str) -> list[str]:
        """The command line that runs a script of this machine, while the stage is mounted."""
        return ["unshare", "--mount", "sh", "-c", SCRIPT_HEAD.format(stage=self.folder) + text]

    def run(self, command: str) -> None:
        """Run a shell command in the stage, as root, and keep what it writes."""
        self.keep(self.script(command))

    def keep(self, command: list[str]) -> None:
        """Run a command line of `script` or `beside`, and keep what it writes."""
        done = subprocess.run(  # noqa: S603  the Dockerfile's own commands
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=STEP_TIMEOUT_S,
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}"

    def script_of_container(self, command: str, variables: Mapping[str, str]) -> list[str]:
        """The command line that runs one as the image does: its user, without rights."""
        user = self.settings["USER"].partition(":")[0]
        rights = (
            "setpriv --reuid {0} --regid {0} --clear-groups --no-new-privs --bounding-set=-all"
        )
        settings = shlex.join(f"{name}={value}" for name, value in variables.items())
        setup = READ_ONLY.format(stage=self.folder, user=user, volume=self.settings["VOLUME"])
        return self.script(f"exec {rights.format(user)} env {settings} {command}", setup=setup)


def read_dockerfile() -> Iterator[Instruction]:
    """The instructions, one after the other, without comments."""
    parser = DockerfileParser(fileobj=io.BytesIO((ROOT / "Dockerfile").read_bytes()))
    for found in parser.structure:
        if found["instruction"] != "COMMENT":
            yield Instruction(found["instruction"], found["value"])


def copy_context(folder: Path) -> None:
    """Copy what `.dockerignore` lets into a build."""
    rules = [
        line for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line[0] != "#"
    ]
    names = [rule[1:] for rule in rules if rule.startswith("!")]
    left_out = {rule for rule in rules[1:] if not rule.startswith("!")}
    for name in names:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder)
    for name in left_out:
        if "*" not in name:
            shutil.rmtree(folder / name, ignore_errors=True)


def build_image(folder: Path) -> Stage:
    """Execute every instruction; the image that comes of it.

    Args:
        folder: an empty one, for the stages' layers.
    """
    skip_unless_mountable(folder)
    context = folder / "context"
    context.mkdir()
    copy_context(context)
    stages: dict[str, Stage] = {}
    stage = None
    for number, instruction in enumerate(read_dockerfile()):
        if instruction.name == "FROM":
            base, _, name = instruction.value.partition(" AS ")
            stage = _begin_stage(folder / f"stage{number}", base)
            stages[name] = stage
        else:
            assert stage is not None, "a Dockerfile begins with FROM"
            _execute(stage, instruction, stages, context)
    assert stage is not None
    return stage


def skip_unless_mountable(folder: Path) -> None:
    """Skip the test that calls this where no overlay can be mounted; under `CI=true` it fails."""
    trial = _begin_stage_folder(folder / "trial")
    script = SCRIPT_HEAD.format(stage=trial)
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], check=False)  # noqa: S603, S607
    if done.returncode != 0:
        message = "This machine does not let tests mount an overlay; run them as root."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


def _begin_stage_folder(folder: Path) -> Path:
    for name in ("upper", "work", "root"):
        (folder / name).mkdir(parents=True)
    (folder / "upper").chmod(0o755)
    return folder


def _begin_stage(folder: Path, base: str) -> Stage:
    programs = (Path(sys.base_prefix) / "bin", "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin")
    stage = Stage(_begin_stage_folder(folder), base)
    stage.variables["PATH"] = ":".join(str(program) for program in programs)
    # A base image's interpreter is there for every user; this machine's may lie in a home folder.
    parents = shlex.join(str(parent) for parent in Path(sys.base_prefix).parents)
    stage.run(f"chmod o+x {parents}")
    return stage


def _execute(
    stage: Stage, instruction: Instruction, stages: Mapping[str, Stage], context: Path
) -> None:
    value = instruction.value
    match instruction.name:
        case "RUN":
            stage.run(value)
        case "COPY":
            _copy(stage, value, stages, context)
        case "ENV" | "ARG":
            for word in shlex.split(value):
                name, _, text = word.partition("=")
                stage.variables[name] = _expand(text, stage.variables)
        case "WORKDIR":
            stage.run(f"mkdir -p {shlex.quote(value)}")
            stage.work_folder = value
        case "USER" | "CMD" | "HEALTHCHECK" | "VOLUME" | "EXPOSE" | "LABEL":
            stage.settings[instruction.name] = value
        case unknown:
            raise AssertionError(f"{unknown} is executed by nothing here")


def _copy(stage: Stage, value: str, stages: Mapping[str, Stage], context: Path) -> None:
    words = _expand(value, stage.variables).split()
    source_root = context
    if words[0].startswith("--from="):
        source_root = stages[words.pop(0).removeprefix("--from=")].folder / "upper"
    *names, target = words
    place = Path(f"{stage.folder}/root", stage.work_folder.lstrip("/"))
    place = Path(f"{stage.folder}/root{target}") if target.startswith("/") else place / target
    for name in names:
        source = source_root / name.lstrip("/")
        folder = place if source.is_dir() or target.endswith("/") else place.parent
        what = f"{source}/." if source.is_dir() else source
        stage.keep(stage.beside(f"mkdir -p {folder} && cp -a {what} {place}"))


def _expand(text: str, variables: Mapping[str, str]) -> str:
    return re.sub(r"\$\{?(\w+)\}?", lambda found: variables[found[1]], text)


def words_of(value: str) -> str:
    """A JSON list of words, as `CMD` has it, for a shell."""
    return shlex.join(json.loads(value[value.index("[") :]))
