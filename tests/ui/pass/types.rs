//! Every type that needs no declaration.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Text.
                text: Option<String>,
                /// Truth.
                truth: Option<bool>,
                /// Integers.
                a: Option<u8>,
                /// Integers.
                b: Option<u16>,
                /// Integers.
                c: Option<u32>,
                /// Integers.
                d: Option<u64>,
                /// Integers.
                e: Option<i8>,
                /// Integers.
                f: Option<i16>,
                /// Integers.
                g: Option<i32>,
                /// Integers.
                h: Option<i64>,
                /// A fraction.
                ratio: Option<f64>,
                /// A port.
                port: Option<Port>,
                /// A URL.
                url: Option<Url>,
                /// An address.
                address: Option<IpAddr>,
                /// A network.
                network: Option<Cidr>,
                /// A host.
                host: Option<Hostname>,
                /// A unit.
                unit: Option<UnitName>,
                /// An application.
                app: Option<AppName>,
                /// Bytes.
                bytes: Option<Base64>,
                /// A certificate.
                pem: Option<Pem>,
                /// A password.
                password: Option<Sensitive>,
                /// Anything.
                json: Option<Json>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        text: None,
        truth: Some(true),
        a: Some(1),
        b: None,
        c: None,
        d: None,
        e: None,
        f: None,
        g: None,
        h: None,
        ratio: Some(0.5),
        port: None,
        url: None,
        address: None,
        network: None,
        host: None,
        unit: None,
        app: None,
        bytes: None,
        pem: None,
        password: None,
        json: None,
    };
    assert_eq!(bag.a, Some(1));
}
