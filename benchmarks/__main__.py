"""`python -m benchmarks`: measure, print, and with --save renew RESULTS.md."""

import os

# One thread for all, and that must be said before numpy and the peers are loaded
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[_name] = "1"
if hasattr(os, "sched_setaffinity"):  # and one core: XLA keeps several threads whatever it is told, and CPU time counts them all
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import argparse  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from . import report, runner  # noqa: E402


def main(argv=None):
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="beside PyTorch, JAX, autograd, scikit-learn, where installed")
    parser.add_argument("--quick", action="store_true", help="one tiny network and few rounds: does it run at all?")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases and claims with this text in their name")
    parser.add_argument("--save", action="store_true", help="renew benchmarks/RESULTS.md, its data and its picture")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write the three files there instead")
    options = parser.parse_args(argv)
    results = runner.run(options.peers, options.quick, options.only)
    print(report.text(results))
    if options.peers and results["missing"]:
        print("To install them:  " + runner.how_to_install())
    if options.save or options.into:
        report.save(results, options.into or report.HERE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
