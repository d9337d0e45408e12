//! Mistakes that a well-formed declaration can still have: one file per
//! question.

mod allows;
mod conditions;
mod docs;
mod expectations;
mod idle;
mod markers;
mod names;
mod presence;
mod redeclared;
mod released;
mod scopes;
mod types;
mod variants;

use crate::lower::Scene;
use crate::report::Report;

/// Reports every one of them.
pub(crate) fn check(scene: &Scene, report: &mut Report) {
    docs::check(scene, report);
    allows::check(scene, report);
    presence::check(scene, report);
    redeclared::check(scene, report);
    names::check(scene, report);
    variants::check(scene, report);
    conditions::check(scene, report);
    markers::check(scene, report);
    scopes::check(scene, report);
    types::check(scene, report);
    released::check(scene, report);
    expectations::check(scene, report);
    idle::check(scene, report);
}
