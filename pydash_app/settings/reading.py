"""Makes the settings of the environment, and of the files that it names instead of secrets."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from pydash_app.errors import SettingsError
from pydash_app.settings.model import Settings
from pydash_app.settings.names import FILE_SUFFIX, SECRETS, variable_of

LONGEST_SECRET_BYTES = 64 * 1024
"""More is another file than was meant, or one without an end."""


def read_settings() -> Settings:
    """Read the settings from the environment of this process.

    Raises:
        SettingsError: a value can't be used; the message is one sentence and names the variable.
    """
    from_files = {
        name: read_secret_file(file_variable, path)
        for name, (file_variable, path) in _list_files(os.environ).items()
    }
    try:
        return Settings(**from_files)  # type: ignore[arg-type]  # pydantic reads texts
    except ValidationError as error:
        raise SettingsError(_describe(error, from_files)) from error


def source_of(name: str) -> str:
    """The variable that says what a setting is: its own, or the one that names a file."""
    files = _list_files(os.environ)
    return files[name][0] if name in files else variable_of(name)


def read_secret_file(variable: str, path: Path) -> str:
    """The secret in a file, without the end of its line.

    Raises:
        SettingsError: it can't be read, or nothing is in it; the message never quotes it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_SECRET_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no path"
        raise SettingsError(
            f"{variable} names the file {str(path)!r}, which can't be read ({reason}). Let this "
            "user read it, or name another one."
        ) from error
    if len(content) > LONGEST_SECRET_BYTES:
        raise SettingsError(f"{variable} names {str(path)!r}, which is too long to be a secret.")
    try:
        text = content.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{variable} names {str(path)!r}, which is no text.") from error
    if not text.strip():
        raise SettingsError(
            f"{variable} names the file {str(path)!r}, which is empty. Write the secret into it, "
            "or leave the variable away."
        )
    return text


def _list_files(environment: Mapping[str, str]) -> dict[str, tuple[str, Path]]:
    """For each secret that lies in a file, the variable that names it, and the file.

    Raises:
        SettingsError: the secret itself is set, too.
    """
    # As with all other settings, capital letters don't count.
    given = {name.upper(): value for name, value in environment.items() if value}
    found = {}
    for name in SECRETS:
        variable = variable_of(name)
        file_variable = f"{variable}{FILE_SUFFIX}"
        if file_variable not in given:
            continue
        if variable in given:
            raise SettingsError(f"{variable} and {file_variable} are both set; leave one away.")
        found[name] = (file_variable, Path(given[file_variable]).expanduser())
    return found


def _describe(error: ValidationError, from_files: Mapping[str, str]) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(first["loc"][0])
    variable = variable_of(name)
    reason = first["msg"].removeprefix("Value error, ")
    if name in from_files:
        return f"{variable}{FILE_SUFFIX} names a file whose content can't be used: {reason}."
    value = next((text for key, text in os.environ.items() if key.upper() == variable), "")
    if variable == "PYDASH_PORT" and "://" in value:
        reason = (
            "Kubernetes sets it for a Service called pydash; give that another name, or set "
            "enableServiceLinks: false"
        )
    shown = "" if _may_be_secret(variable, value) else f" {value!r}"
    return f"{variable} has a value{shown} that can't be used: {reason}."


def _may_be_secret(variable: str, value: str) -> bool:
    """Whether a value may hold a password, be it one that was meant for another variable."""
    if variable in {"PYDASH_SECRET_KEY", "PYDASH_MAIL_URL"} or "password" in value.lower():
        return True
    if "@" in value:
        return variable != "PYDASH_MAIL_FROM" or "://" in value
    return variable == "PYDASH_DATABASE" and "postgres" in value.lower()
