//! Nothing is documented.

relata::interface! {
    interface example {
        version v0 (draft);

        provider {
            app {
                name: Option<String>,
                size: Option<Size>,
                ..others: Map<UnitName, Size>,
            }
        }

        struct Size {
            width: Option<u32>,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, size: None, others: Default::default() };
    assert!(bag.name.is_none());
}
