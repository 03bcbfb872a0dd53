"""What an author of notebooks asks for: a new notebook, a clean one, and what one still needs."""
