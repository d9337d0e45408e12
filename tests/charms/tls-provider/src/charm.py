#!/usr/bin/env python3
"""An authority: signs every request that it gets."""

import datetime

import ops
from charmlibs.interfaces.tls_certificates import (
    Certificate,
    CertificateRequestAttributes,
    KeyAlgorithm,
    PrivateKey,
    ProviderCertificate,
    TLSCertificatesProvidesV4,
)

AUTHORITY = "authority"
VALIDITY = datetime.timedelta(days=365)


class TlsProvider(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.certificates = TLSCertificatesProvidesV4(self, "certificates")
        for event in (
            self.on["certificates"].relation_changed,
            self.on.leader_elected,
            self.on.upgrade_charm,
        ):
            framework.observe(event, self._sign)
        self.unit.status = ops.ActiveStatus()

    def _sign(self, _: ops.EventBase):
        if not self.unit.is_leader():
            return
        ca, key = self._authority()
        for request in self.certificates.get_outstanding_certificate_requests():
            csr = request.certificate_signing_request
            certificate = csr.sign(ca, key, VALIDITY, is_ca=request.is_ca)
            self.certificates.set_relation_certificate(
                ProviderCertificate(
                    relation_id=request.relation_id,
                    certificate=certificate,
                    certificate_signing_request=csr,
                    ca=ca,
                    chain=[certificate, ca],
                )
            )

    def _authority(self) -> tuple[Certificate, PrivateKey]:
        """Our own certificate and key, which are made once."""
        try:
            content = self.model.get_secret(label=AUTHORITY).peek_content()
            return (
                Certificate.from_string(content["certificate"]),
                PrivateKey.from_string(content["private-key"]),
            )
        except ops.SecretNotFoundError:
            key = PrivateKey.generate(key_algorithm=KeyAlgorithm.ECDSA)
            attributes = CertificateRequestAttributes(common_name="Test Authority", is_ca=True)
            ca = Certificate.generate_self_signed_ca(attributes, key, 10 * VALIDITY)
            content = {"certificate": str(ca), "private-key": str(key)}
            self.app.add_secret(content, label=AUTHORITY)
            return ca, key


if __name__ == "__main__":
    ops.main(TlsProvider)
