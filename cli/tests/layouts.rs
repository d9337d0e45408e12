//! Charms whose units come with those of another application.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Notes beside whom it stands, and reads certificates.
const SCRIPT: &str = r#"#!/bin/sh
set -eu
echo "$JUJU_UNIT_NAME beside ${JUJU_PRINCIPAL_UNIT%/*}" >> "$SEEN"
case $JUJU_DISPATCH_PATH in
  hooks/certificates-relation-changed)
    if [ "$(is-leader)" = True ]; then relation-set --app version=1; fi
    relation-get --app certificates "$JUJU_REMOTE_APP" >/dev/null ;;
esac
"#;

#[test]
fn a_subordinate_charm_is_tried_beside_other_units() {
    for (endpoints, beside) in [
        (
            "requires:\n  certificates: {interface: certificate_transfer, scope: container}\n",
            "remote",
        ),
        (
            "requires:\n  certificates: {interface: certificate_transfer}\n  \
             host: {interface: juju-info, scope: container}\n",
            "principal",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("a file");
        };
        let seen = folder.path().join("seen");
        write(
            "metadata.yaml",
            &format!("name: sub\nsubordinate: true\n{endpoints}"),
        );
        write("dispatch", SCRIPT);
        write(
            "relata-test.yaml",
            &format!("environment: {{SEEN: '{}'}}\n", seen.display()),
        );
        let dispatch = folder.path().join("dispatch");
        fs::set_permissions(dispatch, fs::Permissions::from_mode(0o755)).expect("permissions");
        let path = folder.path().display().to_string();
        let said = common::relata(&["test", &path, "--filter", "/v1/", "--format", "json"]);
        assert_eq!(said.code, 0, "{said:?}");
        let results = said.json()["results"].as_array().expect("results").clone();
        assert!(results.len() > 10);
        assert!(
            results
                .iter()
                .all(|result| result["hooks"].as_u64() > Some(0))
        );
        let seen = fs::read_to_string(seen).expect("hooks");
        // Two units where a case asks for two.
        for unit in ["sub/0", "sub/1"] {
            let line = format!("{unit} beside {beside}\n");
            assert!(seen.contains(&line), "{line}: {endpoints}");
        }
    }
}
