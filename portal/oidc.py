"""Signing in through an identity provider of the customer's own (OpenID Connect): an option beside passwords."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import httpx
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from engine.errors import Forbidden, Unavailable
from engine.wording import N_

if TYPE_CHECKING:
    from engine.settings import Settings

CALLBACK: Final = "/oidc/back"
COOKIE: Final = "oidc"
MINUTES: Final = 10
_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
_PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the signed note it brings back."""

    address: str
    note: str


@dataclass(frozen=True)
class Provider:
    """The identity provider that the settings name."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    back: str

    @classmethod
    def of(cls, settings: Settings) -> Provider | None:
        """The one that is set up, or None."""
        if not settings.oidc_issuer:
            return None
        return cls(
            settings.oidc_issuer.rstrip("/"),
            settings.oidc_client,
            settings.oidc_secret.get_secret_value(),
            settings.oidc_claim,
            settings.portal_address + CALLBACK,
        )

    def outward(self, key: str, next: str) -> Begun:
        """Begin a sign-in that goes on at `next`. Raises Unavailable when the provider does not answer."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        address, _ = self._client().create_authorization_url(
            self._told("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier
        )
        note = _signer(key).dumps({"state": state, "nonce": nonce, "verifier": verifier, "next": next})
        return Begun(address, str(note))

    def returned(self, key: str, note: str, query: dict[str, str], at: datetime) -> tuple[str, str]:
        """Who came back, by the claim that names people here, and where they go on.

        `query`: what the provider put into the address. Raises Forbidden for an answer to no question of ours or a
        token that is not good at the instant `at`, Unavailable when the provider does not answer.
        """
        known = _read(key, note)
        if not secrets.compare_digest(known["state"].encode(), query.get("state", "").encode()):
            raise _not_ours()
        if "code" not in query:
            raise Forbidden(
                "oidc-refused",
                N_("The identity provider did not let you in: {cause}."),
                hint=N_("Try again, or sign in with a password."),
                cause=query.get("error_description") or query.get("error") or "-",
            )
        try:
            token = self._client().fetch_token(
                self._told("token_endpoint"), code=query["code"], code_verifier=known["verifier"]
            )
            keys = KeySet.import_key_set(_fetched(self._told("jwks_uri")))
            claims = jwt.decode(token["id_token"], keys, algorithms=list(_ALGORITHMS)).claims
            jwt.JWTClaimsRegistry(
                now=int(at.timestamp()),
                leeway=60,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client_id},
                exp={"essential": True},
                nonce={"essential": True, "value": known["nonce"]},
            ).validate(claims)
        except httpx.HTTPError as error:
            raise _silent(self.issuer, error) from error
        except (JoseError, KeyError, ValueError) as error:
            raise _not_ours() from error
        return str(claims.get(self.claim, "")), known["next"]

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self.client_id,
            self.client_secret,
            scope="openid profile email",
            redirect_uri=self.back,
            code_challenge_method="S256",
            timeout=_PATIENCE,
        )

    def _told(self, what: str) -> str:
        try:
            return str(_discovered(self.issuer)[what])
        except (httpx.HTTPError, KeyError, ValueError) as error:
            raise _silent(self.issuer, error) from error


@cache
def _discovered(issuer: str) -> dict[str, Any]:
    found: dict[str, Any] = _fetched(f"{issuer}/.well-known/openid-configuration")
    if found.get("issuer", "").rstrip("/") != issuer:
        raise ValueError(f"the document of {issuer} names another issuer")
    return found


def _fetched(address: str) -> Any:
    answer = httpx.get(address, timeout=_PATIENCE)
    answer.raise_for_status()
    return answer.json()


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="luoshi-oidc")


def _read(key: str, note: str) -> dict[str, str]:
    try:
        found: dict[str, str] = _signer(key).loads(note, max_age=MINUTES * 60)
    except BadSignature as error:
        raise _not_ours() from error
    return found


def _not_ours() -> Forbidden:
    return Forbidden(
        "oidc-not-ours",
        N_("This answer of the identity provider does not belong to a sign-in that was begun here."),
        hint=N_("Begin again from the sign-in page."),
    )


def _silent(issuer: str, error: Exception) -> Unavailable:
    return Unavailable(
        "oidc-silent",
        N_("The identity provider {issuer} does not answer: {cause}"),
        hint=N_("Sign in with a password meanwhile."),
        issuer=issuer,
        cause=str(error) or type(error).__name__,
    )
