//! What can happen in a story, and how is it written?

use relata::UnitName;
use relata::testing::{JujuVersion, World};
use relata_spec::words;
use std::fmt;
use std::str::FromStr;

/// One thing that happens in a story. Hooks run only in [`Act::Hooks`],
/// [`Act::Settle`], where [`Act::Integrate`] waits for an older relation to go, and
/// when the story is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// `integrate`: the relation is made.
    Integrate,
    /// `remove-relation`: the relation is removed.
    RemoveRelation,
    /// `hooks:3`: so many hooks run, of units that are drawn.
    Hooks(u32),
    /// `settle`: hooks run until no unit has anything to do.
    Settle,
    /// `add-unit:app`
    AddUnit(String),
    /// `remove-unit:app/1`
    RemoveUnit(UnitName),
    /// `leader:app/1`: that unit leads from now on.
    Leader(UnitName),
    /// `upgrade:app`: to the other revision of its charm, or to itself if there is
    /// no other.
    Upgrade(String),
    /// `config:app:option`: the option goes back to the charm's own default; the next
    /// time to what the charm's setup says.
    Config(String, String),
    /// `rotate`: time passes until every secret that is rotated is due.
    Rotate,
    /// `update-status`: time passes until that hook is due on every unit.
    UpdateStatus,
    /// `kill:app/0:relation-set:2`: the hook of the unit that calls the tool for the
    /// second time is killed, and has to run again.
    Kill(Blow),
    /// `fail:app/0:relation-set:2`: the second call of the tool by the unit fails.
    Fail(Blow),
}

/// Where a fault strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blow {
    /// The unit.
    pub unit: UnitName,
    /// The hook tool.
    pub tool: String,
    /// At which of the unit's calls of it, from 1.
    pub call: u32,
}

impl fmt::Display for Blow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.unit, self.tool)?;
        match self.call {
            1 => Ok(()),
            call => write!(f, ":{call}"),
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Act::Integrate => f.write_str("integrate"),
            Act::RemoveRelation => f.write_str("remove-relation"),
            Act::Hooks(count) => write!(f, "hooks:{count}"),
            Act::Settle => f.write_str("settle"),
            Act::AddUnit(app) => write!(f, "add-unit:{app}"),
            Act::RemoveUnit(unit) => write!(f, "remove-unit:{unit}"),
            Act::Leader(unit) => write!(f, "leader:{unit}"),
            Act::Upgrade(app) => write!(f, "upgrade:{app}"),
            Act::Config(app, option) => write!(f, "config:{app}:{option}"),
            Act::Rotate => f.write_str("rotate"),
            Act::UpdateStatus => f.write_str("update-status"),
            Act::Kill(blow) => write!(f, "kill:{blow}"),
            Act::Fail(blow) => write!(f, "fail:{blow}"),
        }
    }
}

/// How every act is written.
const FORMS: [&str; 13] = [
    "integrate",
    "remove-relation",
    "hooks:N",
    "settle",
    "add-unit:APP",
    "remove-unit:UNIT",
    "leader:UNIT",
    "upgrade:APP",
    "config:APP:OPTION",
    "rotate",
    "update-status",
    "kill:UNIT:TOOL[:N]",
    "fail:UNIT:TOOL[:N]",
];

impl FromStr for Blow {
    type Err = String;

    fn from_str(text: &str) -> Result<Blow, String> {
        let mut parts = text.split(':');
        let unit = unit(parts.next().unwrap_or_default())?;
        let tool = match parts.next() {
            Some(tool) if !tool.is_empty() => known_tool(tool)?,
            _ => return Err(format!("expected a hook tool behind `{unit}:`")),
        };
        let call = match parts.next() {
            Some(call) => number(call)?,
            None => 1,
        };
        match parts.next() {
            None => Ok(Blow { unit, tool, call }),
            Some(more) => Err(format!("expected its end, found `:{more}`")),
        }
    }
}

/// The name of a hook tool that there is.
fn known_tool(name: &str) -> Result<String, String> {
    let worlds = [JujuVersion::V3_6, JujuVersion::V4_0].map(World::new);
    let mut known = worlds.iter().flat_map(World::tools);
    if known.any(|tool| tool == name) {
        return Ok(name.to_owned());
    }
    let known = worlds.iter().flat_map(World::tools);
    Err(match words::did_you_mean(name, known) {
        Some(meant) => format!("there is no hook tool `{name}`; did you mean `{meant}`?"),
        None => format!("there is no hook tool `{name}`"),
    })
}

