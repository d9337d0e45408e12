//! A declaration while it is being typed: never a panic, and the finished
//! parts are always there.

use super::{DOCUMENTED, fields, names, read, two_versions};
use proc_macro2::{Group, TokenStream, TokenTree};

/// Every way to leave one token out of a declaration.
fn without_one(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let around = |inner: Option<TokenTree>| -> TokenStream {
            let (before, after) = (&tokens[..index], &tokens[index + 1..]);
            before
                .iter()
                .cloned()
                .chain(inner)
                .chain(after.iter().cloned())
                .collect()
        };
        all.push(around(None));
        if let TokenTree::Group(group) = token {
            for inner in without_one(&group.stream()) {
                let mut changed = Group::new(group.delimiter(), inner);
                changed.set_span(group.span());
                all.push(around(Some(changed.into())));
            }
        }
    }
    all
}

/// Every way to end a group of a declaration early.
fn cut_short(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = || tokens[..index].iter().cloned();
        all.push(before().collect());
        if let TokenTree::Group(group) = token {
            let changed = |inner| -> TokenTree { Group::new(group.delimiter(), inner).into() };
            let inner = cut_short(&group.stream()).into_iter();
            all.extend(inner.map(|inner| before().chain([changed(inner)]).collect()));
        }
    }
    all
}

fn documented() -> TokenStream {
    let (_, rest) = DOCUMENTED.split_once("interface! {").unwrap();
    let (source, _) = rest.split_once("\n}\n```").unwrap();
    source.parse().unwrap()
}

#[test]
fn a_missing_token_never_keeps_the_rest_from_being_rust() {
    for tokens in without_one(&documented()) {
        let shown = tokens.to_string();
        let output = crate::declare(tokens);
        assert!(syn::parse2::<syn::File>(output).is_ok(), "{shown}");
    }
}

#[test]
fn a_declaration_may_stop_anywhere() {
    for tokens in cut_short(&documented()) {
        let shown = tokens.to_string();
        let output = crate::declare(tokens);
        assert!(syn::parse2::<syn::File>(output).is_ok(), "{shown}");
    }
}

#[test]
fn a_missing_token_in_a_field_leaves_its_neighbours() {
    let middle = "/// B. #[range(1..=3)] #[example(2)] b: Option<u32>,";
    let middle: TokenStream = middle.replace(". #", ".\n#").parse().unwrap();
    for changed in without_one(&middle) {
        let source = fields(&format!(
            "/// A.\na: Option<String>,\n{changed}\n/// C.\nc: Option<String>,"
        ));
        let (interface, _) = read(&source);
        let interface = interface.unwrap();
        let declared = names(&super::bag(&interface.versions[0]).fields);
        assert!(
            declared.contains(&"a") && declared.contains(&"c"),
            "{source}: {declared:?}"
        );
    }
}

#[test]
fn one_missing_type_is_one_error() {
    for missing in [
        "b:",
        "b",
        "b: ,",
        "b: Option<",
        "b: Option<,",
        "b: Vec<Option<",
    ] {
        let source = fields(&format!(
            "/// A.\na: Option<String>,\n/// B.\n{missing}\n/// C.\nc: Option<String>,"
        ));
        let (interface, errors) = read(&source);
        assert_eq!(errors.len(), 1, "{missing}: {errors:?}");
        let interface = interface.unwrap();
        assert_eq!(
            names(&super::bag(&interface.versions[0]).fields),
            ["a", "c"],
            "{missing}"
        );
    }
}

#[test]
fn values_and_types_of_any_depth_are_refused_and_not_followed() {
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let (_, errors) = read(&fields(&format!(
        "/// A.\n#[example({deep})] a: Option<Json>,"
    )));
    assert!(errors[0].1.contains("nested too deeply"), "{errors:?}");
    let deep = format!("{}u8{}", "Vec<".repeat(500), ">".repeat(500));
    let (_, errors) = read(&fields(&format!("/// A.\na: Option<{deep}>,")));
    assert!(errors[0].1.contains("nested too deeply"), "{errors:?}");
    let long = "!".repeat(5000);
    let (_, errors) = read(&two_versions(&format!(
        "provider {{ #[check(c, \"m\", {long}present(a))] app {{ /// A.\na: Option<u8>, }} }}"
    )));
    assert!(errors[0].1.contains("too long"), "{errors:?}");
}

#[test]
fn a_type_whose_declaration_is_half_typed_is_not_unknown() {
    let (_, errors) = read(&two_versions(
        "provider { app { /// A.\na: Option<Thing>, } }\n/// A thing.\nstruct Thing",
    ));
    let [(token, text)] = errors.as_slice() else {
        panic!("{errors:?}");
    };
    assert_eq!(token, "Thing");
    assert!(text.starts_with("`Thing` lacks its body [D23]"), "{text}");
}

#[test]
fn a_type_is_emitted_though_the_field_that_uses_it_is_broken() {
    let (interface, errors) = read(&two_versions(
        "provider { app { /// A.\na: Option<Thing, } }\n/// A thing.\nenum Thing { a }",
    ));
    assert_eq!(errors.len(), 1, "{errors:?}");
    let interface = interface.unwrap();
    assert!(
        interface
            .versions
            .iter()
            .all(|version| version.type_decl("Thing").is_some())
    );
}

#[test]
fn names_that_rust_cannot_have_never_reach_it() {
    let source = two_versions(
        r#"provider { app {
            /// A.
            r#type: Option<String>,
            /// B.
            "": Option<String>,
            /// C.
            "--": Option<String>,
            /// D.
            "größe 1": Option<Size>,
            /// E.
            #[rust(r#for)] e: Option<String>,
            /// F.
            #[rust(self)] f: Option<String>,
            /// G.
            ..r#match: Map<UnitName, Thing>,
        } }
        /// Sizes.
        enum Size { r#for, "größe", "", "self", "1 2", "日本" }
        /// A thing.
        struct r#struct {
            /// A.
            a: Option<String>,
        }"#,
    );
    let output = crate::declare(source.parse().unwrap());
    assert!(syn::parse2::<syn::File>(output).is_ok());
}
