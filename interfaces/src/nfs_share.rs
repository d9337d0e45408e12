//! Mount a directory over NFS.
//!
//! The requirer asks for a share by its name; the provider, an NFS server or a
//! stand-in for one that no charm runs, answers with its URL. Newer charms use
//! `filesystem_info`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `size`, `allowlist` | schema: mandatory; README: optional | optional | the library's provider copes without |
//! | `size` | a text | a number, -1 for any size | the library takes a number, and writes -1 if it gets none |
//! | `allowlist` | one text | a list separated by commas | README and library |
//! | `endpoint` | schema: any text | a URL with the scheme `nfs` | README; the client turns down anything else |

relata::interface! {
    /// Mount a directory over NFS.
    ///
    /// The requirer asks for a share of a certain name and size, and says who may
    /// use it. The provider answers with a URL that can be mounted.
    interface nfs_share {
        maintainer: "hpc-team";

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "nfs-server-proxy-operator": "https://github.com/canonical/nfs-server-proxy-operator",
            };
            requirers: {
                "nfs-client-operator": "https://github.com/canonical/nfs-client-operator",
            };
        }

        /// - Makes or finds the share.
        /// - Publishes where it can be mounted.
        provider {
            /// The share.
            #[encoding(raw)]
            app {
                /// Where the share can be mounted: `nfs://`, a host, perhaps `:`
                /// and a port, and the path.
                #[required]
                #[pattern("^nfs://")]
                #[example("nfs://10.152.28.100/volumes/research-data")]
                endpoint: Url,
            }
        }

        /// - Asks for a share by its name.
        /// - Mounts what it is given.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            app {
                /// The name of the share. No other share has the same.
                #[required]
                #[example("/research-data")]
                name: String,

                /// The hosts that may read and write the share: names, addresses
                /// or networks. `0.0.0.0` stands for all.
                #[encoding(csv)]
                #[allow(R15, reason = "a host is never more than its name or address")]
                #[example(["192.168.0.0/24", "10.152.28.100"])]
                allowlist: Option<Vec<String>>,

                /// How large the share has to be, in gigabytes; -1 if that does
                /// not matter.
                #[range(-1..)]
                #[example(100)]
                size: i64 = -1,
            }
        }
    }
}

pub use self::nfs_share::*;
