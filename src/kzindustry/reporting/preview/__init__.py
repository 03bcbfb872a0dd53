"""A page that follows its notebook: run again on each save, with a form of its parameters."""
