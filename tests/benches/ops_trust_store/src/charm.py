"""What examples/trust-store does, on ops and the upstream library: the peer of the benchmark `dispatch`."""

import hashlib
import pathlib
import re
import subprocess

import ops
from charmlibs.interfaces.certificate_transfer import CertificateTransferRequires

BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", re.DOTALL)


class TrustStore(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.certificates = CertificateTransferRequires(self, "certificates")
        events = self.on["certificates"]
        for event in (events.relation_changed, events.relation_broken, self.on.config_changed):
            framework.observe(event, self._reconcile)

    def _reconcile(self, _: ops.EventBase):
        root = pathlib.Path(str(self.config["root"]))
        local = root / "usr/local/share/ca-certificates"
        wanted = {}
        for relation, texts in self.certificates.get_all_certificates_by_relation().items():
            for text in texts:
                for block in BLOCK.findall(text):
                    digest = hashlib.sha256(block.encode()).hexdigest()
                    wanted[f"ops-trust-store-0-{relation}-{digest}.crt"] = block
        local.mkdir(parents=True, exist_ok=True)
        there = {path.name: path.read_text() for path in local.glob("ops-trust-store-0-*")}
        if there != wanted:
            for name in there.keys() - wanted.keys():
                (local / name).unlink()
            for name, block in wanted.items():
                (local / name).write_text(block)
            store = root / "etc/ssl/certs"
            store.mkdir(parents=True, exist_ok=True)
            subprocess.run(
                [
                    "update-ca-certificates",
                    "--fresh",
                    "--certsconf",
                    root / "etc/ca-certificates.conf",
                    "--localcertsdir",
                    local,
                    "--etccertsdir",
                    store,
                ],
                check=True,
                capture_output=True,
            )
        self.unit.status = ops.ActiveStatus(f"certificates trusted: {len(wanted)}")


if __name__ == "__main__":
    ops.main(TrustStore)
