//! The mistakes of a declaration, and the one way out for them.

use proc_macro2::{Span, TokenStream};
use std::collections::BTreeSet;
use std::fmt::Write;

/// All mistakes found so far.
#[derive(Default)]
pub(crate) struct Report {
    mistakes: Vec<Mistake>,
    reported: BTreeSet<(usize, &'static str)>,
    lost: bool,
}

/// One mistake at one place.
pub(crate) struct Mistake {
    rule: &'static str,
    span: Span,
    message: String,
    help: Option<String>,
    others: Vec<(Span, String)>,
}

impl Report {
    /// Adds a mistake against `rule` at `span`.
    pub(crate) fn error(
        &mut self,
        rule: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Mistake {
        debug_assert!(relata_spec::rules::rule(rule).is_some(), "{rule}");
        self.mistakes.push(Mistake {
            rule,
            span,
            message: message.into(),
            help: None,
            others: Vec::new(),
        });
        let last = self.mistakes.len() - 1;
        &mut self.mistakes[last]
    }

    /// Whether the mistake against `rule` in this node of the tree is new. A
    /// node is looked at once for each version; what is wrong with it is said
    /// once. The tree does not move, so a node is known by its address.
    pub(crate) fn first<T>(&mut self, node: &T, rule: &'static str) -> bool {
        let address = std::ptr::from_ref(node).addr();
        self.reported.insert((address, rule))
    }

    /// Notes that a part of the declaration could not be understood, so that
    /// nothing may be concluded from what is missing.
    pub(crate) fn lose(&mut self) {
        self.lost = true;
    }

    /// Whether a part of the declaration could not be understood.
    pub(crate) fn is_lossy(&self) -> bool {
        self.lost
    }

    /// The mistakes from the top of the declaration to its end.
    fn sorted(self) -> Vec<Mistake> {
        let mut mistakes = self.mistakes;
        mistakes.sort_by_key(|mistake| {
            let start = mistake.span.start();
            (start.line, start.column)
        });
        mistakes
    }

    /// One `compile_error!` for each place.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.sorted()
            .into_iter()
            .flat_map(Mistake::into_errors)
            .map(syn::Error::into_compile_error)
            .collect()
    }

    /// The text of each error, with the token that it stands at.
    #[cfg(test)]
    pub(crate) fn texts(self) -> Vec<(String, String)> {
        let token = |error: &syn::Error| error.span().source_text().unwrap_or_default();
        self.sorted()
            .into_iter()
            .flat_map(Mistake::into_errors)
            .map(|error| (token(&error), error.to_string()))
            .collect()
    }
}

impl Mistake {
    /// Says what to write instead.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Names the second place of the mistake. rustc shows it as an error of its
    /// own, perhaps far from the first, so the message says what it is about.
    pub(crate) fn also(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.others.push((span, message.into()));
        self
    }

    fn into_errors(self) -> impl Iterator<Item = syn::Error> {
        let rule = self.rule;
        let mut text = format!("{} [{rule}]", self.message);
        // The page alone, where the rule's own help says nothing that the
        // mistake's does not.
        let help = self
            .help
            .or_else(|| Some(relata_spec::rules::rule(rule)?.help.to_owned()));
        if let Some(help) = help {
            write!(text, "\nhelp: {help}").unwrap_or_default();
        }
        write!(text, "\nrule: relata explain {rule}").unwrap_or_default();
        let first = syn::Error::new(self.span, text);
        let others = self.others.into_iter().map(move |(span, message)| {
            syn::Error::new(span, format!("note to {rule}: {message}"))
        });
        std::iter::once(first).chain(others)
    }
}
