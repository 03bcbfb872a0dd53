"""What datapackage.json declares, held in milliseconds: the types and constraints of the standard below.

Types of numbers and the columns themselves are held by `reading`. A constraint that is not held here is
refused, so that nothing is declared in vain. Tests hold the verdicts to those of frictionless, which knows
the whole standard and takes seconds to load.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import compress
from typing import Any

from kzindustry.errors import InputError, closest
from kzindustry.evidence.registry.reading import MOST_HINTS, Cells, columns_of, place, quoted
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.evidence.registry.snapshot import DESCRIPTOR, Snapshot

TYPES = frozenset({"string", "integer", "number", "date"})
HELD = frozenset({"required", "unique", "pattern", "enum", "minimum", "maximum"})


def constraint_problems(snapshot: Snapshot, tables: Mapping[str, Cells]) -> list[str]:
    """Hold tables to their declaration.

    Parameters
    ----------
    snapshot
        Has datapackage.json.
    tables
        Those of its tables that can be read; nothing is said about others, nor about keys that point to them.

    Returns
    -------
    list of str
        Every problem with its file, row and column; empty where the tables are as declared.
    """
    try:
        resources = json.loads(snapshot.text(DESCRIPTOR))["resources"]
        schemas = {resource["name"]: resource["schema"] for resource in resources}
        if problems := [problem for name in ROWS for problem in _of_schema(name, schemas[name])]:
            return problems
    except (InputError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return [f"data/{DESCRIPTOR}: it does not describe the tables ({error}). Restore it from git."]
    problems = [
        problem for name, cells in tables.items() for problem in _of_table(name, schemas[name], cells)
    ]
    return [*problems, *_unknown(schemas, tables)]


def _of_schema(table: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """Name what a declaration says that is not held here, or that is no declaration of this table."""
    names = tuple(field["name"] for field in schema["fields"])
    if names != columns_of(ROWS[table]):
        raise ValueError(f"the columns of {table} are {', '.join(columns_of(ROWS[table]))}")
    for field in schema["fields"]:
        rules = field.get("constraints", {})
        re.compile(rules.get("pattern", ""))
        strange = sorted({*rules} - HELD) + ([field["type"]] if field["type"] not in TYPES else [])
        for word in strange:
            yield (
                f"data/{DESCRIPTOR}: {table}, column {field['name']}: {word!r} is not held. "
                f"Known types: {', '.join(sorted(TYPES))}; constraints: {', '.join(sorted(HELD))}."
            )
    for key in schema.get("foreignKeys", []):
        target = key["reference"]["resource"] or table
        if key["fields"] not in names or key["reference"]["fields"] not in columns_of(ROWS[target]):
            raise ValueError(f"a foreign key of {table} names no column")


def _of_table(name: str, schema: Mapping[str, Any], cells: Cells) -> Iterator[str]:
    yield from _empty(name, schema, cells)
    for field in schema["fields"]:
        texts = cells.columns[field["name"]]
        wrong = _wrong(texts, field)
        example = _example(field, texts) if wrong else ""
        for number, text in zip(cells.numbers, texts, strict=True) if wrong else ():
            if what := wrong.get(text):
                shown = example if "form" in what else ""
                yield f"{place(name, number, field['name'])}: {what}{shown}."
    for columns, twice in _repetitions(schema, cells):
        for number, first in twice.items():
            yield f"{place(name, number, columns)}: the same as in row {first}. Remove one of them."


def _wrong(texts: Sequence[str], field: Mapping[str, Any]) -> dict[str, str]:
    """Say what is wrong with each text of a column; equal ones are looked at once."""
    if field["type"] == "string" and field.get("constraints", {}).keys() <= {"required", "unique"}:
        return {}
    return {text: said for text in {*texts} if (said := _of_cell(text, field))}


def _empty(name: str, schema: Mapping[str, Any], cells: Cells) -> Iterator[str]:
    """Name the cells of each row that must be filled; those of numbers are named where they are read."""
    fields = [field for field in schema["fields"] if field.get("constraints", {}).get("required")]
    names = [field["name"] for field in fields if field["type"] not in {"integer", "number"}]
    empty: dict[int, list[str]] = {}
    for column in (name for name in names if "" in cells.columns[name]):
        for number in compress(cells.numbers, (not text for text in cells.columns[column])):
            empty.setdefault(number, []).append(column)
    for number, columns in sorted(empty.items()):
        what = "the cell is empty; it is" if len(columns) == 1 else "the cells are empty; they are"
        yield f"{place(name, number, ', '.join(columns))}: {what} required."


def _of_cell(cell: str, field: Mapping[str, Any]) -> str:
    """Say what is wrong with what stands in a cell, "" for nothing."""
    rules = field.get("constraints", {})
    if not cell:
        return ""
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        return f"{quoted(cell)} is not of the form {rules['pattern']}"
    if "enum" in rules and cell not in rules["enum"]:
        return f"{quoted(cell)} is unknown.{_meant(cell, rules['enum'])} Allowed: {', '.join(rules['enum'])}"
    if field["type"] == "date" and not _is_date(cell):
        return f"{quoted(cell)} is no date such as 2000-04-08"
    return _beyond(cell, rules)


def _example(field: Mapping[str, Any], texts: Sequence[str]) -> str:
    """Show a form by the first cell of the column that has it."""
    example = next((text for text in texts if text and not _of_cell(text, field)), "")
    return f", such as {example!r}" if example else ""


def _meant(word: str, known: Sequence[str]) -> str:
    """Say which known word is the nearest, if one is near."""
    nearest = closest(word, known, n=1, cutoff=0.7)
    return f" Did you mean {nearest[0]!r}?" if nearest else ""


def _is_date(cell: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", cell)) and bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _beyond(cell: str, rules: Mapping[str, Any]) -> str:
    """Hold a number to its least and greatest; what is no number is said elsewhere."""
    try:
        value = float(cell) if "minimum" in rules or "maximum" in rules else 0.0
    except ValueError:
        return ""
    if value < rules.get("minimum", value):
        return f"{quoted(cell)} is below {rules['minimum']}"
    return f"{quoted(cell)} is above {rules['maximum']}" if value > rules.get("maximum", value) else ""


def _repetitions(schema: Mapping[str, Any], cells: Cells) -> Iterator[tuple[str, dict[int, int]]]:
    """Give columns that must differ from row to row, with the rows that do not and the one they repeat."""
    key = schema.get("primaryKey", [])
    unique = [[field["name"]] for field in schema["fields"] if field.get("constraints", {}).get("unique")]
    known: set[int] = set()
    keys = [[key] if isinstance(key, str) else key, *unique]
    for columns in (one for at, one in enumerate(keys) if one not in keys[:at]):
        twice = _repeated(columns, cells, known)
        yield ", ".join(columns), twice
        # a row with the key of another one may well have all else of it: the key is what to look at
        known |= twice.keys()


def _repeated(columns: Sequence[str], cells: Cells, known: Set[int]) -> dict[int, int]:
    """Give the rows that have the cells of an earlier one, with that one; but for those that are known."""
    first: dict[tuple[str, ...], int] = {}
    keys = [*zip(*(cells.columns[name] for name in columns), strict=True)]
    if len({*keys}) == len(keys):
        return {}
    return {
        number: first[key]
        for number, key in zip(cells.numbers, keys, strict=True)
        if number not in known and any(key) and first.setdefault(key, number) != number
    }


def _unknown(schemas: Mapping[str, Any], tables: Mapping[str, Cells]) -> Iterator[str]:
    """Name each id that is named but not there: once, with the first row and how many more there are."""
    naming: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name in tables:
        for foreign in schemas[name].get("foreignKeys", []):
            target = foreign["reference"]["resource"] or name
            naming.setdefault((target, foreign["reference"]["fields"]), []).append((name, foreign["fields"]))
    for (target, column), columns in naming.items():
        known = {*tables[target].columns[column]} if target in tables else set()
        missing = _missing(known, columns, tables) if target in tables else {}
        if missing and not known:
            what = "no row under the header, and other tables name some"
            who = ", ".join(dict.fromkeys(name for name, _ in columns))
            yield f"data/{target}.csv: {what}. Add what {who} names."
        elif missing and not _has_faulty_ids(schemas[target], column, known):
            yield from _told(target, known, missing)


def _missing(
    known: Set[str], columns: Sequence[tuple[str, str]], tables: Mapping[str, Cells]
) -> dict[str, list[str]]:
    """Give each id that is not known, with the places that name it."""
    places: dict[str, list[str]] = {}
    for table, column in columns:
        texts = tables[table].columns[column]
        strange = {*texts} - known - {""}
        for number, text in zip(tables[table].numbers, texts, strict=True) if strange else ():
            if text in strange:
                places.setdefault(text, []).append(place(table, number, column))
    return places


def _told(target: str, known: Set[str], missing: Mapping[str, Sequence[str]]) -> Iterator[str]:
    in_order = sorted(known)
    for position, (cell, (first, *others)) in enumerate(missing.items()):
        more = f" ({len(others)} more name it)" if others else ""
        meant = _meant(cell, in_order) if position < MOST_HINTS else ""
        yield f"{first}: {quoted(cell)} is not in {target}.csv{more}.{meant}"


def _has_faulty_ids(schema: Mapping[str, Any], column: str, ids: Set[str]) -> bool:
    """Tell whether an id is at fault itself, as what names it is then not."""
    field = next(field for field in schema["fields"] if field["name"] == column)
    return any(not text or _of_cell(text, field) for text in ids)
