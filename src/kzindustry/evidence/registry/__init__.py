"""The tables of data/: what a row is, how a file is read, what is declared and what must hold row by row."""
