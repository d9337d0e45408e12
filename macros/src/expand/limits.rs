//! The limits of a value as static tables.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use relata_spec::model::{Constraint, Kind, Type, Version};

/// The statics that one record needs, in the order in which they refer to each
/// other.
#[derive(Default)]
pub(super) struct Statics {
    items: Vec<TokenStream>,
}

impl Statics {
    /// The static that holds the limits of a type, if it has any.
    pub(super) fn limits(&mut self, version: &Version, ty: &Type) -> Option<Ident> {
        let ty = version.resolve(ty);
        let (keys, elements) = match &ty.kind {
            Kind::List { items } | Kind::Set { items } => (None, self.limits(version, items)),
            Kind::Map { keys, values } => {
                (self.limits(version, keys), self.limits(version, values))
            }
            _ => (None, None),
        };
        if ty.constraints.is_empty() && keys.is_none() && elements.is_none() {
            return None;
        }
        Some(self.push(&ty, keys.as_ref(), elements.as_ref()))
    }

    /// The static that holds the limits of dynamic keys and their values.
    pub(super) fn rest(&mut self, version: &Version, keys: &Type, values: &Type) -> Option<Ident> {
        let whole = Type::new(Kind::Map {
            keys: Box::new(keys.clone()),
            values: Box::new(values.clone()),
        });
        self.limits(version, &whole)
    }

    fn push(&mut self, ty: &Type, keys: Option<&Ident>, elements: Option<&Ident>) -> Ident {
        let own: Vec<TokenStream> = ty
            .constraints
            .iter()
            .map(|constraint| self.limit(ty, constraint))
            .collect();
        let keys = reference(keys);
        let elements = reference(elements);
        let name = format_ident!("LIMITS_{}", self.items.len());
        self.items.push(quote! {
            static #name: r::Limits = r::Limits { own: &[#(#own),*], keys: #keys, elements: #elements };
        });
        name
    }

    fn limit(&mut self, ty: &Type, constraint: &Constraint) -> TokenStream {
        match constraint {
            Constraint::Pattern(text) => {
                let name = format_ident!("PATTERN_{}", self.items.len());
                self.items
                    .push(quote!(static #name: r::Pattern = r::Pattern::new(#text);));
                quote!(r::Limit::Pattern(&#name))
            }
            Constraint::Range { min, max } if matches!(ty.kind, Kind::Float) => {
                let min = option(min.as_ref().and_then(serde_json::Number::as_f64));
                let max = option(max.as_ref().and_then(serde_json::Number::as_f64));
                quote!(r::Limit::Real(#min, #max))
            }
            Constraint::Range { min, max } => {
                let min = option(min.as_ref().and_then(serde_json::Number::as_i128));
                let max = option(max.as_ref().and_then(serde_json::Number::as_i128));
                quote!(r::Limit::Whole(#min, #max))
            }
            Constraint::Length { min, max } => {
                let size = |size: &u64| usize::try_from(*size).ok();
                let min = option(min.as_ref().and_then(size));
                let max = option(max.as_ref().and_then(size));
                quote!(r::Limit::Length(#min, #max))
            }
        }
    }

    /// The items, in order.
    pub(super) fn into_items(self) -> Vec<TokenStream> {
        self.items
    }
}

pub(super) fn reference(name: Option<&Ident>) -> TokenStream {
    match name {
        Some(name) => quote!(::core::option::Option::Some(&#name)),
        None => quote!(::core::option::Option::None),
    }
}

fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
