//! `#[version(…)]`: how does a writer state its version?

use super::classes::Class;
use super::lowering::Lowering;
use crate::parse::tree::{MarkerDecl, TypeExpr};
use relata_spec::model::{IntegerWidth, Marker, MarkerSpelling, TextFormat};

impl Lowering<'_, '_> {
    /// The marker, or `None` if the field cannot be one, which is reported.
    pub(super) fn marker(&mut self, decl: &MarkerDecl, ty: &TypeExpr) -> Option<Marker> {
        let mut base = self.tree.base(ty);
        let list = self.tree.class(base) == Class::List;
        if list {
            base = base.args.first()?;
        }
        let spelling = match (self.tree.class(base), &decl.spelling) {
            (Class::Unknown, _) => return None,
            (Class::Integer(width), None) if width != IntegerWidth::Port => MarkerSpelling::Number,
            (Class::Text(TextFormat::Plain), Some(template)) => {
                if template.text.matches("{}").count() != 1 {
                    self.report
                        .error("D9", template.span, "a spelling has one `{}`")
                        .help("`{}` stands for the number: `\"v{}\"` spells `v1`");
                    return None;
                }
                MarkerSpelling::Template(template.text.clone())
            }
            (Class::Text(TextFormat::Plain), None) => {
                self.report
                    .error("D9", decl.span, "a marker that is a text needs a spelling")
                    .help(
                        "write `#[version(spelling = \"v{}\")]`, or `\"{}\"` for the bare number",
                    );
                return None;
            }
            (Class::Integer(_), Some(template)) => {
                self.report
                    .error(
                        "D9",
                        template.span,
                        "a marker that is a number has no spelling",
                    )
                    .help("write `String` as its type, or remove the spelling");
                return None;
            }
            _ => {
                self.report
                    .error(
                        "D9",
                        ty.span,
                        format!("`{}` is no version marker", ty.shown()),
                    )
                    .help(
                        "a marker is a `u32`, a `String` with a spelling, or a `Vec` of one of \
                         these",
                    );
                return None;
            }
        };
        let absent = decl.absent.filter(|tag| self.is_declared(*tag));
        Some(Marker {
            absent: absent.map(|tag| tag.number),
            spelling,
            list,
        })
    }
}
