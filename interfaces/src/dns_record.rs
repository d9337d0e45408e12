//! Have records made in the domain name system.
//!
//! The requirer lists the records that it wants, each with an id of its own
//! making; the provider, which runs a name server, answers each by that id.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `dns_entries` | mandatory | empty if missing | it is the only field: a databag without it is simply not written yet |
//! | status | README: `invalid_credentials`; schema: a list without it; library: `unknown` besides, for any other | an open list with all of these | an unknown status is still an answer |
//! | names of an entry's members | README: `dns-domain`, `host-label`, `record-data` | `domain`, `host_label`, `record_data` | schema, library and the README's own examples |
//! | an entry in the answer | README: names its domain | names its id | schema, library and examples |
//! | `description`, `ttl`, `record_class`, `record_type` | null by default, and not nullable | optional | they were meant so |

relata::interface! {
    /// Have records made in the domain name system.
    ///
    /// The provider runs the name server of some domains. It makes the records
    /// that it may make, and says of every one that was asked for what has
    /// become of it.
    interface dns_record {
        maintainer: "platform-engineering";

        /// The only version so far.
        version v0 (draft);

        /// - Makes, changes and removes records as they are asked for.
        /// - Answers each entry, with a reason if there is no record.
        provider {
            /// What has become of the records.
            app {
                /// One answer for each entry.
                #[example([
                    { "uuid": "550e8400-e29b-41d4-a716-446655440002", "status": "approved" },
                    {
                        "uuid": "550e8400-e29b-41d4-a716-446655440003",
                        "status": "conflict",
                        "description": "another application has this name"
                    }
                ])]
                dns_entries: Vec<Answer> = [],
            }
        }

        /// - Lists every record that it wants, and no longer lists those that it
        ///   wants no more.
        /// - Keeps the id of an entry as long as the entry is the same.
        requirer {
            /// What is asked for.
            app {
                /// The records.
                #[example([
                    {
                        "uuid": "550e8400-e29b-41d4-a716-446655440002",
                        "domain": "shop.example",
                        "host_label": "www",
                        "ttl": 600,
                        "record_class": "IN",
                        "record_type": "A",
                        "record_data": "192.0.2.47"
                    },
                    {
                        "uuid": "550e8400-e29b-41d4-a716-446655440003",
                        "domain": "shop.example",
                        "host_label": "admin",
                        "record_data": "2001:db8::48"
                    }
                ])]
                dns_entries: Vec<Entry> = [],
            }
        }

        /// A record that is asked for.
        struct Entry {
            /// By what the entry is known.
            #[example("550e8400-e29b-41d4-a716-446655440002")]
            uuid: Uuid,

            /// The domain in which the record is to stand.
            #[len(1..)]
            #[example("shop.example")]
            domain: String,

            /// What stands in front of the domain.
            #[len(1..)]
            #[example("www")]
            host_label: String,

            /// For how many seconds others may keep the record. The provider's
            /// choice if missing.
            #[example(600)]
            ttl: Option<u32>,

            /// The record's class. The provider's choice if missing.
            #[example("IN")]
            record_class: Option<RecordClass>,

            /// The record's type. The provider's choice if missing.
            #[example("A")]
            record_type: Option<RecordType>,

            /// To which address the name is to lead.
            #[example("192.0.2.47")]
            record_data: IpAddr,
        }

        /// What has become of one entry.
        struct Answer {
            /// The entry's id.
            #[example("550e8400-e29b-41d4-a716-446655440002")]
            uuid: Uuid,

            /// Whether there is a record, or why not.
            #[example("approved")]
            status: EntryStatus,

            /// The same for people.
            #[example("another application has this name")]
            description: Option<String>,
        }

        /// A UUID.
        #[pattern("^(urn:uuid:)?\\{?[0-9A-Fa-f]{8}(-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}\\}?$")]
        type Uuid: String;

        /// Whether there is a record, or why not.
        enum EntryStatus {
            /// There is one.
            approved,
            /// The requirer may not have it.
            permission_denied,
            /// It is not known who the requirer is.
            invalid_credentials,
            /// Somebody else has it.
            conflict,
            /// The entry makes no sense.
            invalid_data,
            /// The provider could not make it.
            failure,
            /// Not yet.
            pending,
            /// A status that the Python library does not know.
            Unspecified = "unknown",
        }

        /// The class of a record.
        enum RecordClass {
            /// The internet.
            IN,
        }

        /// The type of a record, as the registry of the domain name system has
        /// it, or the purpose of a `TXT` record.
        enum RecordType {
            /// An IPv4 address.
            A,
            /// An IPv6 address.
            AAAA,
            /// Another name.
            CNAME,
            /// Where mail goes.
            MX,
            /// With what mail is signed; a `TXT` record.
            DKIM,
            /// Who may send mail; a `TXT` record.
            SPF,
            /// What to do with forged mail; a `TXT` record.
            DMARC,
            /// Any text.
            TXT,
            /// Who may sign certificates.
            CAA,
            /// Where a service is.
            SRV,
            /// Where a service is, and how to talk to it.
            SVCB,
            /// The same for the web.
            HTTPS,
            /// The name that belongs to an address.
            PTR,
            /// Where a zone begins.
            SOA,
            /// The name server of a zone.
            NS,
            /// The key that a zone below is signed with.
            DS,
            /// A key that this zone is signed with.
            DNSKEY,
        }
    }
}

pub use self::dns_record::*;
