"""Collects what is wrong with some input, so that all of it is told at once."""

from types import TracebackType

from kzindustry.errors import InputError


class Problems:
    """Used as `with problems:` around each step that may raise an InputError, then `problems.tell()`."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, InputError):
            return False
        self.found.update(dict.fromkeys(error.problems))
        return True

    def add(self, problem: str) -> None:
        """Note a problem."""
        self.found[problem] = None

    def tell(self) -> None:
        """Raise all problems collected, each once, if there is any."""
        if self.found:
            raise InputError(*self.found)
