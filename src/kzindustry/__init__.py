"""kzindustry: notebooks in which a number never travels alone."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """Bring prose cells and tables of quantities into a notebook: `%load_ext kzindustry`."""
    from kzindustry.presentation.extension import load  # noqa: PLC0415 - the command line starts without it

    load(shell)
