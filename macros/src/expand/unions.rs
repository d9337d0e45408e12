//! A union of several shapes.

use super::limits::{Statics, reference};
use super::record::{catch_all, is_limited};
use super::{Context, docs};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use relata_spec::model::{TypeDecl, UnionVariant, Version};

impl Context<'_> {
    pub(super) fn union(
        &self,
        decl: &TypeDecl,
        tag: Option<&str>,
        closed: bool,
        variants: &[UnionVariant],
        version: &Version,
    ) -> TokenStream {
        let name = self.type_ident(&decl.name);
        let doc = docs(&decl.doc);
        let idents: Vec<Ident> = variants
            .iter()
            .map(|variant| {
                let span = self.lowered.spans.of(&decl.name, &variant.wire);
                Ident::new(&variant.rust, span)
            })
            .collect();
        let types: Vec<TokenStream> = variants
            .iter()
            .map(|variant| self.rust_type(&variant.ty))
            .collect();
        let Some((first, first_type)) = idents.first().zip(types.first()) else {
            // A union without shapes has been reported.
            return TokenStream::new();
        };
        let variant_docs = variants.iter().map(|variant| docs(&variant.doc));
        let taken: Vec<&str> = variants
            .iter()
            .map(|variant| variant.rust.as_str())
            .collect();
        let unknown = (tag.is_some() && !closed).then(|| catch_all(&taken));
        let unknown_definition = unknown.as_ref().map(|unknown| {
            quote! {
                /// A shape that this declaration does not know, kept as it came.
                #unknown(::relata::Json),
            }
        });
        let glue = match tag {
            Some(tag) => tagged(&name, tag, variants, &idents, unknown.as_ref()),
            None => untagged(&name, variants, &idents, version),
        };
        let inspected = variants
            .iter()
            .any(|variant| is_limited(version, &variant.ty));
        let limits = (0..variants.len()).map(|index| match tag {
            // The shapes are structs, which have limits of their own.
            Some(_) => quote!(::core::option::Option::None),
            None => quote!(<Self as r::Untagged>::LIMITS[#index]),
        });
        let unknown_inspect = unknown
            .as_ref()
            .map(|unknown| quote!(#name::#unknown(_) => {}));
        let tag_there = match tag {
            Some(tag) => quote!(object.contains_key(#tag)),
            None => quote!(false),
        };
        let literal = &decl.name;
        let schema = self.schema(&name, version.number, &quote!(SchemaOf::Type(#literal)));
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            pub enum #name {
                #(#variant_docs #idents(#types),)*
                #unknown_definition
            }

            #glue

            impl ::relata::Value for #name {
                #[inline]
                fn vacant() -> Self {
                    #name::#first(<#first_type as ::relata::Value>::vacant())
                }

                #[inline]
                fn read_element<'de, D: r::Deserializer<'de>>(
                    source: D,
                ) -> ::core::result::Result<::core::option::Option<Self>, D::Error> {
                    r::read_union_element(source)
                }

                #[inline]
                fn is_hollow(object: &r::Object) -> ::core::option::Option<bool> {
                    r::is_hollow_union(#tag_there, &[#(<#types as ::relata::Value>::is_hollow(object)),*])
                }

                const INSPECTED: bool = #inspected;

                #[inline]
                fn inspect(
                    &self,
                    _: ::core::option::Option<&'static r::Limits>,
                    trail: &mut r::Trail,
                ) {
                    match self {
                        #(#name::#idents(shape) => ::relata::Value::inspect(
                            shape,
                            #limits,
                            trail,
                        ),)*
                        #unknown_inspect
                    }
                }
            }

            #schema
        }
    }
}

fn tagged(
    name: &Ident,
    tag: &str,
    variants: &[UnionVariant],
    idents: &[Ident],
    unknown: Option<&Ident>,
) -> TokenStream {
    let tags: Vec<&str> = variants
        .iter()
        .map(|variant| variant.wire.as_str())
        .collect();
    let index: Vec<usize> = (0..idents.len()).collect();
    let (from_unknown, write_unknown) = match unknown {
        Some(unknown) => (
            quote!(::core::option::Option::Some(#name::#unknown(_value))),
            quote!(#name::#unknown(value) => r::Serialize::serialize(value, target),),
        ),
        None => (quote!(::core::option::Option::None), TokenStream::new()),
    };
    quote! {
        impl r::Tagged for #name {
            const TAG: &'static str = #tag;

            const TAGS: &'static [&'static str] = &[#(#tags),*];

            #[inline]
            fn read_shape(
                index: usize,
                value: ::relata::Json,
            ) -> ::core::result::Result<Self, r::JsonError> {
                match index {
                    #(#index => ::relata::Value::read(value).map(#name::#idents),)*
                    _ => ::core::result::Result::Err(r::no_such_shape()),
                }
            }

            #[inline]
            fn unknown(_value: ::relata::Json) -> ::core::option::Option<Self> {
                #from_unknown
            }
        }

        impl r::Serialize for #name {
            #[inline]
            fn serialize<S: r::Serializer>(
                &self,
                target: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    #(#name::#idents(shape) => r::write_tagged::<Self, _, S>(#tags, shape, target),)*
                    #write_unknown
                }
            }
        }

        ::relata::__serde!(#name, read_tagged);
    }
}

fn untagged(
    name: &Ident,
    variants: &[UnionVariant],
    idents: &[Ident],
    version: &Version,
) -> TokenStream {
    let names: Vec<&str> = variants
        .iter()
        .map(|variant| variant.wire.as_str())
        .collect();
    let index: Vec<usize> = (0..idents.len()).collect();
    let mut statics = Statics::default();
    let limits: Vec<TokenStream> = variants
        .iter()
        .map(|variant| reference(statics.limits(version, &variant.ty).as_ref()))
        .collect();
    let statics = statics.into_items();
    quote! {
        impl r::Untagged for #name {
            const SHAPES: &'static [&'static str] = &[#(#names),*];

            const LIMITS: &'static [::core::option::Option<&'static r::Limits>] = {
                #(#statics)*
                &[#(#limits),*]
            };

            #[inline]
            fn read_shape(
                index: usize,
                value: &::relata::Json,
            ) -> ::core::result::Result<Self, r::JsonError> {
                match index {
                    #(#index => r::read_fitting(value, Self::LIMITS[#index]).map(#name::#idents),)*
                    _ => ::core::result::Result::Err(r::no_such_shape()),
                }
            }
        }

        impl r::Serialize for #name {
            #[inline]
            fn serialize<S: r::Serializer>(
                &self,
                target: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    #(#name::#idents(shape) => r::Serialize::serialize(shape, target),)*
                }
            }
        }

        ::relata::__serde!(#name, read_untagged);
    }
}
