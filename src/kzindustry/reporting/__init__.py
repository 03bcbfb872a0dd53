"""Notebooks in, reports out: parameters, plan, execution, results, for any collection of this form."""
