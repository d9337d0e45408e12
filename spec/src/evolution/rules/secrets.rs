//! R16: what is in a secret, and what goes into one.

use super::types::deltas;
use crate::evolution::finding::{Breaks, Change};
use crate::evolution::nodes::Fate;
use crate::evolution::pair::Step;

/// R16: plain text became a secret, or was moved into the content of one. The
/// other rules report their own changes inside a secret as R16.
pub(super) fn moved(step: &Step<'_>) -> Vec<Change> {
    let mut changes = deltas(step, "R16");
    for object in &step.objects {
        for lost in &object.lost {
            if let Fate::IntoSecret(secret) = lost.fate {
                let what = format!(
                    "moved into the secret `{}`, where old charms neither write nor look for it",
                    secret.name
                );
                let name = &lost.field.name;
                changes.push(
                    object
                        .site
                        .judge("R16", name, &secret.allows, Breaks::Both, what),
                );
            }
        }
    }
    changes
}
