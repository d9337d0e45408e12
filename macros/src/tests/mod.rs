//! The whole way but the expansion, on declarations in strings.

mod scratch;

use crate::report::Report;
use crate::{check, lower, parse};
use relata_spec::Interface;

/// The well-formed part of a declaration, and its errors, each with its token.
fn read(source: &str) -> (Option<Interface>, Vec<(String, String)>) {
    let tokens = source.parse().expect("balanced tokens");
    let mut report = Report::default();
    let interface = parse::parse(tokens, &mut report).map(|tree| {
        let scene = lower::lower(&tree, &mut report);
        check::check(&scene, &mut report);
        scene.into_lowered().interface
    });
    (interface, report.texts())
}
