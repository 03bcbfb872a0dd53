"""kzindustry: notebooks in which a number never travels alone."""

__version__ = "0.1.0"
