//! Which charms, how many units, which revisions?

use super::{failed, side};
use crate::args::IntegrateArgs;
use crate::failure::Failure;
use relata::UnitName;
use relata_spec::Interface;
use relata_tester::CharmDir;
use relata_tester::story::{Pair, Side, UNITS};

/// Both sides as the user asks for them.
pub(super) fn pair(args: &IntegrateArgs, catalogue: &[Interface]) -> Result<Pair, Failure> {
    let is_story = args.story.is_some() || args.stories.is_some();
    let units = if is_story { UNITS } else { 1 };
    let sides = [side(&args.one)?, side(&args.other)?].map(|side| side.units(units));
    // Two charms of one name get different ones here.
    let [one, other] = sides;
    let pair = Pair::new(one, other, catalogue).map_err(failed)?;
    let [one, other] = pair.sides().clone();
    let mut sides = [one, other];
    for (app, units) in &args.units {
        match app {
            Some(app) => {
                let side = named(&mut sides, app, "--units APP=N")?;
                *side = side.clone().units(*units);
            }
            None => sides = sides.map(|side| side.units(*units)),
        }
    }
    for (app, folder) in &args.upgrade {
        let charm = CharmDir::load(folder).map_err(failed)?;
        let side = named(&mut sides, app, "--upgrade APP=CHARM_DIR")?;
        // The folder is looked at before anything runs, whoever uses it then.
        *side = side.clone().upgrades_to(&charm).map_err(failed)?;
    }
    if is_story && args.upgrade.len() > 2 {
        return Err(Failure::new(
            "a story knows one other revision of each side: name `--upgrade` once for each",
        ));
    }
    for unit in &args.leader {
        let name = UnitName::new(&**unit).map_err(|_| {
            Failure::new(format!(
                "`--leader {unit}` names no unit: expected one such as `reader/0`"
            ))
        })?;
        is_there(&mut sides, &name, "--leader UNIT")?;
    }
    for blow in &args.fault {
        is_there(&mut sides, &blow.unit, "--fault UNIT:TOOL[:N]")?;
    }
    let [one, other] = sides;
    Pair::new(one, other, catalogue).map_err(failed)
}

fn named<'s>(sides: &'s mut [Side; 2], app: &str, form: &str) -> Result<&'s mut Side, Failure> {
    let names = sides.each_ref().map(Side::app).join("` and `");
    let found = sides.iter_mut().find(|side| side.app() == app);
    found.ok_or_else(|| {
        Failure::new(format!(
            "there is no side `{app}`, only `{names}`: write `{form}` with one of them"
        ))
    })
}

fn is_there(sides: &mut [Side; 2], unit: &UnitName, form: &str) -> Result<(), Failure> {
    let side = named(sides, unit.app(), form)?;
    let there: Vec<String> = side.unit_names().map(UnitName::into_string).collect();
    if there.iter().any(|name| name == unit.as_str()) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "there is no unit `{unit}`, only {}: write `{form}` with one of them, or ask for more \
         with `--units`",
        relata_spec::words::list(there.iter().map(String::as_str))
    )))
}
