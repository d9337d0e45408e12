//! x
relata::interface! {
    /// x
    interface e {
        /// x
        version v0 (draft);
        provider { app { /** t */ t: Option<T>, } }
        /// t
        union T { leaf(bool), a(Vec<T>), b(Vec<T>) }
    }
}
#[test]
fn time() {
    for d in [5, 10, 14, 18] {
        let text = "[".repeat(d) + "7" + &"]".repeat(d);
        let bag = relata::Databag::from([("t".to_owned(), text)]);
        let now = std::time::Instant::now();
        let r = relata::read::<e::v0::ProviderApp>(&bag);
        println!("{d} {:?} {}", now.elapsed(), r.report().is_some());
    }
}
