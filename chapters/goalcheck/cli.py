"""The front door: `python -m goalcheck`."""
