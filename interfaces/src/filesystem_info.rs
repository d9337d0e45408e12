//! Mount a shared filesystem.
//!
//! The provider publishes one URI that holds everything which is needed to mount
//! the filesystem; the requirer mounts it.
//!
//! # The URI
//!
//! `scheme://user@(host:port,host:port)/path?option=value&option=value`
//!
//! The scheme names the filesystem. The hosts stand in parentheses, even if
//! there is only one; user, ports and options may be missing. Any character that
//! is reserved in a URI (RFC 3986) is percent-encoded. There is no password in
//! it: the option `auth` names a Juju secret, or, from charms that cannot make
//! any, is `plain:` and the key itself.
//!
//! | filesystem | example | options |
//! |---|---|---|
//! | `nfs` | `nfs://(192.168.1.1:65535)/export` | none |
//! | `lustre` | `lustre://(192.168.227.11%40tcp1)/?fs-name=scratch` | `fs-name`: the filesystem |
//! | `cephfs` | `cephfs://user@(192.168.1.1)/export?fsid=asdf1234&name=scratch&auth=secret%3A…` | `fsid`: the cluster; `name`: the filesystem; `auth`: the key; `auth-rev`: the revision of the secret |
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `endpoint` | schema: any text | a URI as in the README's grammar | the library reads nothing else |
//! | path in `endpoint` | README's grammar: mandatory | may be missing | the library then takes `/` |
//! | options of `lustre`, and `filesystem` of `cephfs` | README: none, and this name | `fs-name`, and `name` | the library; options are not checked here |
//! | content of the secret | not said | `key` | the library |

relata::interface! {
    /// Mount a shared filesystem.
    ///
    /// The provider, a server or a stand-in for one that no charm runs, publishes
    /// where a filesystem is and how to mount it. The requirer mounts it.
    interface filesystem_info {
        maintainer: "hpc-team";
        tags: data;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.filesystem_client.filesystem_info";
            providers: {
                "nfs-server-proxy": "https://github.com/charmed-hpc/filesystem-charms",
                "cephfs-server-proxy": "https://github.com/charmed-hpc/filesystem-charms",
            };
            requirers: { "filesystem-client": "https://github.com/charmed-hpc/filesystem-charms" };
        }

        /// - Publishes a filesystem that can be mounted.
        /// - Keeps passwords and keys out of the databag: they are in a Juju
        ///   secret that the requirer may read.
        provider {
            /// The filesystem.
            #[encoding(raw)]
            app {
                /// What is needed to mount the filesystem, as a URI:
                /// `scheme://user@(hosts)/path?options`. The scheme names the
                /// filesystem: `nfs`, `lustre`, `cephfs`. A Juju secret in the
                /// option `auth` holds the Ceph key under `key`.
                #[required]
                #[pattern(r"^[A-Za-z][A-Za-z0-9+.-]*://([^@()/?\s]*@)?\([^()/?\s]+\)(/[^?\s]*)?(\?[^\s]*)?$")]
                #[example("nfs://(192.168.1.1:65535)/export")]
                #[example("lustre://(192.168.227.11%40tcp1,192.168.227.12%40tcp1)/?fs-name=scratch")]
                #[example("cephfs://fsuser@(192.168.1.1,192.168.1.2)/export?fsid=asdf1234&name=scratch\
                    &auth=secret%3Ad40rbhnmp25c76d6bdn0")]
                endpoint: Url,
            }
        }

        /// - Mounts the filesystem, or says that it cannot.
        requirer {}
    }
}

pub use self::filesystem_info::*;
