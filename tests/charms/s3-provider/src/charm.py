#!/usr/bin/env python3
"""Shares the storage in its configuration with everybody who asks."""

import ops
from object_storage import S3Info, S3Provider


class S3ProviderCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.s3 = S3Provider(self, "s3-credentials")
        for event in (
            self.s3.on.storage_connection_info_requested,
            self.on.config_changed,
            self.on.leader_elected,
            self.on.upgrade_charm,
        ):
            framework.observe(event, self._share)
        self.unit.status = ops.ActiveStatus()

    def _share(self, _: ops.EventBase):
        if not self.unit.is_leader():
            return
        for relation in self.model.relations["s3-credentials"]:
            if not self.s3.is_protocol_ready(relation):
                continue
            asked = self.s3.fetch_relation_data([relation.id], ["bucket", "path"])[relation.id]
            info: S3Info = {
                "access-key": str(self.config["access-key"]),
                "secret-key": str(self.config["secret-key"]),
                "endpoint": str(self.config["endpoint"]),
                "bucket": asked.get("bucket") or str(self.config["bucket"]),
                "path": asked.get("path", ""),
            }
            self.s3.set_storage_connection_info(relation.id, dict(info))


if __name__ == "__main__":
    ops.main(S3ProviderCharm)
