"""Who a collection is: what its pages and its index say of it, as reports.yml has it.

    collection:
      title: Firms of two towns
      subtitle: What three newspapers printed, computed and drawn
      language: en                        # of the pages: a code such as en, ru, kk
      authors: [A. Person, An Institute]
      licence: CC BY 4.0
      licence_address: https://creativecommons.org/licenses/by/4.0/
      note: Quoted figures belong to the documents cited.

Every line may be missing: then nothing is said of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kzindustry.errors import InputError, nearest

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Identity:
    """What a collection says of itself.

    Attributes
    ----------
    title, subtitle
        Plain text.
    language
        The code of the language of the pages.
    authors
        Names of people or bodies.
    licence, licence_address
        Under which its texts and charts may be used, and where that is written.
    note
        A sentence for the foot of each page.
    """

    title: str = ""
    subtitle: str = ""
    language: str = "en"
    authors: tuple[str, ...] = ()
    licence: str = ""
    licence_address: str = ""
    note: str = ""


def identity_of(fields: Any, where: str) -> Identity:
    """Check what reports.yml says under `collection`.

    Raises
    ------
    InputError
        Naming everything wrong in it.
    """
    if fields is None:
        return Identity()
    if not isinstance(fields, Mapping):
        raise InputError(f"{where}: `collection:` needs lines `name: value`, such as `title: My reports`.")
    given = {str(name): value for name, value in fields.items()}
    problems = [
        f"{where}: collection: nothing is called {name!r}. {nearest(name, [*Identity.__dataclass_fields__])}"
        for name in given
        if name not in Identity.__dataclass_fields__
    ]
    authors = given.get("authors", ())
    given["authors"] = (authors,) if isinstance(authors, str) else authors
    problems += [
        f"{where}: collection: {name}: a text is needed here."
        for name, value in given.items()
        if name != "authors" and not isinstance(value, str)
    ]
    listed = given["authors"] if isinstance(given["authors"], list | tuple) else [None]
    if not all(isinstance(name, str) for name in listed):
        problems.append(f"{where}: collection: authors: a list of names is needed here.")
    if not LANGUAGE.fullmatch(str(given.get("language", "en"))):
        problems.append(f"{where}: collection: language: a code such as en, ru or kk is needed here.")
    if not str(given.get("licence_address", "https:")).startswith(("https:", "http:")):
        problems.append(
            f"{where}: collection: licence_address: an address that begins with https: is needed here."
        )
    if problems:
        raise InputError(*problems)
    return Identity(**{**given, "authors": tuple(given["authors"])})


def read_identity(file: Path) -> Identity:
    """Read it; a file that cannot be read says nothing (who reads the runs in it tells what is wrong)."""
    try:
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        return identity_of(loaded.get("collection"), file.name)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, InputError):
        return Identity()
