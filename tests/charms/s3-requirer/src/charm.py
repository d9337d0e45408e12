#!/usr/bin/env python3
"""Writes how to reach its storage, credentials included, into `connection.json`."""

import json

import ops
from object_storage import S3Requirer


class S3RequirerCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.s3 = S3Requirer(self, "backup-storage", bucket=str(self.config["bucket"]))
        self.file = self.charm_dir / "connection.json"
        for event in (self.s3.on.storage_connection_info_changed, self.on.upgrade_charm):
            framework.observe(event, self._configure)
        framework.observe(self.s3.on.storage_connection_info_gone, self._forget)
        framework.observe(self.on.config_changed, self._ask)

    def _ask(self, _: ops.EventBase):
        self.s3.update_requests(bucket=str(self.config["bucket"]))

    def _configure(self, _: ops.EventBase):
        for relation in self.model.relations["backup-storage"]:
            info = self.s3.get_storage_connection_info(relation)
            if "access-key" in info and "secret-key" in info:
                self.file.write_text(json.dumps(info, sort_keys=True))
                bucket = info.get("bucket", "")
                self.unit.status = ops.ActiveStatus(f"backups go to {bucket}"[:200])

    def _forget(self, _: ops.EventBase):
        self.file.unlink(missing_ok=True)
        self.unit.status = ops.BlockedStatus("no storage")


if __name__ == "__main__":
    ops.main(S3RequirerCharm)
