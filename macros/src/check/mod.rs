//! Mistakes that a well-formed declaration can still have.

use crate::lower::Scene;
use crate::report::Report;

/// Reports every one of them.
pub(crate) fn check(_scene: &Scene, _report: &mut Report) {}
