//! Which defects of libraries are known?

use relata_tester::conformance::{CaseResult, Fault};

/// A defect that is not ours to mend.
#[derive(Debug)]
pub(crate) struct Known {
    /// The beginning of the cases that show it, with their version: `v1/broken-`.
    pub(crate) cases: &'static str,
    /// What the tester finds.
    pub(crate) fault: Fault,
    /// A part of what the finding says or shows.
    pub(crate) says: &'static str,
    /// What the library does, and where.
    #[expect(dead_code, reason = "it is for people, and for `Debug`")]
    pub(crate) why: &'static str,
}

impl Known {
    /// Whether everything that was found in a case is this defect.
    pub(crate) fn explains(&self, result: &CaseResult) -> bool {
        let case = format!("{}/{}", result.version, result.case);
        case.starts_with(self.cases)
            && result.findings.iter().all(|finding| {
                finding.fault == self.fault
                    && (finding.what.contains(self.says)
                        || finding.evidence.iter().any(|line| line.contains(self.says)))
            })
    }
}

pub(crate) const CERTIFICATES_PROVIDER: &[Known] = &[Known {
    cases: "v",
    fault: Fault::DataLost,
    says: "it took back `egress-subnets`, `ingress-address`, `private-address`",
    why: "to a requirer that states no version the provider writes with `dump(databag, clear=True)`, which \
          empties the unit's databag of what Juju keeps there, too",
}];

pub(crate) const S3_PROVIDER: &[Known] = &[
    Known {
        cases: "v1/broken-app-requested-secrets",
        fault: Fault::HookFailed,
        says: "json.decoder.JSONDecodeError",
        why: "`get_encoded_list` reads the requirer's `requested-secrets` with `json.loads` and \
              catches nothing",
    },
    Known {
        cases: "v1/broken-app-requested-secrets",
        fault: Fault::HookFailed,
        says: "TypeError: unhashable type",
        why: "elements of `requested-secrets` are looked up in a dictionary, whatever they are",
    },
    Known {
        cases: "v1/gone",
        fault: Fault::LeftBehind,
        says: "1 of the secrets",
        why: "nothing of the library's provider observes `relation-broken`: the secret with the \
              credentials stays in the model for ever",
    },
];

pub(crate) const S3_REQUIRER: &[Known] = &[
    Known {
        cases: "v1/secret-not-granted",
        fault: Fault::HookFailed,
        says: "ops.model.ModelError: ERROR permission denied",
        why: "a secret whose URI comes before its grant puts the requirer into error: \
              `CachedSecret` expects `SecretNotFoundError` only",
    },
    Known {
        cases: "v1/broken-app-secret-extra",
        fault: Fault::HookFailed,
        says: "ops.model.ModelError: ERROR secret URI",
        why: "the same with what is no URI of a secret",
    },
    Known {
        cases: "v",
        fault: Fault::HookFailed,
        says: "ValueError: could not convert string to float",
        why: "`is_provider_schema_v0` calls `float` on the provider's `version`, whatever it is",
    },
];

pub(crate) const TLS_PROVIDER: &[Known] = &[];

pub(crate) const TLS_REQUIRER: &[Known] = &[Known {
    cases: "v1/two-relations",
    fault: Fault::HookFailed,
    says: "ops.model.TooManyRelatedAppsError",
    why: "the requirer asks for the one relation of its endpoint with `get_relation`, which \
          raises where there are two",
}];

pub(crate) const OAUTH_PROVIDER: &[Known] = &[];

pub(crate) const OAUTH_REQUIRER: &[Known] = &[
    Known {
        cases: "v0/",
        fault: Fault::HookFailed,
        says: "charmlibs.interfaces.oauth._oauth.DataValidationError",
        why: "the requirer's `_on_relation_changed_event` calls `_load_data` with the schema and \
              catches nothing, unlike the provider's: a provider that has written only some of \
              its keys, or one wrongly, puts every requirer into error",
    },
    Known {
        cases: "v0/secret-not-granted",
        fault: Fault::HookFailed,
        says: "ops.model.ModelError: ERROR permission denied",
        why: "`get_provider_info` reads the secret and catches nothing",
    },
    Known {
        cases: "v0/broken-app-client-secret-id",
        fault: Fault::HookFailed,
        says: "ops.model.ModelError: ERROR secret URI",
        why: "the same with what is no URI of a secret",
    },
    Known {
        cases: "v0/broken-app-jwt-access-token",
        fault: Fault::HookFailed,
        says: "ValueError: invalid truth value",
        why: "`strtobool` refuses what the JSON schema before it takes for any text",
    },
];

pub(crate) const TRACING_PROVIDER: &[Known] = &[];

pub(crate) const TRACING_REQUIRER: &[Known] = &[];

pub(crate) const LDAP_PROVIDER: &[Known] = &[
    Known {
        cases: "v0/without-app-",
        fault: Fault::HookFailed,
        says: "ValidationError: 1 validation error for LdapRequirerData",
        why: "`LdapRequestedEvent.data` wants both `user` and `group`, which the specification \
              says a requirer may leave out, and lets pydantic's error through",
    },
    Known {
        cases: "v0/gibberish",
        fault: Fault::HookFailed,
        says: "Field required [type=missing",
        why: "the same, where neither is there",
    },
    Known {
        cases: "v0/leader-leaves",
        fault: Fault::NeedlessWrite,
        says: "it wrote `bind_password_secret` again",
        why: "a leader that is removed runs `relation-broken`, in which the library removes the \
              application's secret; the next leader makes another when it is asked again",
    },
];

pub(crate) const LDAP_REQUIRER: &[Known] = &[Known {
    cases: "v0/broken-app-",
    fault: Fault::HookFailed,
    says: "object has no attribute 'startswith'",
    why: "the validators of `urls` and `ldaps_urls` run before the types are checked, and the \
          reader catches no `AttributeError`",
}];

pub(crate) const OTLP_PROVIDER: &[Known] = &[
    Known {
        cases: "v0/broken-app-",
        fault: Fault::HookFailed,
        says: "json.decoder.JSONDecodeError",
        why: "`Relation.load` of `ops` raises it for what is no JSON; `rules` catches \
              `ValidationError` only",
    },
    Known {
        cases: "v0/odd-app-rules",
        fault: Fault::HookFailed,
        says: "_lzma.LZMAError",
        why: "the validator of `rules` decompresses an empty text, and pydantic lets \
              `LZMAError` through, which is no `ValueError`",
    },
];

pub(crate) const OTLP_REQUIRER: &[Known] = &[Known {
    cases: "v0/broken-app-",
    fault: Fault::HookFailed,
    says: "json.decoder.JSONDecodeError",
    why: "the same in `endpoints`",
}];

pub(crate) const OLD: &[Known] = &[];
