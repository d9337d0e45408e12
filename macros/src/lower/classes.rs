//! What is a type as written, once aliases are followed?

use crate::parse::tree::{Declaration, Shape, TypeBody, TypeDecl, TypeExpr, UnionVariantDecl};
use relata_spec::model::{IntegerWidth, TextFormat};

/// Aliases that are longer than this contain themselves.
const ALIASES: usize = 32;

/// What a type is on the wire, as far as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Text(TextFormat),
    Bool,
    Integer(IntegerWidth),
    Float,
    /// A declared enum of texts.
    Words,
    /// A declared enum of integers.
    Numbers,
    List,
    Map,
    Struct,
    Union,
    /// The URI of a secret.
    Secret,
    /// Any JSON.
    Any,
    /// Nothing is known about it; that has been reported.
    Unknown,
}

impl Class {
    /// Whether one string holds it without quotes or brackets.
    pub(crate) fn is_plain(self) -> bool {
        matches!(
            self,
            Class::Text(_)
                | Class::Bool
                | Class::Integer(_)
                | Class::Float
                | Class::Words
                | Class::Numbers
                | Class::Secret
                | Class::Unknown
        )
    }

    /// Whether it is a list of values.
    pub(crate) fn is_list(self) -> bool {
        self == Class::List
    }
}

impl TypeExpr {
    /// The type as it was written.
    pub(crate) fn shown(&self) -> String {
        if self.args.is_empty() {
            return self.name.clone();
        }
        let args: Vec<String> = self.args.iter().map(TypeExpr::shown).collect();
        format!("{}<{}>", self.name, args.join(", "))
    }
}

impl Declaration {
    /// The class of a type. Where a name is declared anew for later versions,
    /// the first declaration counts.
    pub(crate) fn class(&self, ty: &TypeExpr) -> Class {
        let base = self.base(ty);
        match base.name.as_str() {
            "bool" => return Class::Bool,
            "f64" => return Class::Float,
            "Json" => return Class::Any,
            "Vec" | "Set" => return Class::List,
            "Map" => return Class::Map,
            "Secret" => return Class::Secret,
            _ => (),
        }
        if let Some(format) = text_format(&base.name) {
            return Class::Text(format);
        }
        if let Some(width) = integer_width(&base.name) {
            return Class::Integer(width);
        }
        match self.declared(&base.name).map(|decl| &decl.body) {
            Some(TypeBody::Struct(_)) => Class::Struct,
            Some(TypeBody::Union(..)) => Class::Union,
            Some(TypeBody::Enum(variants, _)) => {
                if variants
                    .iter()
                    .any(super::super::parse::tree::VariantDecl::is_number)
                {
                    Class::Numbers
                } else {
                    Class::Words
                }
            }
            Some(TypeBody::Secret(_) | TypeBody::Alias { .. }) | None => Class::Unknown,
        }
    }

    /// Whether plain text can hold some, and all, values of a type. Of a union
    /// without a tag it can hold the shapes that are plain themselves.
    pub(crate) fn plain(&self, ty: &TypeExpr) -> (bool, bool) {
        let base = self.base(ty);
        let decl = self.declared(&base.name);
        if let Some((TypeBody::Union(variants, _), None)) =
            decl.map(|decl| (&decl.body, &decl.attrs.tag))
        {
            let shape = |variant: &UnionVariantDecl| match &variant.shape {
                Shape::Of(of) => self.class(of).is_plain(),
                Shape::Members(_) => false,
            };
            (variants.iter().any(shape), variants.iter().all(shape))
        } else {
            let plain = self.class(base).is_plain();
            (plain, plain)
        }
    }

    /// The type that an alias stands for; any other type is its own.
    pub(crate) fn base<'a>(&'a self, ty: &'a TypeExpr) -> &'a TypeExpr {
        let mut base = ty;
        for _ in 0..ALIASES {
            match self.declared(&base.name).map(|decl| &decl.body) {
                Some(TypeBody::Alias { of, .. }) => base = of,
                _ => break,
            }
        }
        base
    }

    /// The first declaration of a type.
    pub(crate) fn declared(&self, name: &str) -> Option<&TypeDecl> {
        self.types.get(*self.types_by_name.get(name)?)
    }
}

/// The text format that is written by this name.
pub(super) fn text_format(name: &str) -> Option<TextFormat> {
    TextFormat::ALL
        .into_iter()
        .find(|format| format.rust() == name)
}

/// The integer that is written by this name.
pub(super) fn integer_width(name: &str) -> Option<IntegerWidth> {
    IntegerWidth::ALL
        .into_iter()
        .find(|width| width.rust() == name)
}
