//! From the model to Rust.
//!
//! What differs between interfaces is emitted as data: static tables that
//! non-generic code in the runtime reads. The typed glue around them is kept as
//! small as it can be, because that is what compile time goes into.

mod bag;
mod conditions;
mod conversion;
mod enums;
mod limits;
mod record;
mod share;
mod side;
mod types;
mod unions;

use crate::lowered::Lowered;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use relata_spec::model::{Role, Scope, TypeBody, TypeDecl, Version};
use share::Homes;

/// Everything that the emitters look things up in.
struct Context<'a> {
    lowered: &'a Lowered,
    homes: Homes,
}

/// The module of an interface.
pub(crate) fn expand(lowered: &Lowered) -> TokenStream {
    let interface = &lowered.interface;
    let context = Context {
        lowered,
        homes: Homes::find(interface),
    };
    let versions = interface
        .versions
        .iter()
        .map(|version| context.version(version));
    let roles = Role::ALL.into_iter().map(|role| context.role(role));
    let model = interface.to_json_string();
    let places = lowered.spans.to_json();
    let needs_yaml = context
        .uses_yaml()
        .then(|| quote!(::relata::__needs_yaml!();));
    // A path that the author wrote is resolved where the author wrote it.
    let scope = (!lowered.rust_types.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports)]
            use super::*;
        }
    });
    let vis = &lowered.vis;
    let module = &lowered.module;
    let doc = docs(&format!(
        "{}\n\n{}",
        interface.summary, interface.description
    ));
    quote! {
        #doc
        #[allow(
            clippy::all, clippy::pedantic, deprecated, missing_docs,
            non_camel_case_types, unreachable_pub, unused_qualifications
        )]
        #vis mod #module {
            #scope
            #[doc(hidden)]
            pub const MODEL: &str = #model;
            ::relata::__model!(#places);
            #needs_yaml
            #(#versions)*
            #(#roles)*
        }
    }
}

impl Context<'_> {
    /// The module of a version: what is new in it, and the rest re-exported.
    fn version(&self, version: &Version) -> TokenStream {
        let number = version.number;
        let module = version_module(number);
        let mut defined = Vec::new();
        let mut shared = Vec::new();
        for decl in &version.types {
            let home = self.homes.of_type(number, &decl.name);
            if home == number {
                defined.push(self.type_decl(version, decl));
            } else {
                shared.push((home, self.type_ident(&decl.name)));
            }
        }
        for (role, spec) in &version.roles {
            for scope in Scope::ALL {
                let Some(bag) = spec.bag(scope) else {
                    continue;
                };
                let home = self.homes.of_bag(number, *role, scope);
                if home == number {
                    defined.push(self.bag(version, *role, scope, bag));
                } else {
                    shared.push((home, bag_ident(*role, scope)));
                }
            }
            let lost = self.before(version, *role).map(|older| {
                let lost = self.only_in_newer(*role, older, (version, spec));
                (older.0.number, lost)
            });
            defined.push(side::side(version, *role, spec, lost));
        }
        let shared = shared.into_iter().map(|(home, name)| {
            let home = version_module(home);
            quote!(pub use super::#home::#name;)
        });
        let scope = (!self.lowered.rust_types.is_empty()).then(|| {
            quote! {
                #[allow(unused_imports)]
                use super::*;
            }
        });
        let doc = docs(&version.doc);
        quote! {
            #doc
            pub mod #module {
                #scope
                #[allow(unused_imports)]
                use ::relata::__private as r;
                #(#shared)*
                #(#defined)*
            }
        }
    }

    /// The version before, among those that have the role.
    fn before(&self, version: &Version, role: Role) -> Option<conversion::Spoken<'_>> {
        let versions = self.lowered.interface.versions.iter().rev();
        let mut older = versions.filter(|older| older.number < version.number);
        older.find_map(|older| Some((older, older.roles.get(&role)?)))
    }

    fn type_decl(&self, version: &Version, decl: &TypeDecl) -> TokenStream {
        match &decl.body {
            TypeBody::Struct { .. } | TypeBody::Secret { .. } => {
                self.declared_record(version, decl)
            }
            TypeBody::Enum {
                base,
                closed,
                variants,
            } => self.enumeration(decl, *base, *closed, variants, version.number),
            TypeBody::Union {
                tag,
                closed,
                variants,
            } => self.union(decl, tag.as_deref(), *closed, variants, version),
            TypeBody::Alias { of, .. } => {
                let name = self.type_ident(&decl.name);
                let doc = docs(&decl.doc);
                let target = match self.lowered.rust_types.get(&decl.name) {
                    Some(path) => quote!(#path),
                    None => self.rust_type(of),
                };
                quote! {
                    #doc
                    pub type #name = #target;
                }
            }
        }
    }

    fn type_ident(&self, name: &str) -> Ident {
        Ident::new(name, self.lowered.spans.of(name, ""))
    }

    /// The call that makes a type's JSON Schema.
    fn schema(&self, name: &Ident, version: u32, of: &TokenStream) -> TokenStream {
        let id = format!("{}::v{version}::{name}", self.lowered.interface.name);
        quote!(::relata::__schema!(#name, #id, #version, #of);)
    }
}

fn version_module(number: u32) -> Ident {
    format_ident!("v{number}")
}

/// `ProviderApp`
fn bag_ident(role: Role, scope: Scope) -> Ident {
    let scope = match scope {
        Scope::App => "App",
        Scope::Unit => "Unit",
    };
    format_ident!("{}{scope}", role_ident(role))
}

/// `Provider`
fn role_ident(role: Role) -> Ident {
    let name = match role {
        Role::Provider => "Provider",
        Role::Requirer => "Requirer",
        Role::Peer => "Peer",
    };
    Ident::new(name, Span::call_site())
}

/// Documentation as attributes.
fn docs(text: &str) -> TokenStream {
    let text = text.trim();
    if text.is_empty() {
        TokenStream::new()
    } else {
        let text = format!(" {}", text.replace('\n', "\n "));
        quote!(#[doc = #text])
    }
}
