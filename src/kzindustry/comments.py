"""The comments of code, by line: what explains a parameter stands behind it."""

import io
import tokenize


def comments_of(source: str) -> dict[int, str]:
    """Give the comments of Python code, without their sign, by the number of their line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
