#!/usr/bin/env python3
"""Opens a receiver for every protocol that somebody asks for."""

import ops
from charmlibs.interfaces.tracing import TracingEndpointProvider

PORTS = {"otlp_grpc": 4317, "otlp_http": 4318, "zipkin": 9411}


class TracingProvider(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        self.tracing = TracingEndpointProvider(self, relation_name="tracing")
        for event in (self.tracing.on.request, self.on.leader_elected, self.on.upgrade_charm):
            framework.observe(event, self._open)
        self.unit.status = ops.ActiveStatus()

    def _open(self, _: ops.EventBase):
        if not self.unit.is_leader():
            return
        asked = self.tracing.requested_protocols()
        receivers = []
        for protocol, port in PORTS.items():
            if protocol in asked:
                scheme = "" if protocol.endswith("grpc") else "http://"
                receivers.append((protocol, f"{scheme}tempo.example:{port}"))
        self.tracing.publish_receivers(receivers)


if __name__ == "__main__":
    ops.main(TracingProvider)
