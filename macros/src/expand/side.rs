//! A role: what it writes in each version, and in any.

use super::{Context, bag_ident, docs, role_ident, version_module};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use relata_spec::model::{Role, RoleSpec, Scope, Version};
use std::collections::BTreeSet;

/// Everything that the role writes in one version. `lost` is what the version
/// before, of this number, cannot say of it.
pub(super) fn side(
    version: &Version,
    role: Role,
    spec: &RoleSpec,
    lost: Option<(u32, Vec<String>)>,
) -> TokenStream {
    let name = role_ident(role);
    let mut doc = format!(
        "What a {role} writes in version {}.\n\n{}",
        version.number, spec.doc
    );
    if let Some((older, lost)) = lost
        && !lost.is_empty()
    {
        let lines: Vec<String> = lost.iter().map(|one| format!("- {one}")).collect();
        doc = format!(
            "{}\n\n# Not in version {older}\n\nNot there, or not the same there, so that \
             `relata::Downgrade` loses or changes it:\n\n{}",
            doc.trim_end(),
            lines.join("\n")
        );
    }
    let doc = docs(&doc);
    let app = spec.app.is_some().then(|| {
        let bag = bag_ident(role, Scope::App);
        quote! {
            /// Its application databag, once that is ready.
            pub app: ::core::option::Option<#bag>,
        }
    });
    let units = spec.unit.is_some().then(|| {
        let bag = bag_ident(role, Scope::Unit);
        quote! {
            /// The databag of each of its units that is ready.
            pub units: ::relata::Map<::relata::UnitName, #bag>,
        }
    });
    quote! {
        #doc
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name {
            #app
            #units
        }
    }
}

