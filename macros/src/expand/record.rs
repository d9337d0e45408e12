//! A struct, its table and its glue.

use super::limits::{Statics, reference};
use super::share::body_types;
use super::{Context, conditions, docs};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use relata_spec::model::{
    Check, Field, IntegerWidth, Kind, Presence, Rest, TextFormat, Type, TypeBody, TypeDecl, Version,
};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// What a record is made of, whether databag, struct or secret.
pub(super) struct Parts<'a> {
    pub(super) name: Ident,
    /// Under which its members' places are known.
    pub(super) owner: String,
    pub(super) doc: &'a str,
    /// Without the version marker.
    pub(super) fields: Vec<&'a Field>,
    pub(super) rest: Option<&'a Rest>,
    pub(super) checks: &'a [Check],
    /// Whether no value may ever be shown.
    pub(super) secret: bool,
}

impl Context<'_> {
    /// A struct or secret that the author declared.
    pub(super) fn declared_record(&self, version: &Version, decl: &TypeDecl) -> TokenStream {
        let (fields, rest, checks, secret) = match &decl.body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => (fields, rest.as_ref(), checks, false),
            TypeBody::Secret { fields, checks } => (fields, None, checks, true),
            TypeBody::Enum { .. } | TypeBody::Union { .. } | TypeBody::Alias { .. } => {
                return TokenStream::new();
            }
        };
        let name = self.type_ident(&decl.name);
        let literal = &decl.name;
        let schema = self.schema(&name, version.number, &quote!(SchemaOf::Type(#literal)));
        let record = self.record(
            version,
            &Parts {
                name,
                owner: decl.name.clone(),
                doc: &decl.doc,
                fields: fields.iter().collect(),
                rest,
                checks,
                secret,
            },
        );
        quote! {
            #record
            #schema
        }
    }

    /// The struct with its table and glue.
    pub(super) fn record(&self, version: &Version, parts: &Parts<'_>) -> TokenStream {
        let name = &parts.name;
        let definition = self.definition(parts);
        let shape = shape(version, parts);
        let idents: Vec<Ident> = parts
            .fields
            .iter()
            .map(|field| self.member(parts, field))
            .collect();
        let rest: Vec<Ident> = parts
            .rest
            .map(|rest| self.rest_ident(parts, rest))
            .into_iter()
            .collect();
        let index: Vec<usize> = (0..idents.len()).collect();
        let put = parts.fields.iter().map(|field| match field.presence {
            Presence::Default(_) => quote!(put_or_default),
            Presence::Required if version.resolve(&field.ty).kind == Kind::Any => {
                quote!(put_present)
            }
            Presence::Optional | Presence::Required => quote!(put),
        });
        let vacant = parts.fields.iter().map(|field| self.vacant(version, field));
        let rest_glue = match (parts.rest, rest.first()) {
            (Some(declared), Some(ident)) => self.rest_glue(declared, ident),
            _ => TokenStream::new(),
        };
        // A `match` without arms would leave the value around it unreachable.
        let get = if idents.is_empty() {
            quote! {
                let _ = (index, visit);
                ::core::option::Option::None
            }
        } else {
            quote! {
                ::core::option::Option::Some(match index {
                    #(#index => visit.visit(&self.#idents),)*
                    _ => return ::core::option::Option::None,
                })
            }
        };
        let default = parts
            .fields
            .iter()
            .all(|field| field.presence != Presence::Required)
            .then(|| quote!(default));
        quote! {
            #definition

            impl r::Record for #name {
                const SHAPE: &'static r::Shape = #shape;

                #[inline]
                fn vacant() -> Self {
                    #name {
                        #(#idents: #vacant,)*
                        #(#rest: r::Value::vacant(),)*
                    }
                }

                fn put<'de, D: r::Deserializer<'de>>(
                    &mut self,
                    index: usize,
                    source: D,
                ) -> ::core::result::Result<(), D::Error> {
                    match index {
                        #(#index => r::#put(&mut self.#idents, source),)*
                        _ => r::skip(source),
                    }
                }

                fn get<'a, V: r::Visit<'a>>(
                    &'a self,
                    index: usize,
                    visit: V,
                ) -> ::core::option::Option<V::Out> {
                    #get
                }

                #rest_glue
            }

            ::relata::__record!(#name #default);
        }
    }

    /// What a member holds until it is read: its default, if it has one.
    fn vacant(&self, version: &Version, field: &Field) -> TokenStream {
        let Presence::Default(value) = &field.presence else {
            return quote!(r::Value::vacant());
        };
        let own_type = matches!(&field.ty.kind, Kind::Named { name } if self.lowered.rust_types.contains_key(name));
        let kind = version.resolve(&field.ty).kind;
        match (kind, value) {
            _ if own_type => parsed(value),
            (
                Kind::Text {
                    format: TextFormat::Plain,
                },
                Json::String(text),
            ) => quote!(::std::string::String::from(#text)),
            (Kind::Bool, Json::Bool(truth)) => quote!(#truth),
            (Kind::Integer { width }, Json::Number(number)) if width != IntegerWidth::Port => {
                literal(&number.to_string()).unwrap_or_else(|| parsed(value))
            }
            (Kind::List { .. } | Kind::Set { .. }, Json::Array(list)) if list.is_empty() => {
                quote!(r::Value::vacant())
            }
            (Kind::Map { .. }, Json::Object(map)) if map.is_empty() => {
                quote!(r::Value::vacant())
            }
            _ => parsed(value),
        }
    }

    fn definition(&self, parts: &Parts<'_>) -> TokenStream {
        let name = &parts.name;
        let doc = docs(parts.doc);
        let members = parts.fields.iter().map(|field| {
            let doc = docs(&field.doc);
            let ident = self.member(parts, field);
            let ty = self.field_type(field);
            let deprecated = field.deprecated.as_ref().map(|deprecation| {
                let note = &deprecation.note;
                quote!(#[deprecated(note = #note)])
            });
            quote! {
                #doc
                #deprecated
                pub #ident: #ty,
            }
        });
        let rest = parts.rest.map(|rest| {
            let doc = docs(&rest.doc);
            let ident = self.rest_ident(parts, rest);
            let keys = self.rust_type(&rest.keys);
            let values = self.rust_type(&rest.values);
            quote! {
                #doc
                pub #ident: ::relata::Map<#keys, #values>,
            }
        });
        let (derive, debug) = if parts.secret {
            let literal = name.to_string();
            let debug = quote! {
                impl ::core::fmt::Debug for #name {
                    #[inline]
                    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str(::core::concat!(#literal, "(redacted)"))
                    }
                }
            };
            (quote!(#[derive(Clone, PartialEq)]), debug)
        } else {
            (
                quote!(#[derive(Clone, Debug, PartialEq)]),
                TokenStream::new(),
            )
        };
        quote! {
            #doc
            #derive
            pub struct #name {
                #(#members)*
                #rest
            }
            #debug
        }
    }

    fn rest_glue(&self, rest: &Rest, ident: &Ident) -> TokenStream {
        let keys = self.rust_type(&rest.keys);
        quote! {
            #[inline]
            fn fits_rest(key: &str) -> bool {
                r::fits_key::<#keys>(key, <Self as r::Record>::SHAPE.rest)
            }

            fn put_rest<'de, D: r::Deserializer<'de>>(
                &mut self,
                key: &str,
                source: D,
            ) -> ::core::result::Result<(), D::Error> {
                r::put_entry(&mut self.#ident, key, source)
            }

            fn get_rest<V: r::VisitRest>(&self, visit: V) -> ::core::option::Option<V::Out> {
                ::core::option::Option::Some(visit.visit(&self.#ident))
            }
        }
    }

    fn member(&self, parts: &Parts<'_>, field: &Field) -> Ident {
        Ident::new(
            &field.rust,
            self.lowered.spans.of(&parts.owner, &field.name),
        )
    }

    fn rest_ident(&self, parts: &Parts<'_>, rest: &Rest) -> Ident {
        let span = self.lowered.spans.of(&parts.owner, &rest.rust);
        Ident::new(&rest.rust, span)
    }
}

/// A default that is read from its JSON when it is needed.
fn parsed(value: &Json) -> TokenStream {
    let json = value.to_string();
    quote!(r::parse_default(#json))
}

/// An integer whose type is that of the field.
fn literal(digits: &str) -> Option<TokenStream> {
    digits.parse().ok()
}

/// The table of a record.
fn shape(version: &Version, parts: &Parts<'_>) -> TokenStream {
    let mut statics = Statics::default();
    let members: Vec<TokenStream> = parts
        .fields
        .iter()
        .map(|field| member_entry(version, field, &mut statics))
        .collect();
    let rest = parts
        .rest
        .and_then(|rest| statics.rest(version, &rest.keys, &rest.values));
    let rest = reference(rest.as_ref());
    let checks = parts
        .checks
        .iter()
        .map(|check| conditions::check(check, &parts.fields));
    let name = parts.name.to_string();
    let inspected = is_inspected(version, parts);
    let sensitive = parts.secret || is_sensitive(version, parts);
    let statics = statics.into_items();
    quote! {{
        #(#statics)*
        static SHAPE: r::Shape = r::Shape {
            name: #name,
            members: &[#(#members),*],
            checks: &[#(#checks),*],
            rest: #rest,
            inspected: #inspected,
            sensitive: #sensitive,
        };
        &SHAPE
    }}
}

fn member_entry(version: &Version, field: &Field, statics: &mut Statics) -> TokenStream {
    let name = &field.name;
    let presence = match &field.presence {
        Presence::Optional => quote!(Optional),
        Presence::Required => quote!(Required),
        Presence::Default(_) => quote!(Default),
    };
    let aliases = (!field.aliases.is_empty()).then(|| {
        let names = field.aliases.iter().map(|alias| &alias.name);
        quote!(.aliases(&[#(#names),*]))
    });
    let written: Vec<&String> = field
        .aliases
        .iter()
        .filter(|alias| alias.written)
        .map(|alias| &alias.name)
        .collect();
    let also_written = (!written.is_empty()).then(|| quote!(.also_written(&[#(#written),*])));
    let limits = statics
        .limits(version, &field.ty)
        .map(|limits| quote!(.limits(&#limits)));
    let inspected = is_limited(version, &field.ty).then(|| quote!(.inspected()));
    quote!(r::Member::new(#name, r::Presence::#presence) #aliases #also_written #limits #inspected)
}

fn types<'a>(parts: &'a Parts<'a>) -> impl Iterator<Item = &'a Type> {
    let rest = parts
        .rest
        .iter()
        .flat_map(|rest| [&rest.keys, &rest.values]);
    parts.fields.iter().map(|field| &field.ty).chain(rest)
}

/// Whether there is a limit or check in the record or further in. Dynamic keys
/// must not be those of a member.
fn is_inspected(version: &Version, parts: &Parts<'_>) -> bool {
    !parts.checks.is_empty()
        || parts.rest.is_some()
        || types(parts).any(|ty| is_limited(version, ty))
}

/// Whether there is a limit or check on a value, or further in.
pub(super) fn is_limited(version: &Version, ty: &Type) -> bool {
    reaches(version, ty, &mut BTreeSet::new(), &|ty, body| {
        let checked = match body {
            Some(TypeBody::Struct { checks, rest, .. }) => !checks.is_empty() || rest.is_some(),
            Some(TypeBody::Secret { checks, .. }) => !checks.is_empty(),
            _ => false,
        };
        checked || !ty.constraints.is_empty() || ty.kind == Kind::Float
    })
}

/// Whether there is a value in the record or further in that nobody should see.
fn is_sensitive(version: &Version, parts: &Parts<'_>) -> bool {
    let mut visited = BTreeSet::new();
    types(parts).any(|ty| {
        reaches(version, ty, &mut visited, &|ty, _| {
            matches!(
                ty.kind,
                Kind::Text {
                    format: TextFormat::Sensitive
                }
            )
        })
    })
}

/// Whether a type, or one that it is made of, is what is looked for. The content
/// of a secret is no part of the value that holds its URI.
fn reaches(
    version: &Version,
    ty: &Type,
    visited: &mut BTreeSet<String>,
    wanted: &impl Fn(&Type, Option<&TypeBody>) -> bool,
) -> bool {
    let body = match &ty.kind {
        Kind::Named { name } => version.type_decl(name).map(|decl| &decl.body),
        _ => None,
    };
    if wanted(ty, body) {
        return true;
    }
    match &ty.kind {
        Kind::List { items } | Kind::Set { items } => reaches(version, items, visited, wanted),
        Kind::Map { keys, values } => {
            reaches(version, keys, visited, wanted) || reaches(version, values, visited, wanted)
        }
        Kind::Named { name } => {
            visited.insert(name.clone())
                && body.is_some_and(|body| {
                    body_types(body)
                        .into_iter()
                        .any(|ty| reaches(version, ty, visited, wanted))
                })
        }
        _ => false,
    }
}

/// The name of a catch-all variant that no declared one has.
pub(super) fn catch_all(taken: &[&str]) -> Ident {
    let name = ["Unknown", "Unrecognized", "NotKnown"]
        .into_iter()
        .find(|name| !taken.contains(name));
    Ident::new(name.unwrap_or("UnknownValue"), Span::call_site())
}
