"""The registry against the documents' texts: row by row, and number by number."""