impl Context<'_> {
    /// The role itself, if any version has it.
    pub(super) fn role(&self, role: Role) -> TokenStream {
        let versions: Vec<(&Version, &RoleSpec)> = self
            .lowered
            .interface
            .versions
            .iter()
            .filter_map(|version| Some((version, version.roles.get(&role)?)))
            .collect();
        let Some((newest, newest_spec)) = versions.last() else {
            return self.silent_role(role);
        };
        let name = role_ident(role);
        let data = format_ident!("{name}Data");
        let doc = docs(&format!("The {role}.\n\n{}", newest_spec.doc));
        let data_doc = docs(&format!("What a {role} has written, in any version."));
        let numbers: Vec<u32> = versions.iter().map(|(version, _)| version.number).collect();
        let modules: Vec<_> = numbers
            .iter()
            .map(|number| version_module(*number))
            .collect();
        let variants: Vec<_> = numbers
            .iter()
            .map(|number| format_ident!("V{number}"))
            .collect();
        let gather = versions.iter().map(|(version, spec)| {
            let module = version_module(version.number);
            let app = spec.app.is_some().then(|| quote!(app: gather.app(),));
            let units = spec.unit.is_some().then(|| quote!(units: gather.units(),));
            quote!(#module::#name { #app #units })
        });
        let marked = self.marked(role);
        let paired = self.paired(role);
        let stated_by = self.role_marker(role);
        let interface = &self.lowered.interface.name;
        let newest = version_module(newest.number);
        let conversions = self.conversions(role, &versions);
        let scatter = Self::scatter(role, &versions);
        let silent = self.silent(role);
        quote! {
            #doc
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct #name;

            impl ::relata::Role for #name {
                type Data = #data;
                type Newest = #newest::#name;

                const INTERFACE: &'static str = #interface;
                const KIND: ::relata::RoleKind = ::relata::RoleKind::#name;
                const VERSIONS: &'static [u32] = &[#(#numbers),*];
                const MARKER: ::core::option::Option<&'static ::relata::__private::MarkerSpec> = #stated_by;
                const MARKED: &'static [&'static ::relata::__private::BagTable] = &[#(#marked),*];
                const SILENT: &'static [u32] = &[#(#silent),*];

                #[inline]
                fn gather(
                    version: u32,
                    gather: &mut ::relata::__private::Gather<'_>,
                ) -> ::core::option::Option<#data> {
                    // A role without databags has nothing to gather.
                    let _ = &gather;
                    match version {
                        #(#numbers => ::core::option::Option::Some(#data::#variants(#gather)),)*
                        _ => ::core::option::Option::None,
                    }
                }

                #scatter
            }

            #paired

            #data_doc
            #[derive(Clone, Debug, PartialEq)]
            pub enum #data {
                #(
                    #[doc = ""]
                    #variants(#modules::#name),
                )*
            }

            impl #data {
                /// The number of the version.
                pub const fn version(&self) -> u32 {
                    match self {
                        #(#data::#variants(_) => #numbers,)*
                    }
                }
            }

            #conversions
        }
    }

    /// A role that no version declares, while there is one at the other end: it
    /// writes nothing, but reads.
    fn silent_role(&self, role: Role) -> TokenStream {
        let versions = &self.lowered.interface.versions;
        let numbers: Vec<u32> = versions
            .iter()
            .filter(|version| version.roles.contains_key(&role.other()))
            .map(|version| version.number)
            .collect();
        if numbers.is_empty() {
            return TokenStream::new();
        }
        let name = role_ident(role);
        let doc = docs(&format!("The {role}, which writes nothing."));
        let interface = &self.lowered.interface.name;
        let paired = self.paired(role);
        quote! {
            #doc
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct #name;

            impl ::relata::Role for #name {
                type Data = ();
                type Newest = ();

                const INTERFACE: &'static str = #interface;
                const KIND: ::relata::RoleKind = ::relata::RoleKind::#name;
                const VERSIONS: &'static [u32] = &[#(#numbers),*];
                const MARKER: ::core::option::Option<&'static ::relata::__private::MarkerSpec> =
                    ::core::option::Option::None;
                const MARKED: &'static [&'static ::relata::__private::BagTable] = &[];
                const SILENT: &'static [u32] = &[#(#numbers),*];

                #[inline]
                fn gather(
                    _: u32,
                    _: &mut ::relata::__private::Gather<'_>,
                ) -> ::core::option::Option<()> {
                    ::core::option::Option::None
                }

                #[inline]
                fn scatter<S: ::relata::Scatter<Self>>(
                    _: &(),
                    _: &mut S,
                ) -> ::core::result::Result<(), S::Error> {
                    ::core::result::Result::Ok(())
                }
            }

            #paired
        }
    }

    /// The versions in which the role writes no more than its version.
    fn silent(&self, role: Role) -> Vec<u32> {
        let says = |version: &Version| {
            let bags = Scope::ALL.into_iter();
            let mut bags = bags.filter_map(|scope| version.bag(role, scope));
            bags.any(|bag| {
                bag.rest.is_some() || bag.fields.iter().any(|field| field.marker.is_none())
            })
        };
        let versions = self.lowered.interface.versions.iter();
        let silent = versions.filter(|version| !says(version));
        silent.map(|version| version.number).collect()
    }

    /// What stands at the other end, and every key that the role itself owns.
    fn paired(&self, role: Role) -> TokenStream {
        let name = role_ident(role);
        let other = role_ident(role.other());
        let versions = &self.lowered.interface.versions;
        let tables = Scope::ALL.into_iter().filter_map(|scope| {
            let newest = versions
                .iter()
                .rev()
                .find(|version| version.bag(role, scope).is_some())?;
            let module = version_module(self.homes.of_bag(newest.number, role, scope));
            let bag = bag_ident(role, scope);
            Some(quote!(<#module::#bag as ::relata::Bag>::TABLE))
        });
        quote! {
            impl ::relata::Paired for #name {
                type Other = #other;

                const TABLES: &'static [&'static ::relata::__private::BagTable] = &[#(#tables),*];
            }
        }
    }

    /// The tables of the databags that hold the role's marker.
    fn marked(&self, role: Role) -> Vec<TokenStream> {
        let mut seen = BTreeSet::new();
        let mut tables = Vec::new();
        for version in &self.lowered.interface.versions {
            for scope in Scope::ALL {
                let home = self.homes.of_bag(version.number, role, scope);
                let marked = version
                    .bag(role, scope)
                    .is_some_and(|bag| bag.marker().is_some());
                if marked && seen.insert((home, scope)) {
                    let module = version_module(home);
                    let bag = bag_ident(role, scope);
                    tables.push(quote!(<#module::#bag as ::relata::Bag>::TABLE));
                }
            }
        }
        tables
    }

    /// How the role states its version: as in the newest version that does.
    fn role_marker(&self, role: Role) -> TokenStream {
        let marker = self
            .lowered
            .interface
            .versions
            .iter()
            .rev()
            .flat_map(|version| {
                Scope::ALL
                    .into_iter()
                    .filter_map(move |scope| version.bag(role, scope))
            })
            .find_map(|bag| bag.marker());
        match marker {
            None => quote!(::core::option::Option::None),
            Some((_, marker)) => {
                let spec = self.marker_spec(marker);
                quote! {{
                    use ::relata::__private as r;
                    static SPEC: r::MarkerSpec = #spec;
                    ::core::option::Option::Some(&SPEC)
                }}
            }
        }
    }
}
