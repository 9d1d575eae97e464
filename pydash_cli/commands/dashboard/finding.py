"""What says which dashboard is meant."""

import click

dashboard_argument = click.argument("dashboard", metavar="DASHBOARD")
user_option = click.option("--user", "user_name", metavar="NAME", help="Whose it is.")
