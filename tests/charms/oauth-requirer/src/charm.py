#!/usr/bin/env python3
"""Writes how people log in into `login.json`."""

import dataclasses
import json

import ops
from charmlibs.interfaces.oauth import ClientConfig, OAuthInfoChangedEvent, OAuthRequirer

CLIENT = ClientConfig(
    redirect_uri="https://shop.example/oauth/callback",
    scope="openid email",
    grant_types=["authorization_code"],
)


class OauthRequirerCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.oauth = OAuthRequirer(self, CLIENT, relation_name="oauth")
        framework.observe(self.oauth.on.oauth_info_changed, self._configure)
        framework.observe(self.oauth.on.oauth_info_removed, self._forget)
        self.file = self.charm_dir / "login.json"

    def _configure(self, _: OAuthInfoChangedEvent):
        relation = self.model.relations["oauth"][0]
        info = self.oauth.get_provider_info(relation.id)
        if info is not None:
            self.file.write_text(json.dumps(dataclasses.asdict(info)))
            self.unit.status = ops.ActiveStatus(f"people log in at {info.issuer_url}"[:200])

    def _forget(self, _: ops.EventBase):
        self.file.unlink(missing_ok=True)


if __name__ == "__main__":
    ops.main(OauthRequirerCharm)
