"""What an installation may set: environment variables with the prefix LUOSHI_, or a .env file beside the programme."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import Invalid
from engine.wording import N_


class Settings(BaseSettings):
    """Settings with defaults that work with nothing configured; secrets are masked wherever they show."""

    model_config = SettingsConfigDict(env_prefix="LUOSHI_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path("var"), description="Folder for the database, evidence, logs and Prefect's data.")
    database: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the home folder.")
    evidence: str = Field(default="", description="Folder or fsspec URL for evidence; empty means in the home folder.")
    definitions: Path = Field(
        default=Path("definitions/chongchuan-2022"), description="Folder of the programme that `luoshi up` applies."
    )
    language: Literal["zh", "en"] = Field(default="zh", description="Language of screens, notices and reports.")
    person: str = Field(default="", description="Id of the person who acts when a command does not say.")
    channels: dict[str, SecretStr] = Field(
        default_factory=dict, description="Channel name to Apprise URL, as JSON. Without any, notices go to the inbox."
    )
    portal_host: str = Field(
        default="127.0.0.1", description="Address the portal listens on; 0.0.0.0 behind a reverse proxy with https."
    )
    portal_port: int = Field(default=8080, ge=1024, le=65535, description="Port of the portal.")
    portal_url: str = Field(
        default="", description="The portal's address as people type it; with https cookies are sent over https only."
    )
    portal_proxies: str = Field(
        default="127.0.0.1, ::1",
        description="Addresses or networks (commas between) of the reverse proxies whose X-Forwarded-For is believed.",
    )
    sign_in_tries: int = Field(
        default=30,
        ge=0,
        description="So many wrong passwords from one network, at whatever accounts, before it waits; one is forgotten "
        "each minute. 0 for no limit.",
    )
    upload_megabytes: int = Field(
        default=1024, ge=1, le=16_384, description="The largest request that is taken: all files of one form together."
    )
    oidc_issuer: str = Field(default="", description="Address of an OpenID Connect provider; empty for passwords only.")
    oidc_client: str = Field(default="", description="Our client id at that provider.")
    oidc_secret: SecretStr = Field(default=SecretStr(""), description="Our secret at that provider.")
    oidc_claim: str = Field(
        default="email", description="The claim that names a person here by id, e-mail address or telephone."
    )
    webhook_hosts: str = Field(
        default="",
        description="Hosts, host:port or networks (commas between) that webhooks may go to though they are private or "
        "without https; empty for https to public addresses only.",
    )
    prefect_port: int = Field(default=4200, ge=1024, le=65535, description="Port of the Prefect server on 127.0.0.1.")
    prefect_auth: SecretStr = Field(default=SecretStr(""), description="user:password for Prefect; empty for none.")

    @property
    def database_url(self) -> str:
        """Where the record is kept."""
        return self.database or f"sqlite:///{self.home.absolute() / 'luoshi.db'}"

    @property
    def evidence_url(self) -> str:
        """Where files are kept."""
        return self.evidence or str(self.home.absolute() / "evidence")

    @property
    def logs(self) -> Path:
        """Where every process of this installation writes what it has to say."""
        return self.home.absolute() / "log"

    @property
    def portal_address(self) -> str:
        """The portal's address for links in notices, without a slash at its end."""
        return (self.portal_url or f"http://127.0.0.1:{self.portal_port}").rstrip("/")

    @property
    def prefect_home(self) -> Path:
        """Where the Prefect server keeps its own database."""
        return self.home.absolute() / "prefect"

    @property
    def prefect_api(self) -> str:
        """The Prefect server's API address."""
        return f"http://127.0.0.1:{self.prefect_port}/api"


def read_settings() -> Settings:
    """The settings of this process. Raises Invalid naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise Invalid(
            "bad-setting",
            N_("The setting {name} is wrong: {cause}"),
            hint=N_("Correct the environment variable or the .env file; docs/reference/settings.md lists them."),
            name="LUOSHI_" + "_".join(str(part) for part in first["loc"]).upper(),
            cause=first["msg"],
        ) from error
