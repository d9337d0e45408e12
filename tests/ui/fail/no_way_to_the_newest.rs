relata::interface! {
    /// Say hello.
    interface greeting {
        /// One name, by each unit.
        version v0 (retired);
        /// All names, by the application.
        version v1 (published);
        provider {
            #[until(v1)]
            unit {
                /// Whom to greet.
                name: Option<String>,
                /// How loud.
                level: u32 = 1,
            }
            #[since(v1)]
            app {
                /// Whom to greet.
                names: Option<Vec<Person>>,
            }
        }
        /// Somebody.
        #[since(v1)]
        struct Person {
            /// Their name.
            name: String,
        }
    }
}

// Who works with one version only is not asked for anything.
fn version(data: &greeting::ProviderData) -> u32 {
    data.version()
}

fn read(data: greeting::ProviderData) -> greeting::v1::Provider {
    data.into_newest()
}

fn write(
    newest: greeting::v1::Provider,
    writer: &relata::Writer<'_>,
) -> relata::Served<greeting::ProviderData> {
    relata::serve::<greeting::Provider>(newest, 0, writer)
}

fn main() {
    let _ = (version, read, write);
}
