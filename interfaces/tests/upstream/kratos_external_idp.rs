use super::assert_verdict;
use relata::spec::bag::Verdict;
use serde_json::json;

const NAME: &str = "kratos_external_idp";

#[track_caller]
fn assert_registration(expected: Verdict, registration: &serde_json::Value) {
    let text = json!([registration]).to_string();
    let bag = [("providers", text.as_str())];
    assert_verdict(expected, NAME, 0, "provider/app", &bag);
}

#[test]
fn a_tenant_may_be_all_digits() {
    for tenant in [json!(4_242_424_242_424_242_u64), json!("4242424242424242")] {
        assert_registration(
            Verdict::Ready,
            &json!({
                "client_id": "client_id",
                "client_secret": "cl1ent-s3cRet",
                "secret_backend": "relation",
                "tenant_id": tenant,
                "provider": "microsoft"
            }),
        );
    }
}

#[test]
fn what_both_libraries_write_is_ready() {
    assert_registration(
        Verdict::Ready,
        &json!({
            "client_id": "client_id", "provider": "generic", "label": "Some Provider",
            "secret_backend": "relation", "client_secret": "s",
            "issuer_url": "http://example.com", "scope": "profile email address phone"
        }),
    );
    assert_registration(
        Verdict::Ready,
        &json!({
            "client_id": "client_id", "provider": "microsoft", "client_secret": "s",
            "microsoft_tenant": "tenant", "scope": "profile", "id": "microsoft_6e1c",
            "label": "microsoft", "jsonnet_mapper": null, "mapper_url": null
        }),
    );
    assert_registration(
        Verdict::Ready,
        &json!({
            "client_id": "client_id", "provider": "apple", "apple_team_id": "t",
            "apple_private_key_id": "i", "apple_private_key": "k", "scope": "profile",
            "id": "apple_96da", "label": "apple", "jsonnet_mapper": null, "mapper_url": null
        }),
    );
}

#[test]
fn each_identity_provider_needs_what_it_needs() {
    for lacking in [
        json!({ "client_id": "c", "provider": "google" }),
        json!({ "client_id": "c", "provider": "generic", "client_secret": "s" }),
        json!({ "client_id": "c", "provider": "microsoft", "client_secret": "s" }),
        json!({ "client_id": "c", "provider": "apple", "team_id": "t" }),
        json!({ "client_id": "c", "provider": "github", "client_secret": "s",
            "tenant_id": "t" }),
        json!({ "client_id": "c", "provider": "github", "client_secret": "s",
            "private_key": "k" }),
        json!({ "provider": "github", "client_secret": "s" }),
    ] {
        assert_registration(Verdict::Invalid, &lacking);
    }
}

#[test]
fn an_address_may_stand_in_an_object() {
    let url = "https://example.kratos.com/self-service/methods/oidc/callback/microsoft";
    for uri in [json!(url), json!({ "url": url })] {
        let text = json!([{ "redirect_uri": uri, "provider_id": "microsoft" }]).to_string();
        let bag = [("providers", text.as_str())];
        assert_verdict(Verdict::Ready, NAME, 0, "requirer/app", &bag);
    }
}
