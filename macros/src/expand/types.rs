//! The type in Rust of a field.

use super::Context;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use relata_spec::model::{Field, IntegerWidth, Kind, Presence, TextFormat, Type};

impl Context<'_> {
    /// The type of a value, whether or not it may be missing.
    pub(super) fn rust_type(&self, ty: &Type) -> TokenStream {
        match &ty.kind {
            Kind::Text {
                format: TextFormat::Plain,
            } => quote!(::std::string::String),
            Kind::Text { format } => {
                let name = Ident::new(format.rust(), Span::call_site());
                quote!(::relata::#name)
            }
            Kind::Bool => quote!(bool),
            Kind::Integer {
                width: IntegerWidth::Port,
            } => quote!(::relata::Port),
            Kind::Integer { width } => {
                let name = Ident::new(width.rust(), Span::call_site());
                quote!(#name)
            }
            Kind::Float => quote!(f64),
            Kind::Any => quote!(::relata::Json),
            Kind::List { items } => {
                let items = self.rust_type(items);
                quote!(::std::vec::Vec<#items>)
            }
            Kind::Set { items } => {
                let items = self.rust_type(items);
                quote!(::relata::Set<#items>)
            }
            Kind::Map { keys, values } => {
                let keys = self.rust_type(keys);
                let values = self.rust_type(values);
                quote!(::relata::Map<#keys, #values>)
            }
            Kind::Secret { content } => {
                let content = self.type_ident(content);
                quote!(::relata::Secret<#content>)
            }
            Kind::Named { name } => {
                let name = self.type_ident(name);
                quote!(#name)
            }
        }
    }

    /// The type of a field.
    pub(super) fn field_type(&self, field: &Field) -> TokenStream {
        let ty = self.rust_type(&field.ty);
        match field.presence {
            Presence::Optional => quote!(::core::option::Option<#ty>),
            Presence::Required | Presence::Default(_) => ty,
        }
    }
}
