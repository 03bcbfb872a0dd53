"""The options of `kzindustry build`. Imports nothing heavy."""

import argparse
from pathlib import Path


def add_build(build: argparse.ArgumentParser) -> None:
    """Add what a build can be told."""
    build.add_argument(
        "runs",
        nargs="*",
        metavar="RUN",
        help="a run of reports.yml, a notebook or its file; all runs if none",
    )
    build.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NAME=VALUE", help="set a parameter"
    )
    build.add_argument(
        "-f",
        dest="files",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="set those of a YAML file",
    )
    build.add_argument(
        "--grid", action="append", default=[], metavar="NAME=A,B,C", help="a run for each value"
    )
    build.add_argument(
        "-j",
        "--jobs",
        type=_positive,
        default=0,
        metavar="N",
        help="runs at a time (default: as many as processors)",
    )
    build.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="run on the Dask cluster with this scheduler"
    )
    build.add_argument(
        "--retries", type=_count, default=2, metavar="N", help="tries more after a kernel was killed"
    )
    build.add_argument(
        "--timeout", default="", metavar="SECONDS", help="what one cell may take (default: as in reports.yml)"
    )
    build.add_argument(
        "--allow-errors", action="store_true", help="run what follows a cell that ends in an error, too"
    )
    build.add_argument("--force", action="store_true", help="run what is current, too")
    build.add_argument(
        "-n",
        "--dry-run",
        "--explain",
        dest="explain",
        action="store_true",
        help="say why each run would run; run none",
    )
    build.add_argument("--prune", action="store_true", help="remove runs that reports.yml does not name")
    build.add_argument("--pdf", action="store_true", help="also print each report, through Chromium")
    build.add_argument("--json", action="store_true", help="tell progress or reasons as lines of JSON")
    add_out(build)


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the reports, which several commands are told."""
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the folder of the reports (default: reports/)"
    )


def _positive(text: str) -> int:
    return _count(text, least=1)


def _count(text: str, least: int = 0) -> int:
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least}")
    return int(text)
