"""What is to be run: the collection, its parameters, the runs of reports.yml and of the command line."""
