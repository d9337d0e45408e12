//! Hook tools that fail on purpose.

use crate::juju::{Output, ToolFault};

/// How a hook tool fails on purpose.
///
/// ```
/// use relata::testing::{Fault, JujuVersion, World};
///
/// let mut world = World::new(JujuVersion::V3_6);
/// // The second `relation-set --app` of this unit finds the controller away.
/// let fault = Fault::exit(1, "connection is shut down")
///     .on("db/0")
///     .with_argument("--app")
///     .after(1)
///     .times(1);
/// world.fail_tool("relation-set", fault);
/// ```
#[derive(Debug, Clone)]
pub struct Fault {
    kind: Kind,
    unit: Option<String>,
    argument: Option<String>,
    after: u32,
    times: Option<u32>,
}

#[derive(Debug, Clone)]
enum Kind {
    Ends(Output),
    Hangs { seconds: u64 },
    IsMissing,
}

impl Fault {
    /// It ends with this exit code and `ERROR <message>`, and does nothing.
    pub fn exit(code: i32, message: &str) -> Self {
        Fault::ends(Output::error(code, message))
    }

    /// It ends well, does nothing and prints this instead of what was asked for.
    pub fn says(stdout: impl Into<Vec<u8>>) -> Self {
        Fault::ends(Output::ok(stdout))
    }

    /// It leaves this behind, and does nothing.
    pub fn ends(output: Output) -> Self {
        Fault::of(Kind::Ends(output))
    }

    /// It does not end. In a unit test nothing waits: the call comes back at once
    /// as if a limit of 60 s had passed.
    pub fn hang() -> Self {
        Fault::of(Kind::Hangs { seconds: 60 })
    }

    /// It is not there.
    pub fn missing() -> Self {
        Fault::of(Kind::IsMissing)
    }

    fn of(kind: Kind) -> Self {
        Fault {
            kind,
            unit: None,
            argument: None,
            after: 0,
            times: None,
        }
    }

    /// Only on this unit.
    #[must_use]
    pub fn on(mut self, unit: impl AsRef<str>) -> Self {
        self.unit = Some(unit.as_ref().into());
        self
    }

    /// Only if this is one of the arguments.
    #[must_use]
    pub fn with_argument(mut self, argument: &str) -> Self {
        self.argument = Some(argument.into());
        self
    }

    /// Only after that many calls went well.
    #[must_use]
    pub fn after(mut self, calls: u32) -> Self {
        self.after = calls;
        self
    }

    /// Only that many times.
    #[must_use]
    pub fn times(mut self, calls: u32) -> Self {
        self.times = Some(calls);
        self
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Faults {
    planted: Vec<(String, Fault)>,
    struck: u32,
}

impl Faults {
    pub(super) fn add(&mut self, tool: &str, fault: Fault) {
        self.planted.push((tool.into(), fault));
    }

    pub(super) fn clear(&mut self) {
        self.planted.clear();
    }

    /// How many calls it made fail.
    pub(super) fn struck(&self) -> u32 {
        self.struck
    }

    /// What a call comes to, if it is to fail.
    pub(super) fn strike(
        &mut self,
        unit: &str,
        tool: &str,
        args: &[String],
    ) -> Option<Result<Output, ToolFault>> {
        let fits = |(name, fault): &&mut (String, Fault)| {
            name == tool
                && fault.unit.as_ref().is_none_or(|only| only == unit)
                && fault.argument.as_ref().is_none_or(|one| args.contains(one))
                && fault.times != Some(0)
        };
        let (_, fault) = self.planted.iter_mut().find(fits)?;
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        if let Some(times) = &mut fault.times {
            *times -= 1;
        }
        self.struck += 1;
        Some(match &fault.kind {
            Kind::Ends(output) => Ok(output.clone()),
            Kind::Hangs { seconds } => Err(ToolFault::Hung {
                tool: tool.into(),
                seconds: *seconds,
            }),
            Kind::IsMissing => Err(ToolFault::Missing { tool: tool.into() }),
        })
    }
}
