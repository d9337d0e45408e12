//! Conversions between neighbouring versions, where every field of the older
//! one has its place in the newer.

use super::share::same_field;
use super::{Context, role_ident, version_module};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use relata_spec::model::{Bag, Field, Presence, Role, RoleSpec, Scope, Version};

impl Context<'_> {
    pub(super) fn conversions(
        &self,
        role: Role,
        versions: &[(&Version, &RoleSpec)],
    ) -> TokenStream {
        versions
            .windows(2)
            .filter_map(|pair| match pair {
                [old, new] => self.conversion(role, old, new),
                _ => None,
            })
            .collect()
    }

    fn conversion(
        &self,
        role: Role,
        (old, old_spec): &(&Version, &RoleSpec),
        (new, new_spec): &(&Version, &RoleSpec),
    ) -> Option<TokenStream> {
        let mut up = Vec::new();
        let mut down = Vec::new();
        for scope in Scope::ALL {
            let map = self.map_bag(role, scope, (old, old_spec), (new, new_spec))?;
            up.push(map.up);
            down.push(map.down);
        }
        let name = role_ident(role);
        let old = version_module(old.number);
        let new = version_module(new.number);
        Some(quote! {
            impl ::relata::Upgrade for #old::#name {
                type Next = #new::#name;

                #[inline]
                fn upgrade(self) -> #new::#name {
                    #new::#name { #(#up)* }
                }
            }

            impl ::relata::Downgrade for #new::#name {
                type Previous = #old::#name;

                #[inline]
                fn downgrade(self) -> #old::#name {
                    #old::#name { #(#down)* }
                }
            }
        })
    }

    /// How one databag becomes the other; `None` if something has no place.
    fn map_bag(
        &self,
        role: Role,
        scope: Scope,
        (old_version, old_spec): (&Version, &RoleSpec),
        (new_version, new_spec): (&Version, &RoleSpec),
    ) -> Option<Mapping> {
        let (old, new) = match (old_spec.bag(scope), new_spec.bag(scope)) {
            (Some(old), Some(new)) => (old, new),
            // What was not there before is empty at first.
            (None, Some(_)) => {
                return Some(Mapping {
                    up: vacant(scope),
                    down: TokenStream::new(),
                });
            }
            (None, None) => return Some(Mapping::default()),
            (Some(_), None) => return None,
        };
        let old_number = old_version.number;
        let new_number = new_version.number;
        if self.homes.of_bag(old_number, role, scope) == self.homes.of_bag(new_number, role, scope)
        {
            return Some(Mapping::moved(scope));
        }
        let olds = members(old);
        let news = members(new);
        let added_can_be_absent = news
            .iter()
            .filter(|field| !olds.iter().any(|other| other.name == field.name))
            .all(|field| field.presence != Presence::Required);
        let all_have_a_place = olds.iter().all(|field| {
            news.iter().any(|other| {
                other.name == field.name
                    && same_field(field, other)
                    && self.homes.same(old_number, new_number, &field.ty)
            })
        });
        if old.rest.is_some() || new.rest.is_some() || !all_have_a_place || !added_can_be_absent {
            return None;
        }
        let pairs: Vec<(Ident, Ident)> = olds
            .iter()
            .filter_map(|field| {
                let other = news.iter().find(|other| other.name == field.name)?;
                Some((ident(field), ident(other)))
            })
            .collect();
        let olds: Vec<&Ident> = pairs.iter().map(|(old, _)| old).collect();
        let news: Vec<&Ident> = pairs.iter().map(|(_, new)| new).collect();
        let old_bag = bag_path(old_number, role, scope);
        let new_bag = bag_path(new_number, role, scope);
        Some(Mapping {
            up: each(
                scope,
                // What the older version does not have keeps its default.
                &quote! {
                    let mut converted = <#new_bag as ::relata::__private::Record>::vacant();
                    #(converted.#news = bag.#olds;)*
                    converted
                },
            ),
            down: each(scope, &quote!(#old_bag { #(#olds: bag.#news,)* })),
        })
    }
}

fn bag_path(version: u32, role: Role, scope: Scope) -> TokenStream {
    let module = version_module(version);
    let bag = super::bag_ident(role, scope);
    quote!(#module::#bag)
}

/// The initialisers of one databag, in both directions.
#[derive(Default)]
struct Mapping {
    up: TokenStream,
    down: TokenStream,
}

impl Mapping {
    fn moved(scope: Scope) -> Self {
        let same = match scope {
            Scope::App => quote!(app: self.app,),
            Scope::Unit => quote!(units: self.units,),
        };
        Mapping {
            up: same.clone(),
            down: same,
        }
    }
}

fn vacant(scope: Scope) -> TokenStream {
    match scope {
        Scope::App => quote!(app: ::core::option::Option::None,),
        Scope::Unit => quote!(units: ::relata::Map::new(),),
    }
}

/// Converts `bag` wherever the side has one.
fn each(scope: Scope, convert: &TokenStream) -> TokenStream {
    match scope {
        Scope::App => quote!(app: self.app.map(|bag| { #convert }),),
        Scope::Unit => quote! {
            units: self.units.into_iter().map(|(unit, bag)| (unit, { #convert })).collect(),
        },
    }
}

/// The members of a databag, without the marker.
fn members(bag: &Bag) -> Vec<&Field> {
    bag.fields
        .iter()
        .filter(|field| field.marker.is_none())
        .collect()
}

fn ident(field: &Field) -> Ident {
    Ident::new(&field.rust, Span::call_site())
}
