"""What has to be there before anything can be measured, and the facts that go with the numbers."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from bench import BenchError

REPOSITORY = Path(__file__).resolve().parents[2]


def install(commands: dict[str, str]) -> None:
    """Installs from Debian's packages what is missing: `commands` names the package of each command, or of a whole path."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"  # where Debian keeps nginx, which not every user searches
    packages = [package for command, package in commands.items() if not (shutil.which(command) or _is_path(command))]
    if not importlib.util.find_spec("matplotlib"):
        packages.append("python3-matplotlib")
    if not packages:
        return
    by_hand = f"Install them and try again: apt-get install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise BenchError(f"Missing, and there is no apt-get here: {' '.join(packages)}. {by_hand}")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not shutil.which("sudo"):
        raise BenchError(f"Missing, and we are not root and there is no sudo: {' '.join(packages)}. {by_hand}")
    print("Installing", *packages, flush=True)
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    try:
        _run([*apt, "update"], 300)
        _run([*apt, "install", "--no-install-recommends", *packages], 900)
    except BenchError as failed:
        raise BenchError(f"{failed}\n{by_hand}") from None
    importlib.invalidate_caches()


def _is_path(text: str) -> bool:
    return text.startswith("/") and Path(text).exists()


def find_jdk(place: Path = Path("/usr/lib/jvm")) -> tuple[Path, tuple[int, ...]]:
    """The home and version of $JAVA_HOME, or else of the newest JDK in `place`."""
    if os.environ.get("JAVA_HOME"):
        homes = [Path(os.environ["JAVA_HOME"])]
    else:
        homes = sorted({javac.resolve().parents[1] for javac in place.glob("*/bin/javac")})
    if not homes:
        raise BenchError(f"There is no JDK in {place}, and JAVA_HOME is not set: apt-get install default-jdk")
    return max(((home, java_version(_run([home / "bin/java", "-version"], 30))) for home in homes), key=lambda j: j[1])


def java_version(output: str) -> tuple[int, ...]:
    """From what `java -version` prints: 'openjdk version "17.0.2" …' gives (17, 0, 2)."""
    found = re.search(r'version "(\d+(?:\.\d+)*)', output)
    if not found:
        raise BenchError(f"java -version says: {output}")
    return tuple(int(part) for part in found[1].split("."))


def maven(jdk: Path, *arguments: str) -> None:
    """Builds something in the repository, quietly unless it fails."""
    program = shutil.which("mvn") or str(REPOSITORY / "mvnw")
    print("Building: mvn", *arguments, flush=True)
    _run([program, "-q", "-B", *arguments], 900, JAVA_HOME=str(jdk))


def version(*command: str) -> str:
    """The first version number in what a program says of itself; wrk says it with exit status 1."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "?"


def machine(jdk: Path) -> dict[str, str]:
    """What the numbers depend on."""
    cpus = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    java = _run([jdk / "bin/java", "-version"], 30)
    commit = subprocess.run(
        ["git", "-C", REPOSITORY, "describe", "--always", "--dirty"], capture_output=True, text=True, timeout=30
    )
    return {
        "processor": f"{cpus[0] if cpus else platform.machine()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "Java": java.splitlines()[1].strip() if "\n" in java else java,
        "load before the run": f"{os.getloadavg()[0]:.2f}",
        "commit": commit.stdout.strip() or "?",
    }


def _run(command: list, seconds: float, **environment: str) -> str:
    """What it printed; fails with that if its exit status is not 0."""
    try:
        done = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise BenchError(f"{' '.join(map(str, command))}: {failed}") from None
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-30:])
        raise BenchError(f"{' '.join(map(str, command))} ended with status {done.returncode}:\n{tail}")
    return done.stdout
