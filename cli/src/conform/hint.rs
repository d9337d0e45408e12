//! Why was nothing tried, and what could be?

use super::id;
use crate::args::{TestArgs, quoted};
use relata_spec::{Interface, words};
use relata_tester::CharmDir;
use relata_tester::conformance::Subject;

/// The interface that a charm's metadata perhaps meant.
pub(super) fn interface(catalogue: &[Interface], name: &str) -> Option<String> {
    let known = catalogue.iter().map(|interface| interface.name.as_str());
    words::did_you_mean(name, known).map(str::to_owned)
}

/// What there is where nothing is left of all endpoints whose interface is declared, or
/// of the cases of those that were asked for.
pub(super) fn of_nothing(
    args: &TestArgs,
    charm: &CharmDir,
    all: &[Subject],
    asked: &[Subject],
) -> String {
    let name = charm.name();
    if all.is_empty() {
        return format!(
            "{name} has no endpoint whose interface is declared here; `relata list` names those that are"
        );
    }
    if asked.is_empty() {
        return of_endpoints(args, name, all);
    }
    let ids = |subject: &Subject| -> Vec<String> {
        let cases = subject.cases();
        cases.iter().map(|case| id(subject, case)).collect()
    };
    let ids: Vec<String> = asked.iter().flat_map(ids).collect();
    let list = format!(
        "relata test {} --list",
        quoted(&args.charm.display().to_string())
    );
    match &args.filter {
        Some(filter) if !ids.iter().any(|id| id.contains(filter.as_str())) => {
            let there_is = match similar(filter, &ids) {
                Some(meant) => format!("did you mean `{meant}`? "),
                None => String::new(),
            };
            format!(
                "of {} cases none has `{filter}` in its name; {there_is}`{list}` names them all",
                ids.len()
            )
        }
        _ => format!("this part of the cases is empty; `{list}` names them all"),
    }
}

/// None of the charm's endpoints is what was asked for.
fn of_endpoints(args: &TestArgs, name: &str, all: &[Subject]) -> String {
    let known: Vec<&str> = (all.iter())
        .map(|one| one.interface.name.as_str())
        .collect();
    let endpoints: Vec<String> = (all.iter())
        .map(|one| format!("`{}` ({})", one.endpoint, one.interface.name))
        .collect();
    let endpoints = endpoints.join(", ");
    let Some(asked) = &args.interface else {
        return format!(
            "the interface of that endpoint is not declared here; there is {endpoints}"
        );
    };
    let meant = words::did_you_mean(asked, known);
    let meant = meant.map(|meant| format!("did you mean `{meant}`? "));
    format!(
        "no endpoint that was asked for has the interface `{asked}`; {}{name} has {endpoints}",
        meant.unwrap_or_default()
    )
}

/// The case, or the part of the names of cases, that is nearest to what was asked for.
fn similar(filter: &str, ids: &[String]) -> Option<String> {
    let parts = filter.split('/').count();
    let ends = ids.iter().map(|id| {
        let begin = id.rmatch_indices('/').nth(parts - 1);
        begin.map_or(id.as_str(), |(at, _)| &id[at + 1..])
    });
    words::did_you_mean(filter, ends).map(str::to_owned)
}
