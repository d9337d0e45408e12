use super::{PEM, assert_verdict};
use relata::spec::bag::Verdict;
use serde_json::json;

const NAME: &str = "vault-kv";

#[test]
fn what_the_provider_writes_is_ready() {
    let credentials = json!({
        "3081279da89c48a32923473c2c587019":
            "secret://4f7cc474-a23d-49a2-8b6e-9835c1e08325/cjk5slcrl3uc767oebp0",
        "b49e6098f245344f1035c3aa0e0c9181": "secret:cjk5slcrl3uc767oebpg"
    })
    .to_string();
    let bag = [
        ("vault_url", "http://10.152.183.104:8200"),
        (
            "mount",
            "charm-remote-fd7bc6a8c2d54d748ec3822da5abf0bc-secrets",
        ),
        ("ca_certificate", PEM),
        ("credentials", credentials.as_str()),
    ];
    assert_verdict(Verdict::Ready, NAME, 0, "provider/app", &bag);
    assert_verdict(Verdict::Incomplete, NAME, 0, "provider/app", &bag[..3]);
    assert_verdict(
        Verdict::Ready,
        NAME,
        0,
        "provider/app",
        &[bag[0], bag[1], bag[2], ("credentials", "{}")],
    );
}

#[test]
fn what_the_requirer_writes_is_ready() {
    let bag = [("mount_suffix", "secrets"), ("wrap_ttl", "120")];
    assert_verdict(Verdict::Ready, NAME, 0, "requirer/app", &bag[..1]);
    assert_verdict(Verdict::Ready, NAME, 0, "requirer/app", &bag);
    for subnets in ["10.1.166.206/32", "10.1.166.206/32,10.1.1.0/32"] {
        let bag = [("egress_subnet", subnets), ("nonce", "3081279da89c48a3")];
        assert_verdict(Verdict::Ready, NAME, 0, "requirer/unit", &bag);
        assert_verdict(Verdict::Incomplete, NAME, 0, "requirer/unit", &bag[..1]);
    }
}
