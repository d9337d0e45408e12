//! Conversions between neighbouring versions: generated where every field of the
//! older one has its place in the newer, asked for by name where not.

use super::share::same_field;
use super::{Context, docs, role_ident, version_module};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use relata_spec::model::{Bag, Field, Presence, Role, RoleSpec, Scope, Version};

/// A version with what the role writes in it.
pub(super) type Spoken<'a> = (&'a Version, &'a RoleSpec);

/// One conversion: what it needs, and how it is called.
struct Step {
    /// What has to hold for it. Nothing if it is generated.
    bound: TokenStream,
    /// The function.
    call: TokenStream,
}

impl Context<'_> {
    /// Everything that leads from one version of the role to another.
    pub(super) fn conversions(&self, role: Role, versions: &[Spoken<'_>]) -> TokenStream {
        let name = role_ident(role);
        let data = format_ident!("{name}Data");
        let Some((newest, _)) = versions.last() else {
            return TokenStream::new();
        };
        let newest = version_module(newest.number);
        let mut items = Vec::new();
        let mut ups = Vec::new();
        let mut downs = Vec::new();
        for pair in versions.windows(2) {
            let [old, new] = pair else { continue };
            if let Some(conversion) = self.conversion(role, *old, *new) {
                items.push(conversion);
                ups.push(Step::generated(&quote!(::relata::Upgrade::upgrade)));
                downs.push(Step::generated(&quote!(::relata::Downgrade::downgrade)));
            } else {
                for (steps, is_up) in [(&mut ups, true), (&mut downs, false)] {
                    let (item, step) = self.by_hand(role, *old, *new, is_up);
                    items.push(item);
                    steps.push(step);
                }
            }
        }
        let bounds = |steps: &[Step]| -> TokenStream {
            let bounds = steps.iter().map(|step| &step.bound);
            quote!(#(#bounds)*)
        };
        let up_bounds = bounds(&ups);
        let down_bounds = bounds(&downs);
        let arms = versions.iter().enumerate().map(|(index, (version, _))| {
            let variant = format_ident!("V{}", version.number);
            let steps = ups[index..].iter().map(|step| &step.call);
            quote! {
                #data::#variant(side) => {
                    #(let side = #steps(side);)*
                    side
                }
            }
        });
        let descent = versions
            .iter()
            .rev()
            .enumerate()
            .map(|(index, (version, _))| {
                let number = version.number;
                let variant = format_ident!("V{number}");
                match downs.iter().rev().nth(index) {
                    Some(Step { call, .. }) => quote! {
                        if version >= #number {
                            return #data::#variant(side);
                        }
                        let side = #call(side, writer);
                    },
                    // The oldest: nothing leads further.
                    None => quote! {
                        let _ = (version, writer);
                        #data::#variant(side)
                    },
                }
            });
        quote! {
            #(#items)*

            impl #data {
                /// The same in the newest version, where each older one is known
                /// to lead there: see `relata::Upgrade`.
                #[inline]
                pub fn into_newest(self) -> #newest::#name
                where
                    #up_bounds
                {
                    match self {
                        #(#arms)*
                    }
                }
            }

            impl ::relata::IntoNewest for #name
            where
                #up_bounds
            {
                #[inline]
                fn into_newest(data: #data) -> #newest::#name {
                    data.into_newest()
                }
            }

            impl ::relata::FromNewest for #name
            where
                #down_bounds
            {
                #[inline]
                fn from_newest(
                    side: #newest::#name,
                    version: u32,
                    writer: &::relata::Writer<'_>,
                ) -> #data {
                    #(#descent)*
                }
            }
        }
    }

    /// Hands out the databags of a side in any version, to be written.
    pub(super) fn scatter(role: Role, versions: &[Spoken<'_>]) -> TokenStream {
        let data = format_ident!("{}Data", role_ident(role));
        let arms = versions.iter().map(|(version, spec)| {
            let variant = format_ident!("V{}", version.number);
            let app = spec.app.is_some().then(|| {
                quote! {
                    if let ::core::option::Option::Some(bag) = &side.app {
                        to.app(bag)?;
                    }
                }
            });
            let units = spec.unit.is_some().then(|| {
                quote! {
                    for (unit, bag) in &side.units {
                        to.unit(unit, bag)?;
                    }
                }
            });
            quote! {
                #data::#variant(side) => {
                    let _ = (side, &to);
                    #app
                    #units
                }
            }
        });
        quote! {
            #[inline]
            fn scatter<S: ::relata::Scatter<Self>>(
                data: &#data,
                to: &mut S,
            ) -> ::core::result::Result<(), S::Error> {
                match data {
                    #(#arms)*
                }
                ::core::result::Result::Ok(())
            }
        }
    }

    /// A conversion that only the author can write. What asks for it says which
    /// fields have no place.
    fn by_hand(
        &self,
        role: Role,
        old: Spoken<'_>,
        new: Spoken<'_>,
        is_up: bool,
    ) -> (TokenStream, Step) {
        let name = role_ident(role);
        let (from, to) = if is_up { (old, new) } else { (new, old) };
        let (from, to) = (from.0.number, to.0.number);
        let wanted = format_ident!("{name}V{from}ToV{to}");
        let lost = self.unmatched(role, old, new).join(", ");
        let message =
            format!("nothing says how a {role} of version {from} becomes one of version {to}");
        let (method, target) = if is_up {
            ("Upgrade", "Next")
        } else {
            ("Downgrade", "Previous")
        };
        let label = format!(
            "not the same in version {} and version {}: {lost}",
            old.0.number, new.0.number
        );
        let note = format!(
            "beside the declaration, write `impl relata::{method} for v{from}::{name}`, and say there what becomes of it"
        );
        let [message, label, note] =
            [message, label, note].map(|text| text.replace('{', "{{").replace('}', "}}"));
        let (from, to) = (version_module(from), version_module(to));
        let implementation = Ident::new(method, Span::call_site());
        let target = Ident::new(target, Span::call_site());
        let (argument, pass) = if is_up {
            (TokenStream::new(), TokenStream::new())
        } else {
            (quote!(, writer: &::relata::Writer<'_>), quote!(, writer))
        };
        let call = if is_up {
            quote!(upgrade)
        } else {
            quote!(downgrade)
        };
        let item = quote! {
            #[doc(hidden)]
            #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
            pub trait #wanted {
                fn step(self #argument) -> #to::#name;
            }

            #[diagnostic::do_not_recommend]
            impl<T: ::relata::#implementation<#target = #to::#name>> #wanted for T {
                #[inline]
                fn step(self #argument) -> #to::#name {
                    ::relata::#implementation::#call(self #pass)
                }
            }
        };
        let step = Step {
            // The lifetime keeps rustc from asking before anybody calls.
            bound: quote!(for<'a> #from::#name: #wanted,),
            call: quote!(#wanted::step),
        };
        (item, step)
    }

    fn conversion(&self, role: Role, old: Spoken<'_>, new: Spoken<'_>) -> Option<TokenStream> {
        let mut up = Vec::new();
        let mut down = Vec::new();
        for scope in Scope::ALL {
            let map = self.map_bag(role, scope, old, new)?;
            up.push(map.up);
            down.push(map.down);
        }
        let name = role_ident(role);
        let lost = self.only_in_newer(role, old, new);
        let lost = if lost.is_empty() {
            "Nothing is lost.".to_owned()
        } else {
            format!("Lost: {}.", lost.join(", "))
        };
        let doc = docs(&lost);
        let old = version_module(old.0.number);
        let new = version_module(new.0.number);
        Some(quote! {
            impl ::relata::Upgrade for #old::#name {
                type Next = #new::#name;

                #[inline]
                fn upgrade(self) -> #new::#name {
                    #new::#name { #(#up)* }
                }
            }

            #doc
            impl ::relata::Downgrade for #new::#name {
                type Previous = #old::#name;

                #[inline]
                fn downgrade(self, _: &::relata::Writer<'_>) -> #old::#name {
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
        (old_version, old_spec): Spoken<'_>,
        (new_version, new_spec): Spoken<'_>,
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
            self.counterpart(old_number, field, new_number, new)
                .is_some()
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

    /// The member of another version's databag that holds the same.
    fn counterpart<'b>(
        &self,
        number: u32,
        field: &Field,
        other_number: u32,
        other: &'b Bag,
    ) -> Option<&'b Field> {
        members(other).into_iter().find(|other| {
            other.name == field.name
                && same_field(field, other)
                && self.homes.same(number, other_number, &field.ty)
        })
    }

    /// What one version of the role has and another has not, each with its
    /// databag.
    fn only_in(
        &self,
        (version, spec): Spoken<'_>,
        (other_version, other_spec): Spoken<'_>,
    ) -> Vec<String> {
        let mut only = Vec::new();
        for scope in Scope::ALL {
            let Some(bag) = spec.bag(scope) else { continue };
            let other = other_spec.bag(scope);
            for field in members(bag) {
                let counterpart = other.and_then(|other| {
                    self.counterpart(version.number, field, other_version.number, other)
                });
                if counterpart.is_none() {
                    only.push(format!("`{}` ({scope})", field.name));
                }
            }
            let other_rest = other.and_then(|other| other.rest.as_ref());
            if let Some(rest) = bag.rest.as_ref()
                && other_rest.is_none_or(|other| other.values != rest.values)
            {
                only.push(format!("the dynamic keys `{}` ({scope})", rest.rust));
            }
        }
        only
    }

    /// What the newer version says and the older cannot.
    pub(super) fn only_in_newer(
        &self,
        role: Role,
        old: Spoken<'_>,
        new: Spoken<'_>,
    ) -> Vec<String> {
        let same = |scope| {
            self.homes.of_bag(old.0.number, role, scope)
                == self.homes.of_bag(new.0.number, role, scope)
        };
        if Scope::ALL.into_iter().all(same) {
            return Vec::new();
        }
        self.only_in(new, old)
    }

    /// Why a conversion between two versions cannot be generated.
    fn unmatched(&self, role: Role, old: Spoken<'_>, new: Spoken<'_>) -> Vec<String> {
        let mut all = self.only_in(old, new);
        if all.is_empty() {
            all = self.only_in_newer(role, old, new);
        }
        all
    }
}

impl Step {
    fn generated(call: &TokenStream) -> Self {
        Step {
            bound: TokenStream::new(),
            call: call.clone(),
        }
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
