"""What is trained for the rows of notebook 08. As in `trials`, a trial takes the seeds and returns {contender: Outcome}."""

ROWS = {}
