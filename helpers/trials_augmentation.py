"""What is trained for the rows of notebook 10. As in `trials`, a trial takes the seeds and returns {contender: Outcome}."""

ROWS = {}
