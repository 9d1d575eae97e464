"""One module for each sub-command of `pydash`, with a click command named `command`."""
