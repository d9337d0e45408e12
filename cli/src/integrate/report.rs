//! What happened, as data.

use super::hidden::Hidden;
use relata::ScopeKind;
use relata::testing::Change;
use relata_spec::Interface;
use relata_spec::bag::{Verdict, judge, misstated};
use relata_spec::model::{Role, Scope};
use relata_tester::conformance::{Finding, notes};
use relata_tester::story::{Moment, Pair, Played};
use relata_tester::{Exit, HookRun};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that happened, and what it came to.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) interface: String,
    pub(super) seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) story: Option<String>,
    /// The units, by side.
    pub(super) units: Vec<String>,
    /// What was done to the model, and after how many hooks.
    pub(super) acts: Vec<ActAt>,
    pub(super) hooks: Vec<Hook>,
    pub(super) bags: Vec<Bag>,
    pub(super) verdict: Verdict,
    /// What a story shows.
    pub(super) findings: Vec<Finding>,
    /// Whether a unit was in error in the end.
    #[serde(skip)]
    in_error: bool,
}

#[derive(Serialize)]
pub(super) struct ActAt {
    pub(super) act: String,
    pub(super) after: usize,
}

#[derive(Serialize)]
pub(super) struct Hook {
    pub(super) unit: String,
    #[serde(rename = "hook")]
    pub(super) name: String,
    /// `ok`, or how it ended.
    pub(super) ended: String,
    pub(super) fine: bool,
    pub(super) seconds: f64,
    /// Whether the charm has a program for it.
    pub(super) has_program: bool,
    /// The end of what it said, if it did not end well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) last_words: Vec<String>,
    pub(super) calls: Vec<String>,
    pub(super) changes: Vec<BagChange>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) stderr: String,
}

