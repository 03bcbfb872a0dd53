"""What `kzindustry check` does: says what a notebook must have, and what would make it better."""

from kzindustry.reporting.authoring.advice import advice_for
from kzindustry.reporting.authoring.clean import notebook_path
from kzindustry.reporting.authoring.needs import needs_of


def check_command(word: str) -> int:
    """Print what a notebook still needs, then advice; give 1 if it needs anything."""
    path = notebook_path(word, "check")
    needs, advice = needs_of(path), advice_for(path)
    print(*needs or [f"{path.name}: nothing is missing."], sep="\n")
    if advice:
        print("", "Better, though it builds without:", *advice, sep="\n")
    return int(bool(needs))
