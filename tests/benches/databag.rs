//! Reading and writing a databag, beside structs that are written by hand with
//! serde's derives: what an author would write without Relata.
//!
//! `cargo bench -p relata-tests --bench databag` runs both in one run; the
//! ratios are what counts. `tests/benches/pydantic_peer.py` does the same work
//! with the Python library's own model.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use relata::{Databag, Pem, Reading, Set};
use relata_interfaces::{certificate_transfer, s3};
use relata_tests::made::certificate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::hint::black_box;

/// `certificate_transfer` v1, by hand.
#[derive(Serialize, Deserialize)]
struct Certificates {
    certificates: BTreeSet<String>,
    version: u32,
}

impl Certificates {
    fn read(bag: &Databag) -> Option<Self> {
        Some(Certificates {
            certificates: serde_json::from_str(bag.get("certificates")?).ok()?,
            version: serde_json::from_str(bag.get("version")?).ok()?,
        })
    }

    fn write(&self, bag: &mut Databag) -> Option<()> {
        let certificates = serde_json::to_string(&self.certificates).ok()?;
        if bag.get("certificates") != Some(&certificates) {
            bag.insert("certificates".to_owned(), certificates);
        }
        let version = serde_json::to_string(&self.version).ok()?;
        if bag.get("version") != Some(&version) {
            bag.insert("version".to_owned(), version);
        }
        Some(())
    }
}

fn certificates(c: &mut Criterion) {
    let mut group = c.benchmark_group("certificate_transfer");
    for count in [1, 100, 1000] {
        let certificates: Set<Pem> = (0..count)
            .map(|seed| Pem::from(certificate(seed)))
            .collect();
        let value = certificate_transfer::v1::ProviderApp { certificates };
        let bag = relata::write(&value, 1).expect("the value fits");
        group.bench_with_input(BenchmarkId::new("relata", count), &bag, |b, bag| {
            b.iter(|| {
                let Reading::Ready(value) =
                    relata::read::<certificate_transfer::v1::ProviderApp>(black_box(bag))
                else {
                    panic!("the databag is ready");
                };
                relata::changes(&value, bag)
                    .expect("the value fits")
                    .is_empty()
            });
        });
        group.bench_with_input(BenchmarkId::new("by_hand", count), &bag, |b, bag| {
            let mut target = bag.clone();
            b.iter(|| {
                let value = Certificates::read(black_box(bag)).expect("the databag is ready");
                value.write(&mut target)
            });
        });
    }
    group.finish();
}

/// `s3` v1 with serde's derives: the databag as a JSON object of strings.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Derived {
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_extra: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_uri_style: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_class: Option<String>,
    #[serde(default, with = "in_text", skip_serializing_if = "Option::is_none")]
    tls_ca_chain: Option<Vec<String>>,
    #[serde(default, with = "in_text", skip_serializing_if = "Option::is_none")]
    s3_api_version: Option<u8>,
    #[serde(default, with = "in_text", skip_serializing_if = "Option::is_none")]
    attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lib_version: Option<String>,
}

/// A value whose JSON stands in a text.
mod in_text {
    use serde::de::{DeserializeOwned, Deserializer, Error as _};
    use serde::ser::{Error as _, Serialize, Serializer};

    pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<T>, D::Error> {
        let text: String = serde::Deserialize::deserialize(source)?;
        serde_json::from_str(&text)
            .map(Some)
            .map_err(D::Error::custom)
    }

    #[expect(clippy::ref_option, reason = "the signature is serde's")]
    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        target: S,
    ) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(value).map_err(S::Error::custom)?;
        target.serialize_str(&text)
    }
}

impl Derived {
    fn read(bag: &Databag) -> Option<Self> {
        let object = bag
            .iter()
            .map(|(key, text)| (key.clone(), text.clone().into()))
            .collect();
        serde_json::from_value(serde_json::Value::Object(object)).ok()
    }

    fn write(&self, bag: &mut Databag) -> Option<()> {
        let serde_json::Value::Object(object) = serde_json::to_value(self).ok()? else {
            return None;
        };
        for (key, text) in object {
            let text = text.as_str()?;
            if bag.get(&key).map(String::as_str) != Some(text) {
                bag.insert(key, text.to_owned());
            }
        }
        Some(())
    }
}

