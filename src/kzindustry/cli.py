"""The command line. Imports nothing heavy: each command brings what it needs when it is called."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kzindustry import __version__
from kzindustry.errors import InputError, KzindustryError, printable
from kzindustry.reporting.authoring.subcommands import add_for_authors

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
EPILOG = (
    "Exit status: 0 done; 1 a run failed or a document does not match; 2 bad usage or input; 130 interrupted."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, and give the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except KzindustryError as error:
        print(printable(str(error)), file=sys.stderr)
        return BAD_INPUT if isinstance(error, InputError) else FAILED
    except KeyboardInterrupt as interrupt:
        print("Interrupted.", *interrupt.args, file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "kzindustry", description="Research notebooks as reports.", epilog=EPILOG
    )
    parser.add_argument("--version", action="version", version=f"kzindustry {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands.add_parser("build", help="run notebooks and write reports", epilog=EPILOG))
    listing = commands.add_parser("list", help="list notebooks, runs and whether their reports are current")
    _add_out(listing)
    listing.set_defaults(command=_list)
    parameters = commands.add_parser("parameters", help="show what a notebook can be run with")
    parameters.add_argument("notebook", metavar="NOTEBOOK", help="its name or its file")
    parameters.set_defaults(command=_parameters)
    _add_results(commands.add_parser("results", help="show a measure across all runs, or list the measures"))
    verify = commands.add_parser("verify", help="hold the registry of figures against the documents")
    verify.add_argument("--documents", type=Path, metavar="DIR", help="their folder (default: KZ_DOCUMENTS)")
    verify.set_defaults(command=_verify)
    scan = commands.add_parser("scan", help="draft rows of figures.csv from a document of your own")
    scan.add_argument("file", metavar="FILE", type=Path)
    scan.set_defaults(command=_scan)
    add_for_authors(commands, _check_tables)
    return parser


def _add_build(build: argparse.ArgumentParser) -> None:
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
        "--retries", type=_count, default=2, metavar="N", help="tries more after a kernel was killed"
    )
    build.add_argument(
        "--timeout", default="", metavar="SECONDS", help="what one cell may take (default: as in reports.yml)"
    )
    build.add_argument("--force", action="store_true", help="run what is current, too")
    build.add_argument("--explain", action="store_true", help="say why each run would run; run none")
    build.add_argument("--prune", action="store_true", help="remove runs that reports.yml does not name")
    build.add_argument("--pdf", action="store_true", help="also print each report, through Chromium")
    build.add_argument("--json", action="store_true", help="tell progress or reasons as lines of JSON")
    _add_out(build)
    build.set_defaults(command=_build)


def _add_results(results: argparse.ArgumentParser) -> None:
    results.add_argument("measure", nargs="?", default="", metavar="MEASURE", help="all are listed if none")
    results.add_argument("--csv", action="store_true", help="as CSV with all digits")
    results.add_argument("--picture", metavar="FILE", type=Path, help="draw it instead (.svg, .png or .pdf)")
    _add_out(results)
    results.set_defaults(command=_results)


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the folder of the reports (default: reports/)"
    )


def _positive(text: str) -> int:
    return _count(text, least=1)


def _count(text: str, least: int = 0) -> int:
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least}")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from kzindustry.reporting.commands import build  # noqa: PLC0415

    return build(options, _check_tables)


def _list(options: argparse.Namespace) -> int:
    from kzindustry.reporting.show import list_runs  # noqa: PLC0415

    return list_runs(options.out)


def _parameters(options: argparse.Namespace) -> int:
    from kzindustry.reporting.show import show_parameters  # noqa: PLC0415

    return show_parameters(options.notebook)


def _results(options: argparse.Namespace) -> int:
    from kzindustry.reporting.show import draw_results, show_results  # noqa: PLC0415

    if options.picture:
        return draw_results(options.measure, options.out, options.picture)
    return show_results(options.measure, options.out, as_csv=options.csv)


def _check_tables(data: Path) -> None:
    """Check this project's own tables; another collection's data are not ours to judge."""
    from kzindustry.root import data_folder  # noqa: PLC0415

    if data == data_folder():
        from kzindustry.evidence.checks import check_tables  # noqa: PLC0415

        check_tables(data)


def _verify(options: argparse.Namespace) -> int:
    from kzindustry.evidence.verification.verify import verify_command  # noqa: PLC0415

    status, text = verify_command(options.documents)
    print(text, file=sys.stderr if status == BAD_INPUT else sys.stdout)
    return status


def _scan(options: argparse.Namespace) -> int:
    from kzindustry.evidence.scanning.scan import scan_command  # noqa: PLC0415

    status, text = scan_command(options.file)
    print(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
