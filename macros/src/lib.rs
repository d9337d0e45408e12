//! `interface!`: one declaration of a Juju relation interface, from tokens to
//! Rust.
//!
//! The stages follow each other and none looks back:
//!
//! | module | from | to |
//! |---|---|---|
//! | `parse` | tokens | a tree, every node of which knows its place |
//! | `lower` | the tree | the model of `relata-spec`, version by version |
//! | `check` | both | mistakes that a well-formed declaration can still have |
//! | `expand` | the model | Rust |
//!
//! A mistake never stops a stage: it goes into the `report`, the node that has
//! it is left out or mended, and everything else is emitted.
//!
//! The crate is used through `relata`, which re-exports the macro.

mod check;
mod expand;
mod lower;
mod lowered;
mod parse;
mod report;

use proc_macro2::TokenStream;
use report::Report;

/// Declares one relation interface in all its versions.
///
/// The grammar is in `docs/declaring.md` of the repository, the rules that a
/// declaration is held to in `spec/rules`; `relata explain R3` prints a page of
/// those.
#[proc_macro]
pub fn interface(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    declare(input.into()).into()
}

/// The whole way, on tokens that a test can make.
fn declare(input: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let mut output = TokenStream::new();
    if let Some(tree) = parse::parse(input, &mut report) {
        let scene = lower::lower(&tree, &mut report);
        check::check(&scene, &mut report);
        output.extend(expand::expand(&scene.into_lowered()));
    }
    output.extend(report.into_compile_errors());
    output
}

#[cfg(test)]
mod tests;
