"""The folder of the reports: what was written, from what, and what is read from it again."""
