#!/usr/bin/env python3
"""Writes every certificate that it has to trust into `trusted.json`."""

import json

import ops
from charmlibs.interfaces.certificate_transfer import CertificateTransferRequires


class CertificatesRequirer(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.certificates = CertificateTransferRequires(self, "certificates")
        for event in (
            self.certificates.on.certificate_set_updated,
            self.certificates.on.certificates_removed,
            self.on.upgrade_charm,
        ):
            framework.observe(event, self._trust)

    def _trust(self, _: ops.EventBase):
        by_relation = self.certificates.get_all_certificates_by_relation()
        trusted = sorted({text for texts in by_relation.values() for text in texts})
        (self.charm_dir / "trusted.json").write_text(json.dumps(trusted))
        self.unit.status = ops.ActiveStatus(f"certificates trusted: {len(trusted)}")


if __name__ == "__main__":
    ops.main(CertificatesRequirer)
