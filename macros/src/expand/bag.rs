//! A databag: its record and its table.

use super::record::Parts;
use super::{Context, bag_ident, role_ident};
use proc_macro2::TokenStream;
use quote::quote;
use relata_spec::model::{
    Bag, Document, Encoding, Field, Layout, Marker, MarkerSpelling, Role, Scope, Version,
};
use std::collections::BTreeSet;

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
        let marker = self.marker(bag);
        let owned = self.owned(role, scope);
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
                        owned: &[#(#owned),*],
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
    fn marker(&self, bag: &Bag) -> TokenStream {
        let Some((field, marker)) = bag.marker() else {
            return quote!(::core::option::Option::None);
        };
        let key = &field.name;
        let also_written = field
            .aliases
            .iter()
            .filter(|alias| alias.written)
            .map(|alias| &alias.name);
        let aliases = field.aliases.iter().map(|alias| &alias.name);
        let json = matches!(
            field.encodings.first(),
            None | Some(Encoding::Json | Encoding::Yaml)
        );
        let spec = self.marker_spec(marker);
        quote! {
            ::core::option::Option::Some(r::MarkerTable {
                key: #key,
                also_written: &[#(#also_written),*],
                aliases: &[#(#aliases),*],
                json: #json,
                spec: &#spec,
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

    /// Every key that the role owns in this scope, in any version.
    fn owned(&self, role: Role, scope: Scope) -> BTreeSet<String> {
        let mut owned = BTreeSet::new();
        for version in &self.lowered.interface.versions {
            let Some(bag) = version.bag(role, scope) else {
                continue;
            };
            for layout in &bag.layouts {
                match layout {
                    Layout::Keys => owned.extend(bag.fields.iter().flat_map(|field| {
                        let aliases = field.aliases.iter().map(|alias| alias.name.clone());
                        std::iter::once(field.name.clone()).chain(aliases)
                    })),
                    Layout::Nested { key, .. } => {
                        owned.insert(key.clone());
                    }
                }
            }
        }
        owned
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
