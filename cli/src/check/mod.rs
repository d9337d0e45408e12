//! Is the data of these relations right?

mod bare;
mod charm;
mod document;
mod fit;
mod hint;
mod human;
mod identify;
mod reading;
mod report;
mod sides;
mod unknown;
mod version;

use crate::Said;
use crate::args::{CheckArgs, Format};
use crate::failure::Failure;
use crate::{input, names};
use charm::Charm;
use document::{Data, Document, Relation, Unit};
use identify::{Given, Identity};
use relata_spec::Interface;
use relata_spec::bag::Verdict;
use relata_spec::words;
use report::{BagReport, RelationReport, Report, Skipped};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// The exit code when a databag is invalid or incomplete.
const FINDINGS: u8 = 1;
/// The exit code when there is no relation to check.
const NOTHING: u8 = 3;

pub(crate) fn run(
    catalogue: &[Interface],
    args: &CheckArgs,
    format: Format,
    stdin: Option<&mut dyn Read>,
) -> Result<Said, Failure> {
    if let Some(path) = &args.bag {
        let report = bare::check(catalogue, args, path, stdin)?;
        return Ok(said(&report, format, None));
    }
    let path = args.file.as_deref().unwrap_or(Path::new("-"));
    let text = input::read(path, stdin)?;
    let given = given(catalogue, args)?;
    let document = document::parse(&text, &input::name(path))?;
    // The document has its own copy by now, and the text may be large.
    drop(text);
    if let Some(nothing) = nothing_to_check(&document, args, &input::name(path)) {
        return Ok(said(&Report::default(), format, Some(nothing)));
    }
    let report = check(&document, &given, args);
    let nothing = report.relations.is_empty().then(|| {
        "no relation could be told; say what one is with `--endpoint`, `--interface` and `--role`"
            .to_owned()
    });
    Ok(said(&report, format, nothing))
}

fn given<'a>(catalogue: &'a [Interface], args: &CheckArgs) -> Result<Given<'a>, Failure> {
    let given = Given {
        catalogue,
        interface: args
            .interface
            .as_deref()
            .map(|name| names::interface(catalogue, name))
            .transpose()?,
        role: args.role.map(Into::into),
        version: args.version,
        endpoint: args.endpoint.is_some(),
        charm: args.charm.as_deref().map(Charm::read).transpose()?,
    };
    given.validate()?;
    Ok(given)
}

/// Why there is nothing to check, if so.
fn nothing_to_check(document: &Document, args: &CheckArgs, name: &str) -> Option<String> {
    let relations = || document.units.iter().flat_map(|unit| &unit.relations);
    if relations().next().is_none() {
        return Some(format!("{name} shows no relation"));
    }
    let wanted = args.endpoint.as_deref()?;
    if relations().any(|relation| relation.endpoint == wanted) {
        return None;
    }
    let known = relations().map(|relation| relation.endpoint.as_str());
    Some(match words::did_you_mean(wanted, known) {
        Some(meant) => format!("no relation of the endpoint `{wanted}`; did you mean `{meant}`?"),
        None => format!(
            "no relation of the endpoint `{wanted}`, only of {}",
            document::endpoints(document)
        ),
    })
}

/// The relations of one endpoint of one application, each with its unit.
type Endpoint<'a> = Vec<(&'a Unit, &'a Relation)>;

