//! Can an act happen now?
//!
//! What follows from the acts alone: who is there, and whether the relation is. That
//! much can be known before a single hook runs.

use super::act::{Act, Story, StoryError};
use super::pair::{Pair, Side};
use relata::UnitName;
use std::collections::BTreeSet;

/// The most units that are drawn for a side.
const MOST_UNITS: usize = 4;

/// Who is there.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    companies: [Company; 2],
    pub(super) is_related: bool,
}

/// The units of one side.
#[derive(Debug, Clone)]
pub(super) struct Company {
    pub(super) app: String,
    pub(super) units: BTreeSet<UnitName>,
    pub(super) options: Vec<String>,
    added: u32,
}

impl Company {
    fn of(side: &Side) -> Company {
        Company {
            app: side.app.clone(),
            units: side.unit_names().collect(),
            options: side.charm.setup().config.keys().cloned().collect(),
            added: side.units,
        }
    }

    pub(super) fn can_grow(&self) -> bool {
        self.units.len() < MOST_UNITS
    }
}

impl Cast {
    /// Who is there in the beginning.
    pub(super) fn of(pair: &Pair) -> Cast {
        Cast {
            companies: [Company::of(&pair.sides[0]), Company::of(&pair.sides[1])],
            is_related: false,
        }
    }

    /// Whether every act of a story can happen when it is its turn.
    pub(super) fn check(pair: &Pair, story: &Story) -> Result<(), StoryError> {
        let mut cast = Cast::of(pair);
        for (at, act) in story.acts.iter().enumerate() {
            let done = cast.play(act);
            done.map_err(|why| StoryError::at(at, act, why))?;
        }
        Ok(())
    }

    pub(super) fn companies(&self) -> &[Company; 2] {
        &self.companies
    }

    /// Lets an act happen; says why if it cannot.
    pub(super) fn play(&mut self, act: &Act) -> Result<(), String> {
        match act {
            Act::Integrate if self.is_related => {
                Err("the relation is there already: remove it first".to_owned())
            }
            Act::Integrate => {
                self.is_related = true;
                Ok(())
            }
            Act::RemoveRelation if !self.is_related => {
                Err("there is no relation: `integrate` first".to_owned())
            }
            Act::RemoveRelation => {
                self.is_related = false;
                Ok(())
            }
            Act::AddUnit(app) => {
                let company = self.company(app)?;
                let name = UnitName::new(format!("{app}/{}", company.added));
                company.units.extend(name);
                company.added += 1;
                Ok(())
            }
            Act::RemoveUnit(unit) => {
                let company = self.company_of(unit)?;
                if company.units.len() == 1 {
                    return Err(format!("{unit} is the last unit of {}", company.app));
                }
                company.units.remove(unit);
                Ok(())
            }
            Act::Leader(unit) => self.company_of(unit).map(drop),
            Act::Kill(blow) | Act::Fail(blow) => self.company_of(&blow.unit).map(drop),
            Act::Upgrade(app) => self.company(app).map(drop),
            Act::Config(app, option) => {
                let company = self.company(app)?;
                if company.options.contains(option) {
                    return Ok(());
                }
                Err(format!(
                    "the setup of {app} says nothing of the option `{option}`: name it under \
                     `config:` in its `relata-test.yaml`"
                ))
            }
            Act::Hooks(_) | Act::Settle | Act::Rotate | Act::UpdateStatus => Ok(()),
        }
    }

    fn company(&mut self, app: &str) -> Result<&mut Company, String> {
        let [one, other] = &self.companies;
        let names = format!("there are {} and {}", one.app, other.app);
        let found = self.companies.iter_mut().find(|company| company.app == app);
        found.ok_or_else(|| format!("there is no application `{app}`: {names}"))
    }

    fn company_of(&mut self, unit: &UnitName) -> Result<&mut Company, String> {
        let company = self.company(unit.app())?;
        if company.units.contains(unit) {
            return Ok(company);
        }
        let there: Vec<&str> = company.units.iter().map(UnitName::as_str).collect();
        Err(format!(
            "there is no unit `{unit}` then, only {}",
            relata_spec::words::list(there)
        ))
    }
}
