#!/usr/bin/env python3
"""Registers a client for everybody who asks."""

import ops
from charmlibs.interfaces.oauth import ClientCreatedEvent, OAuthProvider

URL = "https://login.example"


class OauthProviderCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.oauth = OAuthProvider(self, "oauth")
        for event in (
            self.on["oauth"].relation_created,
            self.on.leader_elected,
            self.on.config_changed,
        ):
            framework.observe(event, self._tell_where)
        framework.observe(self.oauth.on.client_created, self._create)
        framework.observe(self.on["oauth"].relation_broken, self._forget)
        self.unit.status = ops.ActiveStatus()

    def _tell_where(self, _: ops.EventBase):
        self.oauth.set_provider_info_in_relation_data(
            issuer_url=URL,
            authorization_endpoint=f"{URL}/oauth2/auth",
            token_endpoint=f"{URL}/oauth2/token",
            introspection_endpoint=f"{URL}/admin/oauth2/introspect",
            userinfo_endpoint=f"{URL}/userinfo",
            jwks_endpoint=f"{URL}/.well-known/jwks.json",
            scope="openid profile email",
        )

    def _create(self, event: ClientCreatedEvent):
        self.oauth.set_client_credentials_in_relation_data(
            event.relation_id, f"client-{event.relation_id}", f"password-of-{event.relation_id}"
        )

    def _forget(self, event: ops.RelationBrokenEvent):
        if self.unit.is_leader():
            self.oauth.remove_secret(event.relation)


if __name__ == "__main__":
    ops.main(OauthProviderCharm)