fn check(document: &Document, given: &Given<'_>, args: &CheckArgs) -> Report {
    let endpoints = by_endpoint(document, args.endpoint.as_deref());
    let reading = reading::read(args.juju, document, given, &endpoints);
    let mut identities: Vec<Identity<'_>> = endpoints
        .iter()
        .map(|relations| identify::identify(given, relations, reading.juju))
        .collect();
    identify::prefer_supported(&mut identities);
    if reading.by == "assumed" {
        for (identity, relations) in identities.iter_mut().zip(&endpoints) {
            identify::qualify(identity, given, relations, reading.juju);
        }
    }
    let mut report = Report::default();
    let mut seen = Seen::default();
    for (relations, identity) in endpoints.iter().zip(&identities) {
        match identity {
            Identity::Known {
                interface,
                role,
                origin,
                ..
            } => {
                for (unit, relation) in relations {
                    let found = sides::bags(unit, relation, *role, reading.juju);
                    let fresh: Vec<sides::Bag<'_>> = found
                        .iter()
                        .filter(|bag| seen.is_new(relation, bag))
                        .copied()
                        .collect();
                    if fresh.is_empty() {
                        continue_with(&mut report, unit, relation);
                        continue;
                    }
                    // All databags of a side tell its version, seen or not.
                    let judged = version::judge_all(interface, given.version, &found);
                    let bags = judged
                        .unwrap_or_default()
                        .into_iter()
                        .zip(&found)
                        .filter(|(_, bag)| fresh.iter().any(|one| std::ptr::eq(one.data, bag.data)))
                        .map(|(judged, _)| {
                            BagReport::new(
                                interface,
                                Some(&relation.endpoint),
                                relation.id,
                                origin,
                                judged,
                            )
                        })
                        .collect();
                    report.relations.push(RelationReport {
                        units: vec![unit.name.clone()],
                        endpoint: relation.endpoint.clone(),
                        related_endpoint: relation.related_endpoint.clone(),
                        id: relation.id,
                        cross_model: relation.cross_model,
                        interface: interface.name.clone(),
                        role: *role,
                        origin: origin.clone(),
                        bags,
                    });
                }
            }
            Identity::Unknown { why, candidates } => {
                report
                    .skipped
                    .extend(relations.iter().map(|(unit, relation)| Skipped {
                        unit: unit.name.clone(),
                        endpoint: relation.endpoint.clone(),
                        relation_id: relation.id,
                        why: why.clone(),
                        candidates: candidates.clone(),
                    }));
            }
        }
    }
    report.reading = Some(reading);
    report
}

/// Groups by application and endpoint, in the order of the document.
fn by_endpoint<'a>(document: &'a Document, wanted: Option<&str>) -> Vec<Endpoint<'a>> {
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    let mut groups: Vec<Endpoint<'a>> = Vec::new();
    for unit in &document.units {
        for relation in &unit.relations {
            if wanted.is_some_and(|wanted| wanted != relation.endpoint) {
                continue;
            }
            let place = *places
                .entry((unit.application(), &relation.endpoint))
                .or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
            groups[place].push((unit, relation));
        }
    }
    groups
}

/// Notes that another unit shows what was reported already.
fn continue_with(report: &mut Report, unit: &Unit, relation: &Relation) {
    let same = report
        .relations
        .iter_mut()
        .rfind(|known| known.id == relation.id && known.endpoint == relation.endpoint);
    if let Some(known) = same {
        known.units.push(unit.name.clone());
    }
}

/// Databags that were met. Each unit of an application shows the same remote
/// databags; each is reported once.
#[derive(Default)]
struct Seen<'a> {
    bags: HashMap<Key<'a>, &'a Data>,
}

/// What makes a databag the same one: relation, scope and owner.
type Key<'a> = (u64, &'static str, Option<&'a str>, Option<&'a str>);

impl<'a> Seen<'a> {
    fn is_new(&mut self, relation: &Relation, bag: &sides::Bag<'a>) -> bool {
        // Without its number, or an owner, nothing tells it from others.
        let Some(id) = relation.id else {
            return true;
        };
        if bag.application.is_none() {
            return true;
        }
        let key = (id, bag.scope.name(), bag.application, bag.unit);
        match self.bags.get(&key) {
            // Shown at another time, it may hold something else.
            Some(known) => *known != bag.data,
            None => {
                self.bags.insert(key, bag.data);
                true
            }
        }
    }
}

fn said(report: &Report, format: Format, nothing: Option<String>) -> Said {
    let stdout = match format {
        Format::Json => report.json(),
        Format::Human => human::render(report),
    };
    if let Some(why) = nothing {
        return Said {
            code: NOTHING,
            stdout,
            stderr: format!("nothing to check: {}\n", crate::failure::one_line(&why)),
        };
    }
    let code = match report.verdict() {
        Verdict::Invalid | Verdict::Incomplete => FINDINGS,
        Verdict::Ready | Verdict::Absent => 0,
    };
    Said {
        code,
        stdout,
        stderr: String::new(),
    }
}
