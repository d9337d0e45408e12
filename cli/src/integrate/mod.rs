//! What happens between two charms?

mod human;

use crate::Said;
use crate::args::{Format, IntegrateArgs};
use crate::failure::Failure;
use relata::ScopeKind;
use relata::testing::{Change, RelationId, World};
use relata_spec::Interface;
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{Role, Scope};
use relata_tester::{CharmDir, HookRun, Schedule, Stage, StageError, StageOptions};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// More than any two charms need that do not answer each other for ever.
const MOST_HOOKS: usize = 1000;

/// Everything that happened, and what it came to.
#[derive(Serialize)]
struct Report {
    interface: String,
    seed: Option<u64>,
    hooks: Vec<Hook>,
    bags: Vec<Bag>,
    verdict: Verdict,
}

#[derive(Serialize)]
struct Hook {
    unit: String,
    #[serde(rename = "hook")]
    name: String,
    /// `ok`, or how it ended.
    ended: String,
    fine: bool,
    seconds: f64,
    calls: Vec<String>,
    changes: Vec<BagChange>,
    #[serde(skip_serializing_if = "String::is_empty")]
    stderr: String,
}

#[derive(Serialize)]
struct BagChange {
    writer: String,
    scope: &'static str,
    key: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Serialize)]
struct Bag {
    writer: String,
    role: Role,
    scope: Scope,
    version: String,
    verdict: Verdict,
    databag: BTreeMap<String, String>,
    problems: Vec<String>,
}

/// `CHARM:ENDPOINT`, as it was asked for.
struct Side {
    app: String,
    charm: CharmDir,
    endpoint: String,
}

pub(crate) fn run(
    catalogue: &[Interface],
    args: &IntegrateArgs,
    format: Format,
) -> Result<Said, Failure> {
    let (one, mut other) = (side(&args.one)?, side(&args.other)?);
    if one.app == other.app {
        other.app.push_str("-too");
    }
    let interface = interface(&one, &other)?;
    let declared = catalogue.iter().find(|known| known.name == interface);
    let mut stage = Stage::new(StageOptions {
        juju: args.juju.version(),
        seed: args.seed.unwrap_or_default(),
        hook_limit: Duration::from_secs(args.hook_limit),
        ..StageOptions::default()
    })
    .map_err(|error| Failure::new(error.message))?;
    let mut schedule = match args.seed {
        Some(seed) => Schedule::seeded(seed),
        None => Schedule::plain(),
    };
    for side in [&one, &other] {
        let deployed = stage.deploy(&side.app, &side.charm, args.units);
        deployed.map_err(|error| Failure::new(error.message))?;
    }
    let relation = stage
        .world()
        .integrate(
            &format!("{}:{}", one.app, one.endpoint),
            &format!("{}:{}", other.app, other.endpoint),
        )
        .map_err(|error| Failure::new(error.to_string()))?;
    let runs = match stage.settle(&mut schedule, MOST_HOOKS) {
        Ok(runs) => runs,
        Err(
            error @ (StageError::World(_) | StageError::Setup(_) | StageError::NeverSettles { .. }),
        ) => {
            return Err(Failure::new(error.to_string()));
        }
    };
    let bags = bags(&stage.world(), relation, declared);
    let all_fine = runs.iter().all(HookRun::is_done);
    let worst = bags
        .iter()
        .map(|bag| bag.verdict)
        .max_by_key(|verdict| rank(*verdict));
    let report = Report {
        interface,
        seed: args.seed,
        hooks: runs.iter().map(hook).collect(),
        verdict: worst.unwrap_or(Verdict::Absent),
        bags,
    };
    let bad = !all_fine || matches!(report.verdict, Verdict::Invalid | Verdict::Incomplete);
    let stdout = match format {
        Format::Json => crate::json(&report),
        Format::Human => human::render(&report, declared.is_some()),
    };
    Ok(Said {
        code: u8::from(bad),
        stdout,
        stderr: String::new(),
    })
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Absent => 0,
        Verdict::Ready => 1,
        Verdict::Incomplete => 2,
        Verdict::Invalid => 3,
    }
}