impl FromStr for Act {
    type Err = String;

    fn from_str(text: &str) -> Result<Act, String> {
        let (word, rest) = match text.split_once(':') {
            Some((word, rest)) => (word, Some(rest)),
            None => (text, None),
        };
        let form = FORMS
            .iter()
            .find(|form| form.split(':').next() == Some(word))
            .ok_or_else(|| format!("expected one of {}", FORMS.join(", ")))?;
        let explain = |why: String| format!("{why}; it is written `{form}`");
        let Some(rest) = rest else {
            return match word {
                "integrate" => Ok(Act::Integrate),
                "remove-relation" => Ok(Act::RemoveRelation),
                "settle" => Ok(Act::Settle),
                "rotate" => Ok(Act::Rotate),
                "update-status" => Ok(Act::UpdateStatus),
                _ => Err(explain(format!("nothing stands behind `{word}`"))),
            };
        };
        let read = || -> Result<Act, String> {
            Ok(match word {
                "hooks" => Act::Hooks(number(rest)?),
                "add-unit" => Act::AddUnit(app(rest)?),
                "remove-unit" => Act::RemoveUnit(unit(rest)?),
                "leader" => Act::Leader(unit(rest)?),
                "upgrade" => Act::Upgrade(app(rest)?),
                "config" => match rest.split_once(':') {
                    Some((of, option)) if !option.is_empty() => {
                        Act::Config(app(of)?, option.to_owned())
                    }
                    _ => return Err("no option is named".to_owned()),
                },
                "kill" => Act::Kill(rest.parse()?),
                "fail" => Act::Fail(rest.parse()?),
                _ => return Err(format!("expected its end, found `:{rest}`")),
            })
        };
        read().map_err(explain)
    }
}

fn app(text: &str) -> Result<String, String> {
    match relata::AppName::new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(format!("expected an application, found `{text}`")),
    }
}

fn unit(text: &str) -> Result<UnitName, String> {
    UnitName::new(text).map_err(|_| format!("expected a unit such as `app/0`, found `{text}`"))
}

fn number(text: &str) -> Result<u32, String> {
    /// More than any story needs, so that a slip of the pen is told.
    const MOST: u32 = 10_000;
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {MOST}, found `{text}`"))
}

/// What happens to two charms, one act after the other, and in which order their
/// hooks run.
///
/// The text of a story is its acts with commas between them.
///
/// ```
/// use relata_tester::story::Story;
///
/// let story: Story = "integrate,hooks:3,leader:reader/1".parse()?;
/// assert_eq!(story.acts.len(), 3);
/// assert_eq!(story.to_string(), "integrate,hooks:3,leader:reader/1");
/// let error = "integrate,leader:reader".parse::<Story>().expect_err("no unit");
/// assert!(error.to_string().starts_with("act 2 of the story, `leader:reader`: expected a unit"));
/// # Ok::<(), relata_tester::story::StoryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// What happens.
    pub acts: Vec<Act>,
    /// What the order of hooks is drawn from; the plainest order if `None`.
    pub seed: Option<u64>,
}

impl Story {
    /// The same acts with hooks in an order that is drawn from this number, or in the
    /// plainest order.
    #[must_use]
    pub fn with_seed(self, seed: Option<u64>) -> Story {
        Story { seed, ..self }
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, act) in self.acts.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            act.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for Story {
    type Err = StoryError;

    fn from_str(text: &str) -> Result<Story, StoryError> {
        let read = |(at, act): (usize, &str)| {
            let act = act.trim();
            act.parse().map_err(|why| StoryError::at(at, act, why))
        };
        let acts: Result<Vec<Act>, StoryError> = text.split(',').enumerate().map(read).collect();
        Ok(Story {
            acts: acts?,
            seed: None,
        })
    }
}

/// Why a story cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryError {
    /// The number of the act, from 1.
    pub act: usize,
    /// The act as it was written.
    pub text: String,
    /// What is wrong with it and what would not be.
    pub why: String,
}

impl StoryError {
    pub(super) fn at(index: usize, act: impl fmt::Display, why: impl Into<String>) -> StoryError {
        StoryError {
            act: index + 1,
            text: act.to_string(),
            why: why.into(),
        }
    }
}

impl fmt::Display for StoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "act {} of the story, `{}`: {}",
            self.act, self.text, self.why
        )
    }
}

impl std::error::Error for StoryError {}
