"""Files to move: made, on a disk or in memory, compared with what arrived, and removed."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import BenchError, LeftOut
from bench.processes import kib
from bench.transfers import Transfer

RAM_DISK = Path("/dev/shm")
IN_FOLDER = 100
PAGE = 4 << 10
BLOCK = 1 << 20
MARGIN = 1 << 30  # for programs, and for what a file system needs itself


@dataclass
class Work:
    """Files to move, beside an empty one, and an empty folder for what arrives. Made by `make`, gone after `remove`."""

    disk: Path  # a folder on it
    count: int
    size: int  # of one file
    ram: bool = True  # whether what arrives is in memory, or on the disk
    sources_in_ram: bool | None = None  # where they come from; if nothing is said, where they go
    folders: bool = False  # whether they are in folders, or side by side
    root: Path | None = field(init=False, default=None)  # of the sources
    target: Path = field(init=False)
    sources: list[Path] = field(init=False)
    sample: list[Path] = field(init=False)  # less of the same, to warm up with
    _made: list[Path] = field(init=False, default_factory=list)
    _left: Path | None = field(init=False, default=None)  # what was moved before, until the end

    def make(self) -> None:
        from_ram = self.ram if self.sources_in_ram is None else self.sources_in_ram
        source_place, target_place = (RAM_DISK if ram else self.disk for ram in (from_ram, self.ram))
        needed = self.count * (self.size + PAGE)
        for place, ram in {source_place: from_ram, target_place: self.ram}.items():
            self._check(place, ram, MARGIN + needed * [source_place, target_place].count(place))
        self.root = self._new_folder(source_place)
        self.target = (self.root if source_place == target_place else self._new_folder(target_place)) / "target"
        self.target.mkdir()
        self.empty.touch()
        if self.folders and not self.ram:
            self._left = self._new_folder(target_place)
        if self.folders:
            folders = [self.root / "many" / f"{number:03}" for number in range(self.count // IN_FOLDER)]
            for folder in folders:
                folder.mkdir(parents=True)
                for number in range(IN_FOLDER):
                    (folder / f"{number:02}.bin").write_bytes(os.urandom(self.size))
            self.sources = [self.root / "many"]
            self.sample = folders[: max(1, len(folders) // 4)]
        else:
            self.sources = [self.root / f"{number}.bin" for number in range(1, self.count + 1)]
            for file in self.sources:
                write_file(file, self.size)
            self.sample = [self.root / "warm-up.bin"]
            write_file(self.sample[0], self.size // 2)
        os.sync()

    def _check(self, place: Path, ram: bool, needed: int) -> None:
        mounts = Path("/proc/mounts").read_text()
        if ram and filesystem(place, mounts) != "tmpfs":
            raise LeftOut(f"{place} is no RAM disk here")
        if not ram and filesystem(place.resolve(), mounts) in ("tmpfs", "ramfs"):
            raise LeftOut(f"{place} is no disk, it is in memory")
        require_room(place, needed, ram)

    def _new_folder(self, place: Path) -> Path:
        self._made.append(Path(tempfile.mkdtemp(prefix="netlessons-bench-", dir=place)))
        return self._made[-1]

    def remove(self) -> None:
        while self._made:
            shutil.rmtree(self._made.pop())

    @property
    def empty(self) -> Path:
        return self.root / "empty.bin"

    def move(self, mover: Callable[[list[Path]], Transfer], sources: list[Path]) -> Transfer:
        """One transfer into the empty target, checked and taken away afterwards; the disk has nothing else to do.

        Many files are not removed before the end: ext4 gives the number of a removed file to no other for some minutes,
        and looks at all of those whenever it makes one. Who comes second would pay for what the first has left.
        """
        if not self.ram:
            os.sync()
        try:
            result = mover(sources)
            check_same(sources, self.target)
            return result
        finally:  # for the next try, too
            place = Path(tempfile.mkdtemp(dir=self._left)) if self._left else None
            for entry in self.target.iterdir():
                if place:
                    entry.rename(place / entry.name)
                elif entry.is_dir():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()


def write_file(path: Path, size: int) -> None:
    """Random bytes; each MiB begins with the name and its number, so that no file and no part is like another."""
    block = os.urandom(min(size, BLOCK))
    with path.open("wb") as file:
        for start in range(0, size, BLOCK):
            label = f"{path.name} {start}\n".encode()
            file.write((label + block[len(label) :])[: size - start])
        file.flush()
        os.fsync(file.fileno())


def files_in(folder: Path) -> list[Path]:
    return [Path(place) / name for place, _, names in os.walk(folder) for name in names]


def check_same(sources: list[Path], target: Path) -> None:
    """Fails unless the files and folders are in `target`, byte for byte, and no other file is."""
    expected = {
        file.relative_to(source.parent): file
        for source in sources
        for file in (files_in(source) if source.is_dir() else [source])
    }
    found = {file.relative_to(target) for file in files_in(target)}
    if wrong := sorted(found ^ expected.keys()):
        raise BenchError(f"{len(wrong)} files are missing, or should not be there: {', '.join(map(str, wrong[:5]))}")
    for name, source in expected.items():
        if not _same(source, target / name):
            raise BenchError(f"{name} did not arrive as it was")


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb", buffering=0) as a, other.open("rb", buffering=0) as b:
        while part := a.read(BLOCK):
            if part != b.read(BLOCK):
                return False
    return True


def filesystem(path: Path, mounts: str) -> str:
    """Its type, such as tmpfs or ext4, from the text of /proc/mounts; the last that is mounted at a place counts."""
    best, kind = -1, "?"
    for line in mounts.splitlines():
        _, place, type_, *_ = line.split()
        place = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place))
        if path.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), type_
    return kind


def require_room(folder: Path, needed: int, in_memory: bool) -> None:
    """LeftOut if there are no `needed` bytes free; in memory there is less than a RAM disk says."""
    status = os.statvfs(folder)
    free = status.f_bavail * status.f_frsize
    if in_memory:
        free = min(free, 1024 * kib(Path("/proc/meminfo").read_text(), "MemAvailable"))
    if free < needed:
        raise LeftOut(f"{folder} has room for {free / 2**30:.1f} GiB, and {needed / 2**30:.1f} GiB are needed")