/// `s3` v1 field by field, without any check: the least that has to be done.
struct FieldByField {
    bucket: Option<String>,
    secret_extra: Option<String>,
    path: Option<String>,
    endpoint: Option<String>,
    region: Option<String>,
    s3_uri_style: Option<String>,
    storage_class: Option<String>,
    tls_ca_chain: Option<Vec<String>>,
    s3_api_version: Option<u8>,
    attributes: Option<Vec<String>>,
    version: Option<String>,
}

impl FieldByField {
    fn read(bag: &Databag) -> Option<Self> {
        let text = |key: &str| bag.get(key).cloned();
        let list = |key: &str| match bag.get(key) {
            Some(text) => serde_json::from_str(text).map(Some),
            None => Ok(None),
        };
        Some(FieldByField {
            bucket: text("bucket"),
            secret_extra: text("secret-extra"),
            path: text("path"),
            endpoint: text("endpoint"),
            region: text("region"),
            s3_uri_style: text("s3-uri-style"),
            storage_class: text("storage-class"),
            tls_ca_chain: list("tls-ca-chain").ok()?,
            s3_api_version: match bag.get("s3-api-version") {
                Some(text) => Some(text.parse().ok()?),
                None => None,
            },
            attributes: list("attributes").ok()?,
            version: text("version"),
        })
    }

    fn write(&self, bag: &mut Databag) {
        let mut put = |key: &str, text: Option<String>| {
            if let Some(text) = text
                && bag.get(key) != Some(&text)
            {
                bag.insert(key.to_owned(), text);
            }
        };
        put("bucket", self.bucket.clone());
        put("secret-extra", self.secret_extra.clone());
        put("path", self.path.clone());
        put("endpoint", self.endpoint.clone());
        put("region", self.region.clone());
        put("s3-uri-style", self.s3_uri_style.clone());
        put("storage-class", self.storage_class.clone());
        let json = |list: &Option<Vec<String>>| {
            list.as_ref()
                .and_then(|list| serde_json::to_string(list).ok())
        };
        put("tls-ca-chain", json(&self.tls_ca_chain));
        put("s3-api-version", self.s3_api_version.map(|v| v.to_string()));
        put("attributes", json(&self.attributes));
        put("version", self.version.clone());
        put("lib-version", self.version.clone());
    }
}

fn object_storage(c: &mut Criterion) {
    let bag: Databag = [
        ("bucket", "backups"),
        (
            "secret-extra",
            "secret://91f805c5-5b49-47a3-8e7b-70befa766caf/d40rbhnmp25c76d6bdn0",
        ),
        ("path", "postgresql/14"),
        ("endpoint", "https://s3.example:9000"),
        ("region", "us-east-1"),
        ("s3-uri-style", "path"),
        ("storage-class", "glacier"),
        ("tls-ca-chain", r#"["TUlJQ0FR","TUlJQ0FS"]"#),
        ("s3-api-version", "4"),
        (
            "attributes",
            r#"["Cache-Control=max-age=90000,min-fresh=9000"]"#,
        ),
        ("version", "1.0"),
        ("lib-version", "1.0"),
    ]
    .into_iter()
    .map(|(key, text)| (key.to_owned(), text.to_owned()))
    .collect();
    let mut group = c.benchmark_group("s3");
    group.bench_function("relata", |b| {
        b.iter(|| {
            let Reading::Ready(value) = relata::read::<s3::v1::ProviderApp>(black_box(&bag)) else {
                panic!("the databag is ready");
            };
            relata::changes(&value, &bag)
                .expect("the value fits")
                .is_empty()
        });
    });
    group.bench_function("derived", |b| {
        let mut target = bag.clone();
        b.iter(|| {
            let value = Derived::read(black_box(&bag)).expect("the databag is ready");
            value.write(&mut target)
        });
    });
    group.bench_function("field_by_field", |b| {
        let mut target = bag.clone();
        b.iter(|| {
            let value = FieldByField::read(black_box(&bag)).expect("the databag is ready");
            value.write(&mut target);
        });
    });
    group.finish();
}

criterion_group!(benches, certificates, object_storage);
criterion_main!(benches);
