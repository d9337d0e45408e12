//! The content of secrets.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// How to log in.
                login: Option<Secret<Login>>,
                /// Never shown.
                token: Option<Sensitive>,
            }
        }

        /// How to log in.
        #[any_of("user-name", token)]
        secret Login {
            /// The name.
            "user-name": Option<String>,
            /// The token.
            token: Option<Sensitive>,
            /// Which kind.
            kind: LoginKind,
        }

        /// Kinds.
        enum LoginKind { user, machine }
    }
}

fn main() {
    let login = example::v0::Login {
        user_name: Some("x".into()),
        token: None,
        kind: example::v0::LoginKind::User,
    };
    assert!(login.user_name.is_some());
}
