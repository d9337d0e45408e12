#!/usr/bin/env python3
"""Writes how to look people up into `directory.json`."""

import ops
from charmlibs.interfaces.ldap import LdapReadyEvent, LdapRequirer


class LdapRequirerCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.ldap = LdapRequirer(self, "ldap")
        framework.observe(self.ldap.on.ldap_ready, self._configure)
        framework.observe(self.ldap.on.ldap_unavailable, self._forget)
        self.file = self.charm_dir / "directory.json"

    def _configure(self, event: LdapReadyEvent):
        directory = self.ldap.consume_ldap_relation_data(event.relation)
        if directory is not None:
            # The model leaves the password out of what it dumps.
            self.file.write_text(directory.model_dump_json())
            self.unit.status = ops.ActiveStatus(f"looking up below {directory.base_dn}"[:200])

    def _forget(self, _: ops.EventBase):
        self.file.unlink(missing_ok=True)


if __name__ == "__main__":
    ops.main(LdapRequirerCharm)
