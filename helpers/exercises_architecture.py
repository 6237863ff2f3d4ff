"""Checks of the exercises of notebooks 06, 07 and 08, one function each. The right answers are computed."""
