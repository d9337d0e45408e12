//! Reach a bucket of an object storage that speaks the S3 protocol.
//!
//! The storage may be AWS, MinIO, Ceph, or anything else that speaks S3.
//!
//! # Versions
//!
//! Version 0 carries the credentials in plain text. In version 1 they are in a
//! Juju secret, the requirer may also ask for a path, and both sides state
//! their version. A side that has written something without stating a version
//! speaks version 0.
//!
//! A provider on version 0 waits for a bucket name: a requirer that does not
//! care which one it gets writes `relation-<number of the relation>`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | marker | schema and README: `lib-version`; library: `version` | `version`, written as `lib-version` too | the library reads `version`; earlier builds of it, and the README, say `lib-version`. Only the number before the dot means something |
//! | v1 fields | mandatory but nullable | optional | a databag cannot hold a null, and the library writes an empty text, which Juju does not store |
//! | v0 `access-key`, `secret-key` | mandatory | optional, but a databag with neither or only one is incomplete | no top-level field should be mandatory |
//! | `tls-ca-chain`, `attributes` | schema: lists; README: text with `;` between the elements | JSON, the other spelling accepted | both libraries write `tls-ca-chain` as JSON; the v1 library passes `attributes` on as the operator typed them |
//! | `tls-ca-chain` | base64 | any text | both integrators decode the operator's base64 and share PEM |
//! | `endpoint` | a string | v0: a string; v1: a URL | the v0 integrator passes on whatever was configured, the v1 integrator refuses what is no URL |
//! | `s3-api-version` | a number whose default is an empty text | an optional number | Juju stores no empty text |
//! | `requested-secrets` | a string | a JSON list, both credentials if missing | the library writes a list, and takes a requirer without it for version 0 |
//! | `delete-older-than-days` | not in the schema | declared | both libraries write it |
//! | requirer's unit databag | empty | `requested-secrets` | the library writes a copy of its list there |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last, and `provided-secrets`, which no S3 charm fills.
//!
//! # In a charm
//!
//! [`Provides`] and [`Requires`] do what the Python library does, for peers of
//! both versions at once. What they share is one type: [`ConnectionInfo`].

