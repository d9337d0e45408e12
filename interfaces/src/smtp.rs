//! Send mail.
//!
//! The provider shares what an operator knows about a mail server that takes
//! mail from the requirer and passes it on.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `user`, `password`, `password_id`, `domain` | schema: mandatory but nullable | optional | a databag holds no null; the README's own example leaves one out |
//! | `skip_ssl_verify`, `smtp_sender`, `recipients` | not in the schema | declared | the library writes them |
//! | `skip_ssl_verify` | a boolean | `True` and `False`, `true` and `false` accepted | the library writes it as Python does |
//! | `recipients` | a JSON list | the same; a list with commas is read too | the library reads both |
//! | `port` | up to 65536 | up to 65535 | 65536 is no port |

relata::interface! {
    /// Send mail.
    ///
    /// The provider shares where a mail server is and how to log in there. The
    /// password is in a Juju secret, or in plain text where either side has no
    /// secrets.
    interface smtp {
        maintainer: "platform-engineering";
        tags: operations;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.smtp_integrator.smtp";
            providers: { "smtp-integrator": "https://github.com/canonical/smtp-integrator-operator" };
        }

        /// - Shares all that is needed to hand mail to the server.
        /// - Shares the password once: in a secret, else in plain text.
        provider {
            /// How to hand mail to the server.
            #[encoding(raw)]
            app {
                /// The server's name or address.
                #[required]
                #[len(1..)]
                #[example("mail.example")]
                host: String,

                /// Its port, usually 25, 465 or 587.
                #[required]
                #[example(587)]
                port: Port,

                /// Who to log in as.
                #[example("shop")]
                user: Option<String>,

                /// The password, where there are no secrets.
                #[example("tR5b-n2Lq-8wXz")]
                password: Option<Sensitive>,

                /// The password.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                password_id: Option<Secret<Password>>,

                /// How to log in.
                #[required]
                #[example("plain")]
                auth_type: AuthType,

                /// How the connection is protected.
                #[required]
                #[example("starttls")]
                transport_security: TransportSecurity,

                /// The domain from which mail is sent.
                #[example("shop.example")]
                domain: Option<String>,

                /// Whether to trust the server without looking at its
                /// certificate.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(false)]
                skip_ssl_verify: bool = false,

                /// From which address to send notifications.
                #[example("noreply@shop.example")]
                smtp_sender: Option<String>,

                /// To which addresses to send notifications.
                #[encoding(json, csv)]
                #[allow(R15, reason = "an address, and no more")]
                #[example(["ops@shop.example", "ada@example.com"])]
                recipients: Option<Vec<String>>,
            }

            /// Says where the server is, and how to talk to it, to whoever is related.
            expect present(app.host) && present(app.port) && present(app.auth_type)
                && present(app.transport_security)
                when requirer is silent;
        }

        /// - Sends its mail through the server.
        requirer {}

        /// What goes with the name of a user.
        secret Password {
            /// The password.
            #[example("tR5b-n2Lq-8wXz")]
            password: String,
        }

        /// How to log in.
        enum AuthType {
            /// Not at all.
            none,
            /// Nothing is known about that.
            not_provided,
            /// With a name and a password, by SASL's `PLAIN`.
            plain,
        }

        /// How a connection is protected.
        enum TransportSecurity {
            /// Not at all.
            none,
            /// It begins in plain text and switches to TLS.
            starttls,
            /// With TLS from the first byte on.
            tls,
        }
    }
}

pub use self::smtp::*;
