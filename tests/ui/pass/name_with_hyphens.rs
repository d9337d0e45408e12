//! An interface with a hyphen in its name, visible outside.

relata::interface! {
    /// Share certificates.
    pub(crate) interface "tls-certificates" {
        maintainer: "tls";
        tags: security, "public key";
        internal: true;

        /// The first version.
        ///
        /// With a second paragraph.
        version v0 (retired) {
            lib: "charms.example.v0";
            providers: { "one": "https://example/one", "two": "https://example/two" };
            requirers: {};
        }
        /// The second version.
        version v1 (published);

        provider {}
    }
}

fn main() {
    let _: Option<tls_certificates::Provider> = None;
}
