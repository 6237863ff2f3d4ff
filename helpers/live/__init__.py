"""The live figure: `from helpers.live import live`."""
from helpers.live.picture import Live, live

__all__ = ["Live", "live"]
