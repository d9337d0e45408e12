//! `#[encoding(…)]` on a databag and on a field.

use super::classes::Class;
use super::lowering::Lowering;
use crate::parse::tree::{Attrs, EncodingDecl, EncodingKind, TypeExpr};
use relata_spec::model::{Encoding, Layout};

/// The encodings of single values among those of a databag.
pub(super) fn of_values(decls: &[EncodingDecl]) -> Vec<EncodingDecl> {
    decls
        .iter()
        .filter_map(|decl| match &decl.kind {
            EncodingKind::Value(encoding) => Some(EncodingDecl {
                span: decl.span,
                kind: EncodingKind::Value(encoding.clone()),
            }),
            EncodingKind::Nested(_) => None,
        })
        .collect()
}

impl Lowering<'_, '_> {
    /// How the fields of a databag are laid out.
    pub(super) fn layouts(&mut self, decls: &[EncodingDecl]) -> Vec<Layout> {
        let mut layouts: Vec<Layout> = Vec::new();
        for decl in decls {
            let layout = match &decl.kind {
                EncodingKind::Value(_) => Layout::Keys,
                EncodingKind::Nested(layout) => layout.clone(),
            };
            if !layouts.contains(&layout) {
                layouts.push(layout);
            } else if layout != Layout::Keys {
                self.listed_twice(decl);
            }
        }
        if layouts.is_empty() {
            layouts.push(Layout::Keys);
        }
        layouts
    }

    /// How a value in a databag is spelled: as its own attribute says, else as
    /// the databag's, else in JSON. What cannot hold the type is reported and
    /// left out.
    pub(super) fn value_encodings(
        &mut self,
        attrs: &Attrs,
        inherited: &[EncodingDecl],
        ty: &TypeExpr,
    ) -> Vec<Encoding> {
        let own = !attrs.encodings.is_empty();
        let decls = if own { &attrs.encodings } else { inherited };
        let mut encodings: Vec<Encoding> = Vec::new();
        for decl in decls {
            match &decl.kind {
                EncodingKind::Nested(_) => {
                    self.report
                        .error(
                            "D15",
                            decl.span,
                            "`nested` is the encoding of a whole databag",
                        )
                        .help("write it on `app` or `unit`, or `json` here");
                }
                EncodingKind::Value(encoding) if encodings.contains(encoding) => {
                    // Once, where it is written.
                    if own {
                        self.listed_twice(decl);
                    }
                }
                EncodingKind::Value(encoding) => {
                    // The first is written, so it has to hold everything.
                    let written = encodings.is_empty();
                    if self.holds(encoding, written, ty, own.then_some(decl)) {
                        encodings.push(encoding.clone());
                    }
                }
            }
        }
        if encodings.is_empty() {
            encodings.push(Encoding::Json);
        }
        encodings
    }

    fn listed_twice(&mut self, decl: &EncodingDecl) {
        self.report
            .error("D17", decl.span, "this encoding is listed twice")
            .help("remove one of the two");
    }

    /// Whether values of the type can be spelled like this.
    fn holds(
        &mut self,
        encoding: &Encoding,
        written: bool,
        ty: &TypeExpr,
        own: Option<&EncodingDecl>,
    ) -> bool {
        let class = self.tree.class(ty);
        let (holds, what) = match encoding {
            Encoding::Json | Encoding::Yaml => return true,
            Encoding::Raw { .. } => {
                let (some, all) = self.tree.plain(ty);
                (
                    all || some && !written,
                    "texts, numbers, booleans and enums",
                )
            }
            Encoding::Separated { .. } => {
                let base = self.tree.base(ty);
                let plain = base.args.first().map(|items| self.tree.class(items));
                (
                    class == Class::Unknown
                        || class == Class::List && plain.is_some_and(Class::is_plain),
                    "lists of texts, numbers, booleans and enums",
                )
            }
        };
        if holds {
            return true;
        }
        let word = match encoding {
            Encoding::Separated { by } if by == "," => "csv",
            Encoding::Separated { .. } => "separated",
            _ => "raw",
        };
        let mut message = format!("`{word}` cannot hold `{}`", ty.shown());
        let span = if let Some(decl) = own {
            decl.span
        } else {
            message.push_str(", and the databag says `");
            message.push_str(word);
            message.push('`');
            ty.span
        };
        self.report.error("D15", span, message).help(format!(
            "`{word}` holds {what}; write `#[encoding(json)]` on the field"
        ));
        false
    }
}
