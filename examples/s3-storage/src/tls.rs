//! Which certificates a storage is verified with.

use crate::Fault;
use relata::Pem;
use std::sync::Arc;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// With those of the chain, or with the ones that browsers trust if there is none.
pub(crate) fn config(chain: &[Pem]) -> Result<TlsConfig, Fault> {
    let mut roots = Vec::new();
    for pem in chain {
        for item in parse_pem(pem.as_str().as_bytes()) {
            if let Ok(PemItem::Certificate(certificate)) = item {
                roots.push(certificate);
            }
        }
    }
    if roots.is_empty() && !chain.is_empty() {
        return Err(Fault::Unfit {
            key: "tls-ca-chain",
            expected: "certificates in PEM",
        });
    }
    let roots = if roots.is_empty() {
        RootCerts::WebPki
    } else {
        RootCerts::Specific(Arc::new(roots))
    };
    Ok(TlsConfig::builder().root_certs(roots).build())
}
