"""`python -m goalcheck`: the same as the command `goalcheck`."""

from goalcheck.cli import start

if __name__ == "__main__":
    start()