fn side(text: &str) -> Result<Side, Failure> {
    let Some((folder, endpoint)) = text.rsplit_once(':') else {
        return Err(Failure::new(format!(
            "`{text}` names no endpoint: write `CHARM_DIR:ENDPOINT`"
        )));
    };
    let charm = CharmDir::load(Path::new(folder)).map_err(|error| Failure::new(error.message))?;
    if charm.charm().endpoint(endpoint).is_none() {
        let known = charm.charm().endpoints().map(|(name, _)| name);
        return Err(Failure::new(format!(
            "{} has no endpoint `{endpoint}`, only {}",
            charm.name(),
            relata_spec::words::list(known.collect::<Vec<_>>())
        )));
    }
    Ok(Side {
        app: charm.name().to_owned(),
        charm,
        endpoint: endpoint.to_owned(),
    })
}

/// The interface that both endpoints speak.
fn interface(one: &Side, other: &Side) -> Result<String, Failure> {
    let of = |side: &Side| side.charm.charm().endpoint(&side.endpoint).cloned();
    let (Some(first), Some(second)) = (of(one), of(other)) else {
        return Err(Failure::new("an endpoint is missing"));
    };
    if first.interface != second.interface {
        return Err(Failure::new(format!(
            "{}:{} speaks `{}`, {}:{} speaks `{}`",
            one.app, one.endpoint, first.interface, other.app, other.endpoint, second.interface
        )));
    }
    if first.role == second.role {
        return Err(Failure::new(format!(
            "both endpoints are {}s: one has to provide what the other requires",
            first.role
        )));
    }
    Ok(first.interface)
}

fn hook(run: &HookRun) -> Hook {
    Hook {
        unit: run.unit.to_string(),
        name: run.hook.clone(),
        ended: if run.is_done() {
            "ok".to_owned()
        } else {
            format!("{:?}, {:?}", run.exit, run.finished.outcome)
        },
        fine: run.is_done(),
        seconds: run.took.as_secs_f64(),
        calls: (run.calls.iter())
            .map(|call| {
                format!("{} {}", call.tool, call.args.join(" "))
                    .trim()
                    .to_owned()
            })
            .collect(),
        changes: run.finished.changes.iter().filter_map(change).collect(),
        stderr: run.stderr.clone(),
    }
}

fn change(change: &Change) -> Option<BagChange> {
    match change {
        Change::Databag {
            writer,
            scope,
            key,
            before,
            after,
            ..
        } => Some(BagChange {
            writer: writer.clone(),
            scope: match scope {
                ScopeKind::App => "app",
                ScopeKind::Unit => "unit",
            },
            key: key.clone(),
            before: before.clone(),
            after: after.clone(),
        }),
        _ => None,
    }
}

/// Every databag of the relation, judged in the version that it fits best.
fn bags(world: &World, relation: RelationId, declared: Option<&Interface>) -> Vec<Bag> {
    let mut bags = Vec::new();
    for end in world.ends(relation) {
        let role: Role = end.role.into();
        let units = world.units().filter(|unit| unit.app() == end.app);
        let mut writers = vec![(end.app.clone(), Scope::App)];
        writers.extend(units.map(|unit| (unit.to_string(), Scope::Unit)));
        for (writer, scope) in writers {
            let databag = world.written(relation, &writer);
            let judged = declared.and_then(|interface| {
                (interface.versions.iter().rev())
                    .map(|version| (version.number, judge(version, role, scope, &databag)))
                    .min_by_key(|(_, judgement)| match judgement.verdict {
                        Verdict::Ready => (0, judgement.unknown_keys.len()),
                        Verdict::Absent => (1, judgement.unknown_keys.len()),
                        Verdict::Incomplete => (2, judgement.unknown_keys.len()),
                        Verdict::Invalid => (3, judgement.unknown_keys.len()),
                    })
            });
            let (version, verdict, problems) = match judged {
                Some((number, judgement)) => (
                    format!("v{number}"),
                    judgement.verdict,
                    (judgement.problems.iter())
                        .map(|found| format!("{}: {}", found.key, found.problem.message()))
                        .chain(
                            judgement
                                .missing
                                .iter()
                                .map(|key| format!("{key} is missing")),
                        )
                        .collect(),
                ),
                None => (String::new(), Verdict::Absent, Vec::new()),
            };
            bags.push(Bag {
                writer,
                role,
                scope,
                version,
                verdict,
                databag,
                problems,
            });
        }
    }
    bags
}
