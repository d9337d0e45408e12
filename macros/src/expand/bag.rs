//! A databag: its record and its table.

use super::record::Parts;
use super::{Context, bag_ident, role_ident};
use proc_macro2::TokenStream;
use quote::quote;
use relata_spec::model::{
    Bag, Document, Encoding, Field, Layout, Marker, MarkerSpelling, Role, Scope, Version,
};
use serde_json::Value as Json;
use std::collections::BTreeMap;

impl Context<'_> {
    pub(super) fn bag(
        &self,
        version: &Version,
        role: Role,
        scope: Scope,
        bag: &Bag,
    ) -> TokenStream {
        let name = bag_ident(role, scope);
        let fields: Vec<&Field> = bag
            .fields
            .iter()
            .filter(|field| field.marker.is_none())
            .collect();
        let encodings: Vec<TokenStream> = fields
            .iter()
            .map(|field| encodings(&field.encodings))
            .collect();
        let doc = if bag.doc.is_empty() {
            format!("The {scope} databag of the {role}.")
        } else {
            bag.doc.clone()
        };
        let record = self.record(
            version,
            &Parts {
                name: name.clone(),
                owner: format!("{role}/{scope}"),
                doc: &doc,
                fields,
                rest: bag.rest.as_ref(),
                checks: &bag.checks,
                secret: false,
            },
        );
        let rest = bag
            .rest
            .as_ref()
            .map_or_else(|| quote!(&[]), |rest| encodings_of_rest(&rest.encodings));
        let layouts = bag.layouts.iter().map(layout);
        let marker = self.marker(role, bag);
        let keys = self.keys(role, scope, bag);
        let interface = &self.lowered.interface.name;
        let versions = self.homes.versions_of_bag(version.number, role, scope);
        let role_kind = role_ident(role);
        let (scope_kind, scope_trait) = match scope {
            Scope::App => (quote!(App), quote!(AppBag)),
            Scope::Unit => (quote!(Unit), quote!(UnitBag)),
        };
        let schema = self.schema(
            &name,
            version.number,
            &quote!(SchemaOf::Bag(::relata::RoleKind::#role_kind, ::relata::ScopeKind::#scope_kind)),
        );
        quote! {
            #record

            impl ::relata::Bag for #name {
                type Role = super::#role_kind;

                const TABLE: &'static r::BagTable = {
                    static TABLE: r::BagTable = r::BagTable {
                        interface: #interface,
                        versions: &[#(#versions),*],
                        role: ::relata::RoleKind::#role_kind,
                        scope: ::relata::ScopeKind::#scope_kind,
                        layouts: &[#(#layouts),*],
                        encodings: &[#(#encodings),*],
                        rest: #rest,
                        marker: #marker,
                        keys: &[#(#keys),*],
                    };
                    &TABLE
                };

                const MODEL: &'static str = super::MODEL;
            }

            impl ::relata::#scope_trait for #name {}

            #schema
        }
    }

    /// The table entry of the version marker.
    fn marker(&self, role: Role, bag: &Bag) -> TokenStream {
        let Some((field, marker)) = bag.marker() else {
            return quote!(::core::option::Option::None);
        };
        let aliases = field.aliases.iter().map(|alias| &alias.name);
        let keys = std::iter::once(&field.name).chain(aliases);
        let also = field.aliases.iter().filter(|alias| alias.written);
        let written_keys = std::iter::once(&field.name).chain(also.map(|alias| &alias.name));
        // In a document it is a member like any other.
        let written = match (bag.layouts.first(), field.encodings.first()) {
            (Some(Layout::Nested { .. }), _) | (_, None) => &Encoding::Json,
            (_, Some(encoding)) => encoding,
        };
        let accepted = encodings(&field.encodings);
        let numbers: Vec<u32> = self
            .lowered
            .interface
            .versions
            .iter()
            .filter(|version| version.roles.contains_key(&role))
            .map(|version| version.number)
            .collect();
        let texts = numbers.iter().map(|number| {
            let text = marker_text(marker, *number, &numbers, written);
            quote!((#number, #text))
        });
        quote! {
            ::core::option::Option::Some(r::MarkerTable {
                keys: &[#(#keys),*],
                written: &[#(#written_keys),*],
                encodings: #accepted,
                texts: &[#(#texts),*],
            })
        }
    }

    /// How a marker is spelled and what its absence means.
    pub(super) fn marker_spec(&self, marker: &Marker) -> TokenStream {
        let oldest = self.lowered.interface.versions.first();
        let absent = marker
            .absent
            .or_else(|| Some(oldest?.number))
            .unwrap_or_default();
        let list = marker.list;
        let template = match &marker.spelling {
            MarkerSpelling::Number => quote!(::core::option::Option::None),
            MarkerSpelling::Template(template) => {
                quote!(::core::option::Option::Some(r::Cow::Borrowed(#template)))
            }
        };
        quote!(r::MarkerSpec { absent: #absent, template: #template, list: #list })
    }

    /// Every key that the role owns in this scope, in any version, with what it
    /// is used for in this one.
    fn keys(&self, role: Role, scope: Scope, bag: &Bag) -> Vec<TokenStream> {
        let mut keys = BTreeMap::new();
        for version in &self.lowered.interface.versions {
            if let Some(other) = version.bag(role, scope) {
                let owned = uses(other).into_keys().map(|key| (key, quote!(Owned)));
                keys.extend(owned);
            }
        }
        keys.extend(uses(bag));
        keys.into_iter()
            .map(|(key, usage)| quote!((#key, r::Use::#usage)))
            .collect()
    }

    /// Whether any value of the interface may be YAML.
    pub(super) fn uses_yaml(&self) -> bool {
        let bags = self
            .lowered
            .interface
            .versions
            .iter()
            .flat_map(|version| version.roles.values())
            .flat_map(|spec| spec.app.iter().chain(&spec.unit));
        bags.into_iter().any(|bag| {
            let rest = bag.rest.iter().flat_map(|rest| &rest.encodings);
            let encodings = bag.fields.iter().flat_map(|field| &field.encodings);
            encodings.chain(rest).any(|one| *one == Encoding::Yaml)
                || bag.layouts.iter().any(|layout| {
                    matches!(
                        layout,
                        Layout::Nested {
                            format: Document::Yaml,
                            ..
                        }
                    )
                })
        })
    }
}

/// What the keys of a databag are used for.
fn uses(bag: &Bag) -> BTreeMap<String, TokenStream> {
    let mut uses = BTreeMap::new();
    let by_keys = bag.layouts.contains(&Layout::Keys);
    let mut index = 0_usize;
    for field in &bag.fields {
        let place = index;
        if field.marker.is_none() {
            index += 1;
        }
        if !by_keys {
            continue;
        }
        let (main, written, read) = if field.marker.is_some() {
            (quote!(Marker), quote!(Marker), quote!(MarkerAlias))
        } else {
            (
                quote!(Member(#place)),
                quote!(Also(#place)),
                quote!(Alias(#place)),
            )
        };
        for alias in &field.aliases {
            let usage = if alias.written { &written } else { &read };
            uses.insert(alias.name.clone(), usage.clone());
        }
        uses.insert(field.name.clone(), main);
    }
    for layout in &bag.layouts {
        if let Layout::Nested { key, .. } = layout {
            uses.insert(key.clone(), quote!(Document));
        }
    }
    uses
}

/// The text of a marker that states a version.
fn marker_text(marker: &Marker, version: u32, versions: &[u32], encoding: &Encoding) -> String {
    let spell = |number: u32| match &marker.spelling {
        MarkerSpelling::Number => Json::from(number),
        MarkerSpelling::Template(template) => {
            Json::from(template.replace("{}", &number.to_string()))
        }
    };
    let value = if marker.list {
        versions.iter().map(|number| spell(*number)).collect()
    } else {
        spell(version)
    };
    let plain = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    match (encoding, &value) {
        (Encoding::Json | Encoding::Yaml, _) => value.to_string(),
        (Encoding::Separated { by }, Json::Array(list)) => {
            let texts: Vec<String> = list.iter().map(plain).collect();
            texts.join(by)
        }
        _ => plain(&value),
    }
}

fn layout(layout: &Layout) -> TokenStream {
    match layout {
        Layout::Keys => quote!(r::Layout::Keys),
        Layout::Nested {
            key,
            format: Document::Json,
        } => quote!(r::Layout::NestedJson(#key)),
        Layout::Nested {
            key,
            format: Document::Yaml,
        } => quote!(r::Layout::NestedYaml(#key)),
    }
}

/// The encodings of a member; JSON where nothing is declared.
fn encodings(declared: &[Encoding]) -> TokenStream {
    if declared.is_empty() {
        return quote!(&[r::Encoding::Json]);
    }
    encodings_of_rest(declared)
}

fn encodings_of_rest(declared: &[Encoding]) -> TokenStream {
    let each = declared.iter().map(encoding);
    quote!(&[#(#each),*])
}

fn encoding(encoding: &Encoding) -> TokenStream {
    match encoding {
        Encoding::Json => quote!(r::Encoding::Json),
        Encoding::Yaml => quote!(r::Encoding::Yaml),
        raw if *raw == Encoding::RAW => quote!(r::Encoding::Plain(&r::RAW)),
        Encoding::Separated { by } if by == "," => quote!(r::Encoding::Plain(&r::CSV)),
        Encoding::Raw { bools } => {
            let yes = bools.of(true);
            let no = bools.of(false);
            quote! {
                r::Encoding::Plain(&r::Plain {
                    yes: &[#(#yes),*],
                    no: &[#(#no),*],
                    separator: ::core::option::Option::None,
                })
            }
        }
        Encoding::Separated { by } => quote! {
            r::Encoding::Plain(&r::Plain {
                yes: &["true"],
                no: &["false"],
                separator: ::core::option::Option::Some(#by),
            })
        },
    }
}
