#!/usr/bin/env python3
"""Makes an account in its directory for everybody who asks."""

import ops
from charmlibs.interfaces.ldap import LdapProvider, LdapProviderData, LdapRequestedEvent


class LdapProviderCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.ldap = LdapProvider(self, "ldap")
        framework.observe(self.ldap.on.ldap_requested, self._make_account)
        self.unit.status = ops.ActiveStatus()

    def _make_account(self, event: LdapRequestedEvent):
        if event.data is None:
            return
        account = LdapProviderData(
            urls=["ldap://directory.example:3893"],
            ldaps_urls=["ldaps://directory.example:3894"],
            base_dn="dc=example",
            bind_dn=f"cn={event.data.user},ou={event.data.group},dc=example",
            bind_password=f"password-of-{event.relation.id}",
            auth_method="simple",
            starttls=True,
        )
        self.ldap.update_relations_app_data(account, relation_id=event.relation.id)


if __name__ == "__main__":
    ops.main(LdapProviderCharm)
