"""Users in the shape of Keycloak's userinfo, and back to ours.

Accounts carry Keycloak's realm roles, so that the same claims may one day come from a Keycloak server:
{"sub": "7", "preferred_username": "anna", "realm_access": {"roles": ["opsconductor-admin"]}}.
"""

from typing import Any

from shared.auth import User

REVISION = "1"
"""Shown in GET /about."""

ROLES = {
    "opsconductor-admin": "administrator",
    "opsconductor-operator": "operator",
    "opsconductor-viewer": "viewer",
}
"""Our role by realm role. Keycloak's own roles, such as offline_access, give none."""


def claims_of(account: dict[str, Any]) -> dict[str, Any]:
    """Userinfo claims of a row of `accounts`."""
    return {
        "sub": str(account["id"]),
        "preferred_username": account["username"],
        "realm_access": {"roles": account["realm_roles"]},
    }


def user_from_claims(claims: dict[str, Any]) -> User:
    """Our user of userinfo claims; one without a role that we know is a viewer."""
    realm_roles = claims.get("realm_access", {}).get("roles", [])
    roles = [ROLES[role] for role in realm_roles if role in ROLES]
    return User(id=claims["sub"], username=claims["preferred_username"], roles=roles or ["viewer"])
