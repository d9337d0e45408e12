//! What the compiler says about declarations. `tests/ui/README.md` says what
//! is promised.

#[test]
fn well_formed_declarations_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
}

#[test]
fn mistakes_are_reported_at_their_tokens_and_the_rest_is_emitted() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/*.rs");
}
