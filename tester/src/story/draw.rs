//! Which story does a seed tell?

use super::act::{Act, Blow, Story};
use super::cast::{Cast, Company};
use super::pair::Pair;
use crate::random::Random;

/// The tools whose failure, or whose hook's death, tells something.
const TOOLS: [&str; 6] = [
    "relation-set",
    "relation-get",
    "is-leader",
    "status-set",
    "secret-add",
    "secret-get",
];

/// Acts are drawn from other numbers than the order of hooks.
const ACTS: u64 = 0x5707_1e50_f0ac_7500;

impl Story {
    /// The story that a seed tells of a pair: the same seed and the same units tell
    /// the same story. In the end the charms are related.
    pub fn drawn(pair: &Pair, seed: u64) -> Story {
        let mut random = Random::new(seed ^ ACTS);
        let mut cast = Cast::of(pair);
        let mut acts = Vec::new();
        // Most of what can go wrong needs a relation.
        if random.below(8) > 0 {
            acts.push(Act::Integrate);
            cast.is_related = true;
        }
        let length = 3 + random.below(8);
        for _ in 0..length {
            let act = drawn(&mut random, &cast);
            if cast.play(&act).is_ok() {
                acts.push(act);
                match random.below(4) {
                    0 => acts.push(Act::Settle),
                    1 | 2 => acts.push(hooks(&mut random)),
                    _ => {}
                }
            }
        }
        if !cast.is_related {
            acts.push(Act::Integrate);
        }
        Story {
            acts,
            seed: Some(seed),
        }
    }
}

fn hooks(random: &mut Random) -> Act {
    let count = 1 + random.below(9);
    Act::Hooks(count.try_into().unwrap_or(1))
}

/// One act, which may be one that cannot happen now.
fn drawn(random: &mut Random, cast: &Cast) -> Act {
    let [one, other] = cast.companies();
    let company = if random.below(2) == 0 { one } else { other };
    let unit = random
        .choose(&company.units.iter().collect::<Vec<_>>())
        .copied();
    let Some(unit) = unit.cloned() else {
        return Act::Settle;
    };
    let app = company.app.clone();
    match random.below(20) {
        0 | 1 => grow_or_shrink(company, unit),
        2 | 3 if company.units.len() > 1 => Act::RemoveUnit(unit),
        4..=6 if company.units.len() > 1 => Act::Leader(unit),
        4..=6 => Act::AddUnit(app),
        7..=9 => Act::Upgrade(app),
        10 | 11 if cast.is_related => Act::RemoveRelation,
        10 | 11 => Act::Integrate,
        12 | 13 => Act::Kill(blow(random, unit)),
        14 | 15 => Act::Fail(blow(random, unit)),
        16 => match random.choose(&company.options) {
            Some(option) => Act::Config(app, option.clone()),
            None => Act::UpdateStatus,
        },
        17 => Act::Rotate,
        18 => Act::UpdateStatus,
        _ => hooks(random),
    }
}

fn grow_or_shrink(company: &Company, unit: relata::UnitName) -> Act {
    if company.can_grow() {
        Act::AddUnit(company.app.clone())
    } else {
        Act::RemoveUnit(unit)
    }
}

fn blow(random: &mut Random, unit: relata::UnitName) -> Blow {
    Blow {
        unit,
        tool: (random.choose(&TOOLS).copied().unwrap_or_default()).to_owned(),
        call: (1 + random.below(3)).try_into().unwrap_or(1),
    }
}