relata::interface! {
    /// Reach a bucket of an object storage that speaks the S3 protocol.
    ///
    /// The requirer may ask for a certain bucket. The provider answers with
    /// where the storage is, which bucket is to be used, and with credentials.
    interface s3 {
        maintainer: "data-platform";
        tags: data;

        /// Credentials in plain text.
        version v0 (draft) {
            providers: {
                "s3-integrator": "https://www.github.com/canonical/s3-integrator",
            };
            requirers: {
                "mysql-operator": "https://www.github.com/canonical/mysql-operator",
                "mysql-k8s-operator": "https://www.github.com/canonical/mysql-k8s-operator",
                "postgresql-operator": "https://www.github.com/canonical/postgresql-operator",
                "postgresql-k8s-operator": "https://www.github.com/canonical/postgresql-k8s-operator",
                "mongodb-operator": "https://www.github.com/canonical/mongodb-operator",
                "mongodb-k8s-operator": "https://www.github.com/canonical/mongodb-k8s-operator",
                "spark-integration-hub-k8s-operator": "https://github.com/canonical/spark-integration-hub-k8s-operator",
                "spark-history-server-k8s-operator": "https://github.com/canonical/spark-history-server-k8s-operator",
            };
        }

        /// Credentials in a Juju secret.
        version v1 (draft) {
            lib: "object-storage-charmlib";
            providers: {
                "s3-integrator": "https://github.com/canonical/object-storage-integrator/tree/main/s3",
            };
            requirers: {
                "test-charm-s3": "https://github.com/canonical/object-storage-integrator/tree/main/s3/tests/integration/test-charm-s3",
            };
        }

        /// - Shares the endpoint, the bucket and credentials of the storage.
        /// - Creates the bucket if it may and the bucket does not exist.
        /// - May share another bucket or path than it was asked for.
        /// - Renews the credentials in place: the databag stays, the secret
        ///   gets a new revision.
        provider {
            /// How to reach the storage.
            #[encoding(raw)]
            #[any_of("access-key", "secret-key", until(v1))]
            #[together("access-key", "secret-key", until(v1))]
            app {
                /// The version that the provider speaks, with a minor number
                /// that means nothing.
                #[version(spelling = "{}.0", absent = v0)]
                #[alias("lib-version", written)]
                version: String,

                /// The bucket to use. It may be another one than was asked for.
                #[example("backups")]
                bucket: Option<String>,

                /// The account's key id.
                #[until(v1)]
                #[example("EXAMPLEKEYID")]
                "access-key": Option<Sensitive>,

                /// The secret half of the account's key.
                #[until(v1)]
                #[example("kq3nR8sVt1ZxYw0mUe5Lb7Hd")]
                "secret-key": Option<Sensitive>,

                /// The account's credentials.
                #[since(v1)]
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                "secret-extra": Option<Secret<Credentials>>,

                /// Where in the bucket to keep objects: a prefix of their keys.
                #[example("postgresql/production")]
                path: Option<String>,

                /// Where the storage is: a scheme (`http` or `https`), a host,
                /// and a port if it is not the scheme's own. What the operator
                /// configured, unchecked.
                #[until(v1)]
                #[example("https://storage.example:9000")]
                endpoint: Option<String>,

                /// Where the storage is: a scheme (`http` or `https`), a host,
                /// and a port if it is not the scheme's own. Without it, the
                /// endpoint that AWS has for the region.
                #[since(v1)]
                #[example("https://storage.example:9000")]
                endpoint: Option<Url>,

                /// The region in which the bucket lies.
                #[example("eu-west-1")]
                region: Option<String>,

                /// How a bucket is named in a request.
                #[example("path")]
                "s3-uri-style": Option<UriStyle>,

                /// The storage class for new objects, as the storage calls it.
                #[example("STANDARD_IA")]
                "storage-class": Option<String>,

                /// Certificates with which to verify the storage, up to the
                /// root: PEM, or base64 of it from old providers.
                #[encoding(json, separated(";"))]
                #[allow(R15, reason = "a certificate is never more than its text")]
                #[example([
                    "-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n",
                ])]
                "tls-ca-chain": Option<Vec<Pem>>,

                /// How requests are signed.
                #[example(4)]
                "s3-api-version": Option<ApiVersion>,

                /// HTTP headers to send along, each `name=value`. Encryption
                /// on the storage's side is asked for here.
                #[encoding(json, separated(";"))]
                #[allow(R15, reason = "a header is one line of text by definition")]
                #[example(["Cache-Control=max-age=90000", "X-Amz-Server-Side-Encryption=AES256"])]
                attributes: Option<Vec<String>>,

                /// For how many days a backup is kept before it may be
                /// deleted.
                #[range(1..=9999999)]
                #[example(30)]
                "delete-older-than-days": Option<u32>,
            }

            /// Gives the credentials once it was asked for a bucket.
            #[until(v1)]
            expect present(app.field("access-key")) && present(app.field("secret-key"))
                when requirer is complete;

            /// Gives the credentials once it was asked for a bucket.
            #[since(v1)]
            expect present(app.field("secret-extra")) when requirer is complete;
        }

        /// - May ask for a bucket, and from version 1 on for a path in it.
        /// - Uses the bucket and path that it is given, whatever it asked for.
        /// - Expects other applications to use the same bucket.
        /// - Has one relation per bucket if it needs several.
        requirer {
            /// What the requirer asks for.
            #[encoding(raw)]
            app {
                /// The version that the requirer speaks, with a minor number
                /// that means nothing.
                #[version(spelling = "{}.0", absent = v0)]
                #[alias("lib-version", written)]
                version: String,

                /// The bucket that the requirer would like to use.
                #[example("backups")]
                bucket: Option<String>,

                /// Where in the bucket it would like to keep objects.
                #[since(v1)]
                #[example("postgresql/production")]
                path: Option<String>,

                /// The keys that the provider puts into a secret instead of the
                /// databag.
                #[since(v1)]
                #[encoding(json)]
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["access-key", "secret-key"])]
                "requested-secrets": Vec<String> = ["access-key", "secret-key"],
            }

            /// What the Python library notes for itself; a provider reads the
            /// application databag only.
            #[since(v1)]
            #[allow(R7, reason = "the library writes a copy, so that every unit can read it")]
            unit {
                /// The same list as in the application databag.
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["access-key", "secret-key"])]
                "requested-secrets": Option<Vec<String>>,
            }
        }

        /// How a bucket is named in a request.
        enum UriStyle {
            /// In front of the host: `https://backups.storage.example/`.
            host,
            /// As the first part of the path: `https://storage.example/backups/`.
            path,
        }

        /// How requests are signed.
        enum ApiVersion {
            /// Signature version 2, for storages that know no other.
            V2 = 2,
            /// Signature version 4.
            V4 = 4,
        }

        /// An account of the storage.
        #[since(v1)]
        secret Credentials {
            /// The account's key id.
            #[example("EXAMPLEKEYID")]
            "access-key": Sensitive,

            /// The secret half of the account's key.
            #[example("kq3nR8sVt1ZxYw0mUe5Lb7Hd")]
            "secret-key": Sensitive,
        }
    }
}

mod asked;
mod convert;
mod info;
mod provider;
mod requirer;

pub use self::info::{ConnectionInfo, Request};
pub use self::provider::Provides;
pub use self::requirer::{Change, Connection, Requires, State};
pub use self::s3::*;
