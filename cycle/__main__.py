"""`python -m cycle`: the same as `ocop`, where no folder of programs is on the path."""

from cycle.cli import main

if __name__ == "__main__":
    main()
