"""The parameters that a command gives: `-p name=value`, `--grid name=a,b,c` and `-f FILE`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kzindustry.reporting.runs.plan import GivenText, Grid
from kzindustry.reporting.runs.problems import Problems
from kzindustry.reporting.runs.standard import read_values


def read_given(parameters: Sequence[str], grids: Sequence[str], files: Sequence[Path]) -> Grid:
    """Read the parameters of a command; what is given by name goes before what a file says.

    Raises
    ------
    InputError
        Naming each that has another form, each name given twice, and what is wrong in the files.
    """
    problems = Problems()
    found: dict[str, list[GivenText]] = {}
    for name, values in _named(parameters, grids, problems):
        if name in found:
            problems.add(f"{values[0].where}: {name} is given twice.")
        found[name] = values
    from_files: dict[str, list[GivenText]] = {}
    for path in files:
        with problems:
            from_files |= read_values(path)
    problems.tell()
    return from_files | found


def _named(
    parameters: Sequence[str], grids: Sequence[str], problems: Problems
) -> Iterator[tuple[str, list[GivenText]]]:
    for option, text in [*(("-p", text) for text in parameters), *(("--grid", text) for text in grids)]:
        name, separator, value = text.partition("=")
        where = f"{option} {text}"
        if not separator or not name:
            problems.add(f"{where}: the form is name={'value' if option == '-p' else 'a,b,c'}.")
            continue
        values = [value] if option == "-p" else value.split(",")
        yield name, [GivenText(one.strip(), where) for one in values]
