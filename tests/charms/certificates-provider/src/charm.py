#!/usr/bin/env python3
"""Shares the certificates in its configuration."""

import re

import ops
from charmlibs.interfaces.certificate_transfer import CertificateTransferProvides

PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class CertificatesProvider(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.certificates = CertificateTransferProvides(self, "certificates")
        relation = self.on["certificates"]
        for event in (
            relation.relation_created,
            relation.relation_changed,
            self.on.config_changed,
            self.on.leader_elected,
            self.on.upgrade_charm,
        ):
            framework.observe(event, self._share)

    def _share(self, _: ops.EventBase):
        wanted = set(PEM.findall(str(self.config["certificates"])))
        if self.unit.is_leader():
            # What is not configured any more is taken back.
            self.certificates.remove_all_certificates()
            if wanted:
                self.certificates.add_certificates(wanted)
        self.unit.status = ops.ActiveStatus(f"certificates shared: {len(wanted)}")


if __name__ == "__main__":
    ops.main(CertificatesProvider)
