"""Imported before numpy: `helpers` keeps the linear algebra library to one thread, as in a
notebook."""
import helpers  # noqa: F401
