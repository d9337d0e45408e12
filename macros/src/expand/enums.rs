//! An enum of strings or integers.

use super::record::catch_all;
use super::{Context, docs};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use relata_spec::model::{EnumBase, TypeDecl, Variant};

impl Context<'_> {
    pub(super) fn enumeration(
        &self,
        decl: &TypeDecl,
        base: EnumBase,
        closed: bool,
        variants: &[Variant],
        version: u32,
    ) -> TokenStream {
        let name = self.type_ident(&decl.name);
        let doc = docs(&decl.doc);
        let idents: Vec<Ident> = variants
            .iter()
            .map(|variant| {
                let wire = variant
                    .wire
                    .as_str()
                    .map_or_else(|| variant.wire.to_string(), str::to_owned);
                Ident::new(&variant.rust, self.lowered.spans.of(&decl.name, &wire))
            })
            .collect();
        let definitions = variants.iter().zip(&idents).map(|(variant, ident)| {
            let doc = docs(&variant.doc);
            let deprecated = variant.deprecated.as_ref().map(|deprecation| {
                let note = &deprecation.note;
                quote!(#[deprecated(note = #note)])
            });
            quote!(#doc #deprecated #ident,)
        });
        let taken: Vec<&str> = variants
            .iter()
            .map(|variant| variant.rust.as_str())
            .collect();
        let unknown = (!closed).then(|| catch_all(&taken));
        let held = match base {
            EnumBase::Text => quote!(::std::string::String),
            EnumBase::Integer => quote!(i64),
        };
        let unknown_definition = unknown.as_ref().map(|unknown| {
            quote! {
                /// A value that this declaration does not know, kept as it came.
                #unknown(#held),
            }
        });
        let copy = (closed || base == EnumBase::Integer).then(|| quote!(Copy,));
        let glue = match base {
            EnumBase::Text => words(&name, variants, &idents, unknown.as_ref()),
            EnumBase::Integer => numbers(&name, variants, &idents, unknown.as_ref()),
        };
        let vacant = match (&unknown, base, idents.first()) {
            (Some(unknown), EnumBase::Text, _) => {
                quote!(#name::#unknown(::std::string::String::new()))
            }
            (Some(unknown), EnumBase::Integer, _) => quote!(#name::#unknown(0)),
            (None, _, Some(first)) => quote!(#name::#first),
            // A closed enum without variants has been reported; nothing can be
            // made of it.
            (None, _, None) => return TokenStream::new(),
        };
        let view = match base {
            EnumBase::Text => quote!(r::View::Text(r::Words::word(self))),
            EnumBase::Integer => quote!(r::View::Int(r::Numbers::number(self) as i128)),
        };
        let literal = &decl.name;
        let schema = self.schema(&name, version, &quote!(SchemaOf::Type(#literal)));
        quote! {
            #doc
            #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum #name {
                #(#definitions)*
                #unknown_definition
            }

            #glue

            impl ::relata::Value for #name {
                #[inline]
                fn vacant() -> Self {
                    #vacant
                }

                #[inline]
                fn view(&self) -> r::View<'_> {
                    #view
                }

                #[inline]
                fn collapse(elements: &mut ::std::vec::Vec<Self>) {
                    r::collapse_ordered(elements);
                }
            }

            #schema
        }
    }
}

fn words(
    name: &Ident,
    variants: &[Variant],
    idents: &[Ident],
    unknown: Option<&Ident>,
) -> TokenStream {
    let words: Vec<&str> = variants
        .iter()
        .map(|variant| variant.wire.as_str().unwrap_or_default())
        .collect();
    let index: Vec<usize> = (0..idents.len()).collect();
    let (from_unknown, unknown_word) = match unknown {
        Some(unknown) => (
            quote!(::core::option::Option::Some(#name::#unknown(_word))),
            quote!(#name::#unknown(word) => word,),
        ),
        None => (quote!(::core::option::Option::None), TokenStream::new()),
    };
    quote! {
        impl r::Words for #name {
            const WORDS: &'static [&'static str] = &[#(#words),*];

            #[inline]
            fn known(index: usize) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match index {
                    #(#index => #name::#idents,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn unknown(_word: ::std::string::String) -> ::core::option::Option<Self> {
                #from_unknown
            }

            #[inline]
            fn word(&self) -> &str {
                match self {
                    #(#name::#idents => #words,)*
                    #unknown_word
                }
            }
        }

        ::relata::__serde!(#name, write_word, read_word);

        impl ::core::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(r::Words::word(self))
            }
        }

        impl ::core::str::FromStr for #name {
            type Err = ::relata::TextError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::relata::TextError> {
                r::parse_word(text)
            }
        }
    }
}

fn numbers(
    name: &Ident,
    variants: &[Variant],
    idents: &[Ident],
    unknown: Option<&Ident>,
) -> TokenStream {
    let numbers: Vec<i64> = variants
        .iter()
        .map(|variant| variant.wire.as_i64().unwrap_or_default())
        .collect();
    let index: Vec<usize> = (0..idents.len()).collect();
    let (from_unknown, unknown_number) = match unknown {
        Some(unknown) => (
            quote!(::core::option::Option::Some(#name::#unknown(_number))),
            quote!(#name::#unknown(number) => *number,),
        ),
        None => (quote!(::core::option::Option::None), TokenStream::new()),
    };
    quote! {
        impl r::Numbers for #name {
            const NUMBERS: &'static [i64] = &[#(#numbers),*];

            #[inline]
            fn known(index: usize) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match index {
                    #(#index => #name::#idents,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn unknown(_number: i64) -> ::core::option::Option<Self> {
                #from_unknown
            }

            #[inline]
            fn number(&self) -> i64 {
                match self {
                    #(#name::#idents => #numbers,)*
                    #unknown_number
                }
            }
        }

        ::relata::__serde!(#name, write_number, read_number);
    }
}
