#!/usr/bin/env python3
"""Has a certificate signed for its unit, and keeps key, certificate and authority as files."""

import ops
from charmlibs.interfaces.tls_certificates import (
    CertificateRequestAttributes,
    KeyAlgorithm,
    TLSCertificatesRequiresV4,
)


class TlsRequirer(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        name = self.unit.name.replace("/", "-") + ".example"
        self.request = CertificateRequestAttributes(
            common_name=name, sans_dns=frozenset({name}), add_unique_id_to_subject_name=False
        )
        self.certificates = TLSCertificatesRequiresV4(
            self,
            "certificates",
            [self.request],
            key_algorithm=KeyAlgorithm.ECDSA,
            refresh_events=[self.on.config_changed, self.on.upgrade_charm],
        )
        framework.observe(self.certificates.on.certificate_available, self._install)

    def _install(self, _: ops.EventBase):
        found, key = self.certificates.get_assigned_certificate(self.request)
        if found is None or key is None:
            return
        for name, text in (
            ("csr.pem", found.certificate_signing_request),
            ("certificate.pem", found.certificate),
            ("ca.pem", found.ca),
            ("key.pem", key),
        ):
            (self.charm_dir / name).write_text(f"{text}\n")
        self.unit.status = ops.ActiveStatus(found.certificate.common_name)


if __name__ == "__main__":
    ops.main(TlsRequirer)
