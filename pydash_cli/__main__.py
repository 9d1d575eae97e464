"""Lets `python -m pydash_cli` do what `pydash` does."""

from pydash_cli.main import main

if __name__ == "__main__":
    main(prog_name="pydash")
