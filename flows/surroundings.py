"""What every Prefect process of ours finds around it: addresses, homes, horizons, and nothing that phones out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

    from engine.settings import Settings

POOL: Final = "luoshi"
"""The work pool our runner serves."""

HOST: Final = "127.0.0.1"

# Prefect stops after three runs a schedule, or 100 days ahead, whichever is less: August would be invisible in
# November. Both horizons have to be stretched to the whole coming year; MAX_RUNS then bounds the every-minute flows.
_HORIZON = "P400D"
_TUNING: Final[dict[str, str]] = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": _HORIZON,
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": _HORIZON,
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "100",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 86_400),
    "PREFECT_SERVER_DATABASE_TIMEOUT": "30",  # SQLite has one writer; ten seconds were seen not to be enough
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_COLORS": "false",
}
_QUIET: Final[dict[str, str]] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
}


def ui_url(settings: Settings) -> str:
    """The page of our Prefect server that people open."""
    return f"http://{HOST}:{settings.prefect_port}"


def runner_log(settings: Settings) -> Path:
    """The runner's own words."""
    return settings.logs / "runner.log"


def runner_name(settings: Settings) -> str:
    """What our runner is called in the pool: the same after every start, and no other installation's."""
    return f"runner-{hashlib.sha256(str(settings.home.resolve()).encode()).hexdigest()[:8]}"


def environment(settings: Settings) -> dict[str, str]:
    """The environment of the server and the runner.

    Addresses, home and silence are ours; an operator's own PREFECT_ settings (a PostgreSQL database, a longer
    retention) are kept. Flow-run processes start in a folder of their own, so our settings travel as absolute paths.
    """
    ours = {
        "PREFECT_HOME": str(settings.prefect_home),
        "PREFECT_PROFILES_PATH": str(settings.prefect_home / "profiles.toml"),
        "PREFECT_API_URL": settings.prefect_api,
        "PYTHONUNBUFFERED": "1",
        **_QUIET,
        **carried(settings),
    }
    if auth := settings.prefect_auth.get_secret_value():
        ours |= {"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth}
    return _TUNING | dict(os.environ) | ours | _direct()


def _direct() -> dict[str, str]:
    """Our server is on this machine: no proxy of the account stands between."""
    known = os.environ.get("NO_PROXY", os.environ.get("no_proxy", ""))
    hosts = known if HOST in known else f"{known},{HOST}".strip(",")
    return {"NO_PROXY": hosts, "no_proxy": hosts}


def carried(settings: Settings) -> dict[str, str]:
    """Our own settings as environment variables, every path absolute."""
    return {
        "LUOSHI_HOME": str(settings.home.absolute()),
        "LUOSHI_DATABASE": _absolute(settings.database_url),
        "LUOSHI_EVIDENCE": _absolute(settings.evidence_url),
        "LUOSHI_DEFINITIONS": str(settings.definitions.absolute()),
        "LUOSHI_LANGUAGE": settings.language,
        "LUOSHI_CHANNELS": json.dumps({name: url.get_secret_value() for name, url in settings.channels.items()}),
        "LUOSHI_PORTAL_HOST": settings.portal_host,
        "LUOSHI_PORTAL_PORT": str(settings.portal_port),
        "LUOSHI_PORTAL_URL": settings.portal_url,
        "LUOSHI_PORTAL_PROXIES": settings.portal_proxies,
        "LUOSHI_SIGN_IN_TRIES": str(settings.sign_in_tries),
        "LUOSHI_UPLOAD_MEGABYTES": str(settings.upload_megabytes),
        "LUOSHI_OIDC_ISSUER": settings.oidc_issuer,
        "LUOSHI_OIDC_CLIENT": settings.oidc_client,
        "LUOSHI_OIDC_SECRET": settings.oidc_secret.get_secret_value(),
        "LUOSHI_OIDC_CLAIM": settings.oidc_claim,
        "LUOSHI_WEBHOOK_HOSTS": settings.webhook_hosts,
        "LUOSHI_PREFECT_PORT": str(settings.prefect_port),
        "LUOSHI_PREFECT_AUTH": settings.prefect_auth.get_secret_value(),
    }


def _absolute(place: str) -> str:
    scheme, found, path = place.partition(":///")
    if found and scheme == "sqlite":
        return f"{scheme}:///{Path(path).absolute()}"
    return place if "://" in place else str(Path(place).absolute())


@contextmanager
def prefect(settings: Settings) -> Iterator[SyncPrefectClient]:
    """A client of our own server, whatever profile the operator's account may have."""
    for name, value in (_QUIET | {"PREFECT_HOME": str(settings.prefect_home)}).items():
        os.environ.setdefault(name, value)  # read by Prefect when it is first imported
    os.environ.update(_direct())
    from prefect.client.orchestration import SyncPrefectClient

    auth = settings.prefect_auth.get_secret_value() or None
    with SyncPrefectClient(settings.prefect_api, auth_string=auth) as client:
        yield client
