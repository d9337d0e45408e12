#!/usr/bin/env python3
"""Writes where to send what into `otlp.json`, and has its rules watched."""

import json

import ops
from charmlibs.interfaces.otlp import OtlpRequirer, RuleStore
from cosl import JujuTopology

RULE = {"alert": "CartDown", "expr": "up == 0", "for": "5m", "labels": {"severity": "critical"}}


class OtlpRequirerCharm(ops.CharmBase):
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
        rules = RuleStore(JujuTopology.from_charm(self)).add_promql(RULE, group_name="cart")
        otlp = OtlpRequirer(
            self,
            "otlp",
            protocols=["grpc", "http"],
            telemetries=["logs", "metrics", "traces"],
            rules=rules,
        )
        otlp.publish()
        endpoints = {str(id): one.endpoint for id, one in otlp.endpoints.items()}
        (self.charm_dir / "otlp.json").write_text(json.dumps(endpoints))
        self.unit.status = ops.ActiveStatus()


if __name__ == "__main__":
    ops.main(OtlpRequirerCharm)