#[derive(Serialize)]
pub(super) struct BagChange {
    pub(super) writer: String,
    pub(super) scope: &'static str,
    pub(super) key: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Bag {
    pub(super) writer: String,
    pub(super) role: Role,
    pub(super) scope: Scope,
    pub(super) version: String,
    pub(super) verdict: Verdict,
    pub(super) databag: BTreeMap<String, String>,
    pub(super) problems: Vec<String>,
    /// What is odd, and not wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

impl Report {
    /// What happened, without what must not be shown.
    pub(super) fn of(
        played: &Played,
        pair: &Pair,
        seed: Option<u64>,
        story: Option<String>,
    ) -> Report {
        let hidden = hidden(played, pair);
        let (mut acts, mut hooks) = (Vec::new(), Vec::new());
        for moment in &played.moments {
            match moment {
                Moment::Act(act) => acts.push(ActAt {
                    act: act.to_string(),
                    after: hooks.len(),
                }),
                Moment::Hook(run) => hooks.push(hook(run, &hidden)),
            }
        }
        let bags = bags(played, pair, &hidden);
        let verdicts = bags.iter().map(|bag| bag.verdict);
        let mut findings = played.findings.clone();
        for finding in &mut findings {
            finding.what = hidden.strike(&finding.what);
            for line in &mut finding.evidence {
                *line = hidden.strike(line);
            }
        }
        Report {
            interface: pair.interface().to_owned(),
            seed,
            story,
            units: units(played, pair),
            acts,
            hooks,
            verdict: verdicts
                .max_by_key(|one| rank(*one))
                .unwrap_or(Verdict::Absent),
            bags,
            findings,
            in_error: played
                .world
                .units()
                .any(|unit| played.world.is_in_error(unit)),
        }
    }

    /// Whether all is well. Hooks that fail where faults were planted are, if they
    /// came right in the end.
    pub(super) fn is_fine(&self, without_faults: bool) -> bool {
        if self.story.is_some() {
            return self.findings.is_empty();
        }
        let hooks_are = if without_faults {
            self.hooks.iter().all(|hook| hook.fine)
        } else {
            !self.in_error
        };
        hooks_are && !matches!(self.verdict, Verdict::Invalid | Verdict::Incomplete)
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Absent => 0,
        Verdict::Ready => 1,
        Verdict::Incomplete => 2,
        Verdict::Invalid => 3,
    }
}

/// Every unit that was there at some time, by side.
fn units(played: &Played, pair: &Pair) -> Vec<String> {
    let mut units = Vec::new();
    for side in pair.sides() {
        let ran = played.hooks().map(|run| &run.unit);
        let mut own: Vec<_> = ran.filter(|unit| unit.app() == side.app()).collect();
        own.sort();
        own.dedup();
        units.extend(own.into_iter().map(ToString::to_string));
    }
    units
}

/// Everything in secrets and in sensitive fields, at any time.
fn hidden(played: &Played, pair: &Pair) -> Hidden {
    let mut hidden = Hidden::of(&played.world);
    for run in played.hooks() {
        let Some(role) = role_of(pair, run.unit.app()) else {
            continue;
        };
        for change in &run.finished.changes {
            if let Change::Databag {
                scope,
                key,
                before,
                after,
                ..
            } = change
            {
                for value in before.iter().chain(after) {
                    hidden.learn(pair.declared(), role, scope_of(*scope), key, value);
                }
            }
        }
    }
    hidden
}

fn role_of(pair: &Pair, app: &str) -> Option<Role> {
    Some(pair.side(app)?.role())
}

fn scope_of(kind: ScopeKind) -> Scope {
    match kind {
        ScopeKind::App => Scope::App,
        ScopeKind::Unit => Scope::Unit,
    }
}

fn hook(run: &HookRun, hidden: &Hidden) -> Hook {
    let call = |call: &relata::testing::ToolCall| {
        let line = format!("{} {}", call.tool, call.args.join(" "));
        hidden.strike(line.trim())
    };
    let ended = run.failure();
    Hook {
        unit: run.unit.to_string(),
        name: run.hook.clone(),
        ended: (ended.as_deref()).map_or("ok".to_owned(), |ended| hidden.strike(ended)),
        fine: ended.is_none(),
        has_program: run.exit != Exit::NothingToRun,
        last_words: match &ended {
            Some(_) => (run.last_words().iter())
                .map(|line| hidden.strike(line))
                .collect(),
            None => Vec::new(),
        },
        seconds: run.took.as_secs_f64(),
        calls: run.calls.iter().map(call).collect(),
        changes: (run.finished.changes.iter())
            .filter_map(|one| change(one, hidden))
            .collect(),
        stderr: hidden.strike(&run.stderr),
    }
}

fn change(change: &Change, hidden: &Hidden) -> Option<BagChange> {
    let Change::Databag {
        writer,
        scope,
        key,
        before,
        after,
        ..
    } = change
    else {
        return None;
    };
    let strike = |text: &Option<String>| text.as_deref().map(|text| hidden.strike(text));
    Some(BagChange {
        writer: writer.clone(),
        scope: match scope {
            ScopeKind::App => "app",
            ScopeKind::Unit => "unit",
        },
        key: key.clone(),
        before: strike(before),
        after: strike(after),
    })
}

/// Every databag of the relation, judged in the version that it fits best.
fn bags(played: &Played, pair: &Pair, hidden: &Hidden) -> Vec<Bag> {
    let (world, mut bags) = (&played.world, Vec::new());
    let Some(relation) = played.relation else {
        return bags;
    };
    for end in world.ends(relation) {
        let role: Role = end.role.into();
        let units = world.units().filter(|unit| unit.app() == end.app);
        let mut writers = vec![(end.app.clone(), Scope::App)];
        writers.extend(units.map(|unit| (unit.to_string(), Scope::Unit)));
        for (writer, scope) in writers {
            let databag = world.written(relation, &writer);
            let judged = (pair.declared())
                .and_then(|interface| Judged::of(interface, role, scope, &databag))
                .unwrap_or_default();
            let shown = |(key, text): (String, String)| (key, hidden.strike(&text));
            bags.push(Bag {
                writer,
                role,
                scope,
                version: judged.version,
                verdict: judged.verdict,
                databag: databag.into_iter().map(shown).collect(),
                problems: judged.problems,
                notes: judged.notes,
            });
        }
    }
    bags
}

/// What is to be said of a databag in the version that it fits best.
struct Judged {
    version: String,
    verdict: Verdict,
    problems: Vec<String>,
    notes: Vec<String>,
}

impl Default for Judged {
    fn default() -> Judged {
        Judged {
            version: String::new(),
            verdict: Verdict::Absent,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }
}

impl Judged {
    fn of(
        interface: &Interface,
        role: Role,
        scope: Scope,
        databag: &BTreeMap<String, String>,
    ) -> Option<Judged> {
        let versions = interface.versions.iter().rev();
        let judgements = versions.map(|version| (version, judge(version, role, scope, databag)));
        let (version, judgement) = judgements.min_by_key(|(_, judgement)| {
            let rank = match judgement.verdict {
                Verdict::Ready => 0,
                Verdict::Absent => 1,
                Verdict::Incomplete => 2,
                Verdict::Invalid => 3,
            };
            (rank, judgement.unknown_keys.len())
        })?;
        let misstated = misstated(interface, role, scope, databag);
        let verdict = match misstated {
            // Readers live with it; its author has to mend it.
            Some(_) => Verdict::Invalid,
            None => judgement.verdict,
        };
        let problems = (judgement.problems.iter())
            .map(|found| format!("{}: {}", found.key, found.problem.message()))
            .chain((judgement.missing.iter()).map(|key| format!("{key} is missing")))
            .chain(misstated.map(|wrong| format!("{}: {}", wrong.key, wrong.message)));
        let notes = notes(interface, version, role, scope, databag).into_iter();
        Some(Judged {
            version: format!("v{}", version.number),
            verdict,
            problems: problems.collect(),
            notes: notes
                .map(|(key, message)| format!("{key}: {message}"))
                .collect(),
        })
    }
}
