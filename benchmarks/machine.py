"""The machine that the times belong to."""

import importlib.metadata
import os
import platform
from pathlib import Path


def describe(packages):
    """(what, value) pairs: processor, system, versions, BLAS kernel and threads, load."""
    pairs = [
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
        ("versions", ", ".join(f"{name} {version}" for name in packages if (version := _version(name)))),
        ("BLAS", _blas()),
    ]
    if hasattr(os, "getloadavg"):
        pairs.append(("load at the start", f"{os.getloadavg()[0]:.1f} (average of a minute; 0 is a quiet machine)"))
    return pairs


def load():
    """The load average of the last minute, in words; empty where the system has none."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    facts = dict(line.split(":", 1) for line in lines if ":" in line)
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    flags = facts.get("flags", "").split()
    widest = next((name for name in ("avx512f", "avx2", "avx") if name in flags), "")
    return ", ".join(filter(None, [facts.get("model name", platform.machine()), widest.replace("avx512f", "AVX-512").upper()]))


def _version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _blas():
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown (threadpoolctl is not installed)"
    import numpy

    found = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    own = [pool for pool in found if Path(numpy.__file__).parent.name + ".libs" in pool["filepath"]] or found[:1]
    return ", ".join(
        f"numpy's {pool['internal_api']} {pool['version']}, kernel {pool.get('architecture', 'unknown')}, {pool['num_threads']} thread"
        for pool in own
    ) or "unknown"
