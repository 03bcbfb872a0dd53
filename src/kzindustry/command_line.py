"""What a command line may say. Imports nothing heavy: each command brings what it needs when called."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from kzindustry import __version__
from kzindustry.cli import INTERRUPTED
from kzindustry.errors import InputError, KzindustryError, printable, similar
from kzindustry.reporting.authoring.subcommands import add_for_authors
from kzindustry.reporting.build_options import add_build, add_out

DONE, FAILED, BAD_INPUT = 0, 1, 2
EPILOG = (
    "Exit status: 0 done; 1 a run failed or a document does not match; 2 bad usage or input; 130 interrupted."
)


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """Read a command line: the function of its command, and what it was told.

    Raises
    ------
    SystemExit
        After an error, or a page of help.
    """
    parser = _parser()
    if "_ARGCOMPLETE" in os.environ:
        from kzindustry.completion import complete  # noqa: PLC0415 - a shell asks

        complete(parser)
    return parser.parse_args(paired(words))


def perform(options: argparse.Namespace) -> int:
    """Do what a command line says, and give the exit status."""
    try:
        return int(options.command(options))
    except KzindustryError as error:
        print(printable(str(error)), file=sys.stderr)
        return BAD_INPUT if isinstance(error, InputError) else FAILED
    except KeyboardInterrupt as interrupt:
        print("Interrupted.", *interrupt.args, file=sys.stderr)
        return INTERRUPTED
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        print("Interrupted.", file=sys.stderr)  # as a class was made: Python 3.11 turns it into this error
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def paired(words: Sequence[str]) -> list[str]:
    """Let `-p name value`, as papermill has it, be `-p name=value`.

    >>> paired(["build", "-p", "town", "Karatau", "-p", "rate=1"])
    ['build', '-p', 'town=Karatau', '-p', 'rate=1']
    """
    found: list[str] = []
    rest = list(words)
    while rest:
        found.append(rest.pop(0))
        name, value = [*rest, "", ""][:2]
        if found[-1] == "-p" and value and "=" not in name and not name.startswith("-") and value[:2] != "--":
            found.append(f"{name}={value}")
            del rest[:2]
    return found


class Parser(argparse.ArgumentParser):
    """A parser that names the nearest command or option for one that it does not know."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        commands = [one.choices for one in self._actions if isinstance(one.choices, dict)]
        parsers = [self, *(parser for choices in commands for parser in choices.values())]
        words = [word for parser in parsers for word in parser._option_string_actions]
        words += [name for choices in commands for name in choices]
        unknown = re.search(r"invalid choice: '([^']*)'|unrecognized arguments: (\S+)", message)
        hint = similar(unknown[1] or unknown[2], words) if unknown else ""
        super().error(printable(f"{message} {hint}".rstrip()))


def _parser() -> argparse.ArgumentParser:
    parser = Parser("kzindustry", description="Research notebooks as reports.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"kzindustry {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="run notebooks and write reports", epilog=EPILOG)
    add_build(build)
    build.set_defaults(command=_build)
    listing = commands.add_parser("list", help="list notebooks, runs and whether their reports are current")
    listing.add_argument("runs", nargs="*", metavar="RUN", help="runs or notebooks, with all runs of these")
    listing.add_argument("--json", action="store_true", help="as JSON")
    add_out(listing)
    listing.set_defaults(command=_list)
    parameters = commands.add_parser("parameters", help="show what a notebook can be run with")
    parameters.add_argument("notebook", metavar="NOTEBOOK", help="its name or its file")
    parameters.set_defaults(command=_parameters)
    _add_results(commands.add_parser("results", help="show a measure across all runs, or list the measures"))
    verify = commands.add_parser("verify", help="hold the registry of figures against the documents")
    verify.add_argument("--documents", type=Path, metavar="DIR", help="their folder (default: KZ_DOCUMENTS)")
    verify.add_argument(
        "--document",
        dest="only",
        action="append",
        default=[],
        metavar="KEY",
        help="hold this one alone (may be given again)",
    )
    verify.set_defaults(command=_verify)
    scan = commands.add_parser("scan", help="draft rows of figures.csv from a document of your own")
    scan.add_argument("file", metavar="FILE", type=Path)
    scan.set_defaults(command=_scan)
    add_for_authors(commands, _check_tables)
    for listed in commands._choices_actions:  # what a command's own help says first
        said = listed.help or ""
        commands.choices[listed.dest].description = f"{said[:1].upper()}{said[1:]}."
    return parser


def _add_results(results: argparse.ArgumentParser) -> None:
    results.add_argument("measure", nargs="?", default="", metavar="MEASURE", help="all are listed if none")
    results.add_argument("--csv", action="store_true", help="as CSV with all digits")
    results.add_argument("--json", action="store_true", help="as JSON with all digits")
    results.add_argument("--picture", metavar="FILE", type=Path, help="draw it instead (.svg, .png or .pdf)")
    add_out(results)
    results.set_defaults(command=_results)


def _build(options: argparse.Namespace) -> int:
    from kzindustry.reporting.commands import build  # noqa: PLC0415

    return build(options, _check_tables)


def _list(options: argparse.Namespace) -> int:
    from kzindustry.reporting.show import list_runs  # noqa: PLC0415

    return list_runs(options.runs, options.out, as_json=options.json)


def _parameters(options: argparse.Namespace) -> int:
    from kzindustry.reporting.show import show_parameters  # noqa: PLC0415

    return show_parameters(options.notebook)


def _results(options: argparse.Namespace) -> int:
    from kzindustry.reporting.show import draw_results, show_results  # noqa: PLC0415

    if options.picture:
        return draw_results(options.measure, options.out, options.picture)
    form = "json" if options.json else "csv" if options.csv else "table"
    return show_results(options.measure, options.out, form)


def _check_tables(data: Path) -> None:
    """Check the tables, if they are of our kind; what other data a collection has is not ours to judge."""
    if (data / "figures.csv").exists():
        from kzindustry.evidence.checks import check_tables  # noqa: PLC0415

        check_tables(data)


def _verify(options: argparse.Namespace) -> int:
    from kzindustry.evidence.verification.verify import verify_command  # noqa: PLC0415

    status, text = verify_command(options.documents, options.only)
    print(text, file=sys.stderr if status == BAD_INPUT else sys.stdout)
    return status


def _scan(options: argparse.Namespace) -> int:
    from kzindustry.evidence.scanning.scan import scan_command  # noqa: PLC0415

    status, text = scan_command(options.file)
    print(text)
    return status
