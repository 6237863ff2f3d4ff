"""Checks of the exercises of notebooks 09, 10, 11 and 12, one function each. The right answers are computed."""
