"""What the commands that end sessions have in common."""

import click

from pydash_app.user import Revoked

tokens_option = click.option("--tokens", is_flag=True, help="End API tokens, too.")


def describe(ended: Revoked) -> str:
    """How much has ended, as a part of a sentence."""
    return f"{ended.session_count} sessions and {ended.token_count} API tokens"
