"""Runs are executed: a pool of workers, each with its kernels, in an environment of their own."""
