#!/usr/bin/env python3
"""Says where it takes what, and notes the rules that it is given."""

import json

import ops
from charmlibs.interfaces.otlp import OtlpProvider


class OtlpProviderCharm(ops.CharmBase):
    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        for event in (
            self.on["otlp"].relation_created,
            self.on["otlp"].relation_changed,
            self.on["otlp"].relation_broken,
            self.on.leader_elected,
            self.on.upgrade_charm,
        ):
            framework.observe(event, self._publish)

    def _publish(self, _: ops.EventBase):
        otlp = OtlpProvider(self, "otlp").add_endpoint(
            "http", "http://otelcol.example:4318", ["logs", "metrics", "traces"], insecure=True
        )
        otlp.publish()
        rules = {str(id): store.promql.as_dict() for id, store in otlp.rules.items()}
        (self.charm_dir / "rules.json").write_text(json.dumps(rules))
        self.unit.status = ops.ActiveStatus()


if __name__ == "__main__":
    ops.main(OtlpProviderCharm)
