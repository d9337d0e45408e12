#!/usr/bin/env python3
"""Writes where to send traces into `tracing.json`."""

import json

import ops
from charmlibs.interfaces.tracing import EndpointChangedEvent, TracingEndpointRequirer


class TracingRequirer(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.tracing = TracingEndpointRequirer(
            self, relation_name="tracing", protocols=["otlp_http"]
        )
        framework.observe(self.tracing.on.endpoint_changed, self._configure)
        framework.observe(self.tracing.on.endpoint_removed, self._forget)
        self.file = self.charm_dir / "tracing.json"

    def _configure(self, event: EndpointChangedEvent):
        receivers = {one.protocol.name: one.url for one in event.receivers}
        self.file.write_text(json.dumps(receivers))
        self.unit.status = ops.ActiveStatus()

    def _forget(self, _: ops.EventBase):
        self.file.unlink(missing_ok=True)


if __name__ == "__main__":
    ops.main(TracingRequirer)
