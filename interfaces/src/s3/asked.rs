//! What a requirer asks for, and in which version.

use super::info::Request;
use super::{Requirer, RequirerData, v1};
use relata::{Databag, FoundBy, Reading, Remote};

/// What a requirer asked for, and in which version.
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) version: u32,
}

/// What a requirer's databag asks for.
pub(super) fn asked(bag: &Databag) -> Reading<Asked> {
    let remote = Remote::new().app(bag);
    let Some(received) = relata::receive::<Requirer>(&remote) else {
        return Reading::Absent;
    };
    // The Python library says what it wants kept secret before it states its
    // version: it is not to be taken for an old one, which gets plain text.
    let is_new =
        received.found_by == FoundBy::AbsentMarker && bag.contains_key("requested-secrets");
    if is_new {
        return map(relata::read::<v1::RequirerApp>(bag), |app| Asked {
            request: Request {
                bucket: app.bucket,
                path: app.path,
            },
            version: 1,
        });
    }
    let asked = match received.data {
        RequirerData::V0(side) => side.app.map(|app| Asked {
            request: Request {
                bucket: app.bucket.filter(|bucket| !is_placeholder(bucket)),
                path: None,
            },
            version: 0,
        }),
        RequirerData::V1(side) => side.app.map(|app| Asked {
            request: Request {
                bucket: app.bucket,
                path: app.path,
            },
            version: 1,
        }),
    };
    match (asked, received.reports.into_iter().next()) {
        (Some(asked), _) => Reading::Ready(asked),
        (None, Some(report)) if report.problems.is_empty() => Reading::Incomplete(report),
        (None, Some(report)) => Reading::Invalid(report),
        (None, None) => Reading::Absent,
    }
}

/// How an old requirer says that it does not care.
fn is_placeholder(bucket: &str) -> bool {
    let number = bucket.strip_prefix("relation-");
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The same outcome, with another value.
pub(super) fn map<T, U>(reading: Reading<T>, change: impl FnOnce(T) -> U) -> Reading<U> {
    match reading {
        Reading::Absent => Reading::Absent,
        Reading::Ready(value) => Reading::Ready(change(value)),
        Reading::Incomplete(report) => Reading::Incomplete(report),
        Reading::Invalid(report) => Reading::Invalid(report),
    }
}
