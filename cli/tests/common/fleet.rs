//! A document of many units, in the shape of `juju show-unit`.

use std::fmt::Write;

/// The units of one application: each has a peer relation, gets certificates
/// and S3 connection information, and serves one requirer of its ingress.
pub(crate) fn document(units: usize) -> String {
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\\n{}-----END CERTIFICATE-----",
        "MIIBzjCCAXOgAwIBAgIUYfGcWke0LVzL1ab7SVhTBoRPZOUwCgYIKoZIzj0EAwIw\\n".repeat(18)
    );
    let mut text = String::new();
    for unit in 0..units {
        let _ = write!(
            text,
            "\
traefik/{unit}:
  opened-ports: []
  charm: ch:amd64/traefik-k8s-273
  leader: {leader}
  life: alive
  relation-info:
  - relation-id: 0
    endpoint: peers
    related-endpoint: peers
    application-data: {{}}
    local-unit:
      in-scope: true
      data:
        egress-subnets: 10.0.0.{ip}/32
        ingress-address: 10.0.0.{ip}
        private-address: 10.0.0.{ip}
  - relation-id: 1
    endpoint: receive-ca-cert
    related-endpoint: send-ca-cert
    application-data:
      certificates: '[\"{pem}\", \"{pem}\"]'
      version: \"1\"
    related-units:
      self-signed-certificates/0:
        in-scope: true
        data:
          egress-subnets: 10.0.1.1/32
          ingress-address: 10.0.1.1
          private-address: 10.0.1.1
  - relation-id: {ingress}
    endpoint: ingress
    related-endpoint: ingress
    application-data:
      model: '\"fleet\"'
      name: '\"catalogue-{unit}\"'
      port: \"8080\"
    related-units:
      catalogue-{unit}/0:
        in-scope: true
        data:
          egress-subnets: 10.0.2.{ip}/32
          host: '\"catalogue-{unit}-0.catalogue-endpoints.fleet.svc.cluster.local\"'
          ingress-address: 10.0.2.{ip}
          ip: '\"10.0.2.{ip}\"'
          private-address: 10.0.2.{ip}
  provider-id: traefik-{unit}
  address: 10.0.0.{ip}
",
            leader = unit == 0,
            ip = unit % 256,
            ingress = unit + 10,
        );
    }
    text
}
