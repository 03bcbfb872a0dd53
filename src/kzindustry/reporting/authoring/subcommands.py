"""The commands for authors. Imports nothing heavy: each brings what it needs."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_for_authors(commands: Any, check_tables: Callable[[Path], None]) -> None:
    """Add the commands to those of a parser; `check_tables` is what a build would have checked."""
    preview = commands.add_parser("preview", help="show a notebook's page, which follows it as it is saved")
    preview.add_argument("notebook", metavar="NOTEBOOK", help="its name or its file")
    preview.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NAME=VALUE", help="set a parameter"
    )
    preview.add_argument("--port", type=int, default=0, metavar="N", help="by default a free one")
    preview.add_argument("--open", action="store_true", help="open the page in a browser")
    preview.add_argument("--out", type=Path, metavar="DIR", help="where Keep writes to (default: reports/)")
    preview.set_defaults(command=lambda options: _preview(options, check_tables))
    init = commands.add_parser("init", help="begin a collection of your own in a folder")
    init.add_argument("folder", metavar="FOLDER", type=Path)
    init.set_defaults(command=_init)
    new = commands.add_parser(
        "new", help="begin a notebook: a copy of the template, with a run in reports.yml"
    )
    new.add_argument("name", metavar="NAME", help="words of lower-case letters joined by low lines")
    new.set_defaults(command=_new)
    check = commands.add_parser(
        "check", help="say what a notebook still needs to become a report, and what would be better"
    )
    check.add_argument("notebook", metavar="NOTEBOOK", help="its name or its file")
    check.set_defaults(command=_check)
    clean = commands.add_parser("clean", help="remove outputs from notebooks, and give cells readable ids")
    clean.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="names or files; all if none")
    clean.set_defaults(command=_clean)


def _preview(options: argparse.Namespace, check_tables: Callable[[Path], None]) -> int:
    from kzindustry.reporting.preview.command import preview_command  # noqa: PLC0415

    return preview_command(options, check_tables)


def _init(options: argparse.Namespace) -> int:
    from kzindustry.reporting.authoring.begin_collection import init_command  # noqa: PLC0415

    return init_command(options.folder)


def _new(options: argparse.Namespace) -> int:
    from kzindustry.reporting.authoring.new_notebook import new_command  # noqa: PLC0415

    return new_command(options.name)


def _check(options: argparse.Namespace) -> int:
    from kzindustry.reporting.authoring.check import check_command  # noqa: PLC0415

    return check_command(options.notebook)


def _clean(options: argparse.Namespace) -> int:
    from kzindustry.reporting.authoring.clean import clean_command  # noqa: PLC0415

    return clean_command(options.notebooks)
