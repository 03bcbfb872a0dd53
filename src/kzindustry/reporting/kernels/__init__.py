"""Kernels forked from a warm process: each run starts in a process of its own, with everything imported."""
