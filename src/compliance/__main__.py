"""Run the command line as `python -m compliance`, which works where the script's path holds a space."""

from compliance.cli.main import main  # type: ignore[import-not-found]

if __name__ == "__main__":
    main()
