"""What numpy asks of an object in its functions: `np.sqrt(q)` calls `q.sqrt()`, for a column of each."""

from typing import Any, NoReturn

from kzindustry.errors import AnalysisError


class NumpyFunctions:
    """A root keeps bounds, unit and sources; logarithms and the like would drop them, and say so."""

    def sqrt(self: Any) -> Any:
        """Give the square root."""
        return self**0.5

    def log(self) -> NoReturn:
        """Refuse."""
        self._refuse("log")

    def log10(self) -> NoReturn:
        """Refuse."""
        self._refuse("log10")

    def log2(self) -> NoReturn:
        """Refuse."""
        self._refuse("log2")

    def log1p(self) -> NoReturn:
        """Refuse."""
        self._refuse("log1p")

    def exp(self) -> NoReturn:
        """Refuse."""
        self._refuse("exp")

    def _refuse(self: Any, name: str) -> NoReturn:
        raise AnalysisError(
            f"np.{name} of {self} would be a bare number. Where that is meant, write "
            f"np.{name}(values(x)), with x the quantity or its column: drawn(..., shows=x) keeps the sources."
        )
