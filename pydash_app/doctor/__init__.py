"""Looks for what is wrong with an installation, and says so in sentences.

`environment` looks at the settings, `folder` at the data folder, the secret key and the backups,
`contents` into the database, `outside` at the mail server, `address` at what is where links lead,
`reflection` at what a proxy makes of a request, `authorities` at `PYDASH_CA_FILE`. Each finding
says what to do. Changes nothing. May import `pydash_app.{backup,dashboard,database,errors,health,
housekeeping,mail,mirror,secret_key,settings,tls}`.
"""

from pydash_app.doctor.address import look_at_address
from pydash_app.doctor.authorities import look_at_authorities
from pydash_app.doctor.contents import NOTHING_YET, look_into_database
from pydash_app.doctor.environment import look_at_settings
from pydash_app.doctor.finding import Finding, Level, from_reason
from pydash_app.doctor.folder import look_at_backups, look_at_folder
from pydash_app.doctor.outside import look_at_mail

__all__ = [
    "NOTHING_YET",
    "Finding",
    "Level",
    "from_reason",
    "look_at_address",
    "look_at_authorities",
    "look_at_backups",
    "look_at_folder",
    "look_at_mail",
    "look_at_settings",
    "look_into_database",
]
