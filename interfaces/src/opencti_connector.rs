//! Connect OpenCTI to where threat intelligence comes from and goes to.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `connector_charm_name` | README's text: `connector_name` | `connector_charm_name`; the other is read, too | schema, the README's example and the library |
//! | `connector_id` | not mentioned | declared | the library writes it |
//! | `connector_type` | any text | the types that OpenCTI knows, or another | they are a list in OpenCTI |
//! | `opencti_token` | a string | the URI of a secret, whose content is declared | README and library say so |

relata::interface! {
    /// Connect OpenCTI to where threat intelligence comes from and goes to.
    ///
    /// Connectors bring data into OpenCTI, enrich what is there, or carry it
    /// elsewhere. A connector says what it is and gets an account that may do
    /// just that. Here the connectors are the providers, and OpenCTI, of which
    /// there is one, is the requirer.
    interface opencti_connector {
        maintainer: "platform-engineering";
        tags: security;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.opencti.opencti_connector";
            providers: {
                "abseipdb_ipblacklist": "https://github.com/canonical/opencti-operator/tree/main/connectors/abuseipdb_ipblacklist",
                "alienvault": "https://github.com/canonical/opencti-operator/tree/main/connectors/alienvault",
                "cisa_kev": "https://github.com/canonical/opencti-operator/tree/main/connectors/cisa_kev",
                "crowdstrike": "https://github.com/canonical/opencti-operator/tree/main/connectors/crowdstrike",
                "cyber_campaign": "https://github.com/canonical/opencti-operator/tree/main/connectors/cyber_campaign",
                "export_file_csv": "https://github.com/canonical/opencti-operator/tree/main/connectors/export_file_csv",
                "export_file_txt": "https://github.com/canonical/opencti-operator/tree/main/connectors/export_file_txt",
                "export_file_stix": "https://github.com/canonical/opencti-operator/tree/main/connectors/export_file_stix",
                "import_document": "https://github.com/canonical/opencti-operator/tree/main/connectors/import_document",
                "import_file_stix": "https://github.com/canonical/opencti-operator/tree/main/connectors/import_file_stix",
                "ipinfo": "https://github.com/canonical/opencti-operator/tree/main/connectors/ipinfo",
                "malwarebazaar": "https://github.com/canonical/opencti-operator/tree/main/connectors/malwarebazaar",
                "misp_feed": "https://github.com/canonical/opencti-operator/tree/main/connectors/misp_feed",
                "mitre": "https://github.com/canonical/opencti-operator/tree/main/connectors/mitre",
                "sekoia": "https://github.com/canonical/opencti-operator/tree/main/connectors/sekoia",
                "urlhaus": "https://github.com/canonical/opencti-operator/tree/main/connectors/urlhaus",
                "urlscan": "https://github.com/canonical/opencti-operator/tree/main/connectors/urlscan",
                "urlscan_enrichment": "https://github.com/canonical/opencti-operator/tree/main/connectors/urlscan_enrichment",
                "virustotal_livehunt": "https://github.com/canonical/opencti-operator/tree/main/connectors/virustotal_livehunt",
                "vxvault": "https://github.com/canonical/opencti-operator/tree/main/connectors/vxvault",
            };
            requirers: {
                "opencti": "https://www.github.com/canonical/opencti-operator",
            };
        }

        /// - Says which connector it is, and of which type.
        /// - Runs the connector once OpenCTI has answered.
        /// - Has a single unit.
        provider {
            /// What the connector is.
            #[encoding(raw)]
            app {
                /// The name of the connector's charm. OpenCTI names the account
                /// after it.
                #[required]
                #[alias("connector_name")]
                #[example("opencti-crowdstrike-connector")]
                connector_charm_name: String,

                /// What the connector does, which decides what its account may
                /// do.
                #[required]
                #[example("EXTERNAL_IMPORT")]
                connector_type: ConnectorType,

                /// As whom the connector registers at OpenCTI: a UUID that it
                /// chooses once and keeps.
                #[example("0f3b7c52-8a57-4d0e-9c1e-5b1f6f2a9d43")]
                connector_id: Option<String>,
            }
        }

        /// - Creates an account for the connector, with the rights that its type
        ///   needs.
        /// - Shares OpenCTI's address and a token for the account.
        requirer {
            /// How to reach OpenCTI.
            #[encoding(raw)]
            app {
                /// Where OpenCTI is.
                #[required]
                #[example("http://opencti-endpoints.intelligence.svc:8080")]
                opencti_url: Url,

                /// The secret with the token.
                #[required]
                #[example("secret:cjqub6vubg2s77p3nio0")]
                opencti_token: Secret<Token>,
            }
        }

        /// What a connector does, as OpenCTI calls it.
        enum ConnectorType {
            /// Brings data from elsewhere.
            ExternalImport = "EXTERNAL_IMPORT",
            /// Adds to what is there.
            InternalEnrichment = "INTERNAL_ENRICHMENT",
            /// Reads files that people upload.
            InternalImportFile = "INTERNAL_IMPORT_FILE",
            /// Writes files that people download.
            InternalExportFile = "INTERNAL_EXPORT_FILE",
            /// Carries every change elsewhere.
            Stream = "STREAM",
        }

        /// How to log in to OpenCTI.
        secret Token {
            /// The token of the connector's account.
            #[example("4b9f2c1e-7d3a-4a86-b5f0-2e8c6d9a1f37")]
            token: String,
        }
    }
}

pub use self::opencti_connector::*;
