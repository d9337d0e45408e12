//! Where a bucket and its objects are.

use crate::Fault;
use relata_interfaces::s3::ConnectionInfo;
use relata_interfaces::s3::v1::{ApiVersion, UriStyle};
use rusty_s3::{Bucket, UrlStyle};

/// Where AWS keeps what has no other region.
pub(crate) const DEFAULT_REGION: &str = "us-east-1";

/// The bucket that the information names.
pub(crate) fn bucket(info: &ConnectionInfo) -> Result<Bucket, Fault> {
    let unfit = |key, expected| Fault::Unfit { key, expected };
    if info.api_version == Some(ApiVersion::V2) {
        return Err(unfit(
            "s3-api-version",
            "4: nothing else can be signed here",
        ));
    }
    let name = info.bucket.clone();
    let name = name.filter(|name| is_bucket_name(name)).ok_or_else(|| {
        let expected =
            "the name of a bucket: from 3 to 63 lower-case letters, digits, hyphens and dots";
        unfit("bucket", expected)
    })?;
    let region = info.region.as_deref().unwrap_or(DEFAULT_REGION).to_owned();
    if !region
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        return Err(unfit("region", "a region such as `eu-west-1`"));
    }
    let endpoint = match &info.endpoint {
        Some(endpoint) => endpoint.to_string(),
        None => format!("https://s3.{region}.amazonaws.com"),
    };
    let style = match &info.uri_style {
        Some(UriStyle::Host) => UrlStyle::VirtualHost,
        // AWS wants it that way, and hardly anybody else has the names for it.
        None if info.endpoint.is_none() => UrlStyle::VirtualHost,
        _ => UrlStyle::Path,
    };
    let wrong = || unfit("endpoint", "a URL that begins with `http://` or `https://`");
    let endpoint = endpoint.parse().map_err(|_| wrong())?;
    Bucket::new(endpoint, style, name, region).map_err(|_| wrong())
}

/// The key of an object: its name below the path that the information names.
pub(crate) fn key(info: &ConnectionInfo, name: &str) -> Result<String, Fault> {
    let path = info.path.as_deref().unwrap_or_default();
    let parts = path.split('/').chain(name.split('/'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    // A URL would be taken for another one.
    if parts.is_empty() || parts.iter().any(|part| [".", ".."].contains(part)) {
        return Err(Fault::Unfit {
            key: "path",
            expected: "a path without `.` and `..`",
        });
    }
    Ok(parts.join("/"))
}

fn is_bucket_name(name: &str) -> bool {
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (3..=63).contains(&name.len())
        && is_end(name.chars().next())
        && is_end(name.chars().last())
        && name
            .chars()
            .all(|c| is_end(Some(c)) || c == '-' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info() -> ConnectionInfo {
        ConnectionInfo {
            bucket: Some("backups".into()),
            ..ConnectionInfo::new("key", "secret")
        }
    }

    fn url(info: &ConnectionInfo) -> String {
        bucket(info).expect("it can be used").base_url().to_string()
    }

    #[test]
    fn without_an_endpoint_it_is_aws() {
        assert_eq!(url(&info()), "https://backups.s3.us-east-1.amazonaws.com/");
        let info = ConnectionInfo {
            region: Some("eu-west-1".into()),
            uri_style: Some(UriStyle::Path),
            ..info()
        };
        assert_eq!(url(&info), "https://s3.eu-west-1.amazonaws.com/backups/");
    }

    #[test]
    fn elsewhere_a_bucket_is_a_part_of_the_path() {
        let endpoint = "http://storage.example:9000/s3/".parse().ok();
        let info = ConnectionInfo { endpoint, ..info() };
        assert_eq!(url(&info), "http://storage.example:9000/s3/backups/");
        let info = ConnectionInfo {
            uri_style: Some(UriStyle::Host),
            ..info
        };
        assert_eq!(url(&info), "http://backups.storage.example:9000/s3/");
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let key = |change: fn(&mut ConnectionInfo)| {
            let mut info = info();
            change(&mut info);
            match bucket(&info) {
                Err(Fault::Unfit { key, .. }) => key,
                other => panic!("expected it to be unfit, found {other:?}"),
            }
        };
        assert_eq!(key(|info| info.bucket = None), "bucket");
        for name in ["a", "Backups", "a/b", "-abc", "abc.", "a b c"] {
            let info = ConnectionInfo {
                bucket: Some(name.to_owned()),
                ..info()
            };
            assert!(bucket(&info).is_err(), "{name}");
        }
        assert_eq!(key(|info| info.region = Some("a.b/".into())), "region");
        assert_eq!(
            key(|info| info.api_version = Some(ApiVersion::V2)),
            "s3-api-version"
        );
        assert_eq!(
            key(|info| info.endpoint = "ftp://storage.example".parse().ok()),
            "endpoint"
        );
    }

    #[test]
    fn a_key_is_below_the_path() {
        let key = |path: &str, name| {
            let path = Some(path.to_owned());
            key(&ConnectionInfo { path, ..info() }, name)
        };
        for path in ["db/daily", "/db/daily/", "db//daily"] {
            assert_eq!(key(path, "dump").as_deref(), Ok("db/daily/dump"));
        }
        assert_eq!(key("", "dump").as_deref(), Ok("dump"));
        for (path, name) in [("../other", "dump"), ("db", "./dump"), ("", "")] {
            assert!(key(path, name).is_err(), "{path} {name}");
        }
    }
}
