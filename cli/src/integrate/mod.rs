//! What happens between two charms?

mod hidden;
mod html;
mod human;
mod report;
mod sides;
mod stories;

use crate::Said;
use crate::args::{Format, IntegrateArgs};
use crate::failure::{Failure, warning};
use crate::input;
use relata::testing::Fault;
use relata_spec::Interface;
use relata_tester::story::{Act, Moment, Pair, Played, Side, Started, Story};
use relata_tester::{CharmDir, HookRun, Schedule, SetupError, Stage, StageOptions};
use report::Report;
use std::fs;
use std::path::Path;

/// More than any two charms need that do not answer each other for ever.
const MOST_HOOKS: usize = 1000;

pub(crate) fn run(
    catalogue: &[Interface],
    args: &IntegrateArgs,
    format: Format,
) -> Result<Said, Failure> {
    let pair = sides::pair(args, catalogue)?;
    if let Some(count) = args.stories {
        return stories::run(args, pair, count, format);
    }
    let (played, pair, story) = match &args.story {
        Some(text) => {
            let story: Story = text.parse().map_err(failed_story)?;
            let story = story.with_seed(args.seed);
            let started = Started::new(pair, &options(args)).map_err(failed)?;
            started.check(&story).map_err(failed_story)?;
            let played = started.play(&story).map_err(failed)?;
            (played, started.pair().clone(), Some(text.clone()))
        }
        None => (plain(args, &pair)?, pair, None),
    };
    let report = Report::of(&played, &pair, args.seed, story);
    if let Some(file) = &args.html {
        write(file, &html::page(&report, pair.declared().is_some()))?;
    }
    Ok(Said {
        code: u8::from(!report.is_fine(args.fault.is_empty())),
        stdout: match format {
            Format::Json => crate::json(&report),
            Format::Human => human::render(&report, pair.declared().is_some()),
        },
        stderr: unstruck(args, &played),
    })
}

fn failed(error: SetupError) -> Failure {
    Failure::new(error.message)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed_story(error: relata_tester::story::StoryError) -> Failure {
    Failure::new(error.to_string())
}

fn options(args: &IntegrateArgs) -> StageOptions {
    args.play.stage(args.seed.unwrap_or_default())
}

/// Both charms from their first hook until they settle, and after each upgrade again.
fn plain(args: &IntegrateArgs, pair: &Pair) -> Result<Played, Failure> {
    let mut stage = Stage::new(options(args)).map_err(failed)?;
    let mut schedule = match args.seed {
        Some(seed) => Schedule::seeded(seed),
        None => Schedule::plain(),
    };
    let said = |error: relata::testing::WorldError| Failure::new(error.to_string());
    for blow in &args.fault {
        let fault = Fault::exit(1, "connection is shut down").on(&blow.unit);
        let fault = fault.after(blow.call - 1).times(1);
        stage.world().fail_tool(&blow.tool, fault);
    }
    for side in pair.sides() {
        let units = side.unit_names().count();
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        (stage.deploy(side.app(), side.charm(), units)).map_err(failed)?;
        for (number, other) in side.charm().setup().relations.iter().enumerate() {
            let name = format!("{}-other-{number}", side.app());
            (stage.relate_other(side.app(), &name, other)).map_err(failed)?;
        }
    }
    for unit in &args.leader {
        stage.world().set_leader(unit).map_err(said)?;
    }
    let [one, other] = pair.sides();
    let relation = (stage.world().integrate(&one.address(), &other.address())).map_err(said)?;
    let mut moments = vec![Moment::Act(Act::Integrate)];
    settle(&mut stage, &mut schedule, pair, &mut moments)?;
    for (app, folder) in &args.upgrade {
        let charm = CharmDir::load(folder).map_err(failed)?;
        moments.push(Moment::Act(Act::Upgrade(app.clone())));
        stage.upgrade(app, &charm).map_err(failed)?;
        settle(&mut stage, &mut schedule, pair, &mut moments)?;
    }
    let world = stage.world().clone();
    Ok(Played {
        moments,
        world,
        relation: Some(relation),
        findings: Vec::new(),
    })
}

fn settle(
    stage: &mut Stage,
    schedule: &mut Schedule,
    pair: &Pair,
    moments: &mut Vec<Moment>,
) -> Result<(), Failure> {
    let runs = stage.settle(schedule, MOST_HOOKS);
    let runs = runs.map_err(|error| Failure::new(error.to_string()))?;
    // Applications of which only the databags are known have no hooks to show.
    let shown = |run: &HookRun| pair.side(run.unit.app()).is_some();
    moments.extend((runs.into_iter().filter(shown)).map(|run| Moment::Hook(Box::new(run))));
    Ok(())
}

/// A line if a fault was never called for.
fn unstruck(args: &IntegrateArgs, played: &Played) -> String {
    let struck = usize::try_from(played.world.faults_struck()).unwrap_or(usize::MAX);
    if struck >= args.fault.len() || args.fault.is_empty() {
        return String::new();
    }
    warning(&format!(
        "{struck} of {} faults struck: the others name calls of hook tools that no hook made",
        args.fault.len()
    ))
}

/// Writes beside the file, then renames: it is whole or as it was.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::new(format!("cannot write {}: {error}", input::name(file)))
    };
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = Path::new(&beside);
    let written = fs::write(beside, text).and_then(|()| fs::rename(beside, file));
    written.map_err(|error| {
        let _ = fs::remove_file(beside);
        cannot(error)
    })
}

/// `CHARM_DIR:ENDPOINT`
fn side(text: &str) -> Result<Side, Failure> {
    let Some((folder, endpoint)) = text.rsplit_once(':') else {
        return Err(Failure::new(format!(
            "`{text}` names no endpoint: write `CHARM_DIR:ENDPOINT`"
        )));
    };
    let charm = CharmDir::load(Path::new(folder)).map_err(failed)?;
    Side::new(&charm, endpoint).map_err(failed)
}
