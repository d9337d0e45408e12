//! The hook tools.

mod action;
mod model;
mod ports;
mod relation;
mod secret_read;
mod secret_write;
mod state;
mod status;
mod storage;

use super::event::RelationId;
use super::files::{self, Files, OwnFiles};
use super::flags::{self, Flag, Kind, Parsed, Refusal};
use super::hook::Hook;
use super::output::{self, Shown};
use super::version::JujuVersion;
use super::watch::ToolCall;
use super::world::World;
use crate::juju::{Output, ToolFault};
pub(super) use secret_write::FLAGS as SECRET_FLAGS;
use std::path::{Path, PathBuf};

/// One call of a tool.
struct Call<'a> {
    world: &'a mut World,
    hook: &'a mut Hook,
    tool: &'a str,
    args: &'a [String],
    stdin: Option<&'a [u8]>,
    files: &'a mut dyn Files,
    output: Output,
}

/// Why a tool does not end well.
enum Failure {
    /// It was asked for help.
    Help,
    /// It was called the wrong way: exit code 2.
    Usage(String),
    /// It could not do its work: exit code 1.
    Run(String),
}

type Done = Result<(), Failure>;

type Tool = fn(&mut Call<'_>) -> Done;

/// Every tool that this world has, by name.
const TOOLS: [(&str, Tool); 40] = [
    ("action-fail", action::fail),
    ("action-get", action::get),
    ("action-log", action::log),
    ("action-set", action::set),
    ("application-version-set", status::version_set),
    ("close-port", ports::close),
    ("config-get", model::config_get),
    ("credential-get", model::credential_get),
    ("goal-state", model::goal_state),
    ("is-leader", state::is_leader),
    ("juju-log", status::log),
    ("juju-reboot", model::reboot),
    ("leader-get", state::leader_get),
    ("leader-set", state::leader_set),
    ("network-get", model::network_get),
    ("open-port", ports::open),
    ("opened-ports", ports::opened),
    ("relation-get", relation::get),
    ("relation-ids", relation::ids),
    ("relation-list", relation::list),
    ("relation-model-get", relation::model_get),
    ("relation-set", relation::set),
    ("resource-get", model::resource_get),
    ("secret-add", secret_write::add),
    ("secret-get", secret_read::get),
    ("secret-grant", secret_write::grant),
    ("secret-ids", secret_read::ids),
    ("secret-info-get", secret_read::info_get),
    ("secret-remove", secret_write::remove),
    ("secret-revoke", secret_write::revoke),
    ("secret-set", secret_write::set),
    ("state-delete", state::delete),
    ("state-get", state::get),
    ("state-set", state::set),
    ("status-get", status::get),
    ("status-set", status::set),
    ("storage-add", storage::add),
    ("storage-get", storage::get),
    ("storage-list", storage::list),
    ("unit-get", model::unit_get),
];

fn find(version: JujuVersion, tool: &str) -> Option<Tool> {
    let (_, run) = TOOLS.iter().find(|(name, _)| *name == tool)?;
    let is_there = version.has_leader_settings() || !tool.starts_with("leader-");
    is_there.then_some(*run)
}

impl World {
    /// The hook tools that this Juju has. Those of old Kubernetes charms
    /// (`pod-spec-…`, `k8s-…`) and of payloads are left out.
    pub fn tools(&self) -> impl Iterator<Item = &'static str> {
        let version = self.version;
        let names = TOOLS.iter().map(|(name, _)| *name);
        names.filter(move |name| find(version, name).is_some())
    }

    /// Runs a hook tool, as a charm does: with its arguments and what stands on its
    /// standard input. `folder` is the caller's working directory.
    ///
    /// A tool that [hangs or is missing](World::fail_tool) on purpose ends with exit
    /// code 1 here; [`try_call`](World::try_call) tells them apart.
    ///
    /// ```
    /// use relata::testing::{Charm, HookEvent, JujuVersion, World};
    /// use std::path::Path;
    ///
    /// let mut world = World::new(JujuVersion::V3_6);
    /// world.app("db", 1, Charm::new("db"))?;
    /// let mut hook = world.begin("db/0", HookEvent::ConfigChanged)?;
    /// let args = ["active".to_owned(), "all is well".to_owned()];
    /// let output = world.call(&mut hook, "status-set", &args, None, Path::new("/"));
    /// assert_eq!(output.code, 0);
    /// assert!(world.finish(hook, 0).is_done());
    /// assert_eq!(world.status("db/0").map(|status| &*status.message), Some("all is well"));
    /// # Ok::<(), relata::testing::WorldError>(())
    /// ```
    pub fn call(
        &mut self,
        hook: &mut Hook,
        tool: &str,
        args: &[String],
        stdin: Option<&[u8]>,
        folder: &Path,
    ) -> Output {
        let called = self.try_call(hook, tool, args, stdin, folder);
        called.unwrap_or_else(|fault| match fault {
            ToolFault::Missing { tool } => {
                Output::error(1, &format!("bad request: unknown command: {tool}"))
            }
            fault => Output::error(1, &fault.to_string()),
        })
    }

    /// Runs a hook tool, unless it is to hang or to be missing.
    ///
    /// # Errors
    ///
    /// This Juju has no such tool, or it [fails on purpose](World::fail_tool) without
    /// coming to an end.
    pub fn try_call(
        &mut self,
        hook: &mut Hook,
        tool: &str,
        args: &[String],
        stdin: Option<&[u8]>,
        folder: &Path,
    ) -> Result<Output, ToolFault> {
        self.try_call_with(hook, tool, args, stdin, &mut OwnFiles(folder))
    }

    /// The same for a caller whose files are not those of this process.
    ///
    /// # Errors
    ///
    /// As for [`try_call`](World::try_call).
    pub fn try_call_with(
        &mut self,
        hook: &mut Hook,
        tool: &str,
        args: &[String],
        stdin: Option<&[u8]>,
        files: &mut dyn Files,
    ) -> Result<Output, ToolFault> {
        let unit = hook.unit.clone();
        let called = match (
            self.faults.strike(unit.as_str(), tool, args),
            find(self.version, tool),
        ) {
            (Some(struck), _) => struck,
            (None, None) => Err(ToolFault::Missing { tool: tool.into() }),
            (None, Some(run)) => {
                let mut call = Call {
                    world: self,
                    hook,
                    tool,
                    args,
                    stdin,
                    files,
                    output: Output::default(),
                };
                let done = run(&mut call);
                let output = std::mem::take(&mut call.output);
                Ok(end(tool, output, done))
            }
        };
        self.calls.push(ToolCall {
            hook: hook.name.clone(),
            tool: tool.into(),
            args: redacted(tool, args),
            code: called.as_ref().ok().map(|output| output.code),
            unit,
        });
        called
    }
}

fn end(tool: &str, mut output: Output, done: Done) -> Output {
    match done {
        Ok(()) => output,
        Err(Failure::Help) => Output::ok(format!("Usage: {tool} [options]\n")),
        Err(Failure::Usage(message)) => Output::error(2, &message),
        Err(Failure::Run(message)) => {
            output.stderr.extend(Output::error(1, &message).stderr);
            output.code = 1;
            output
        }
    }
}

/// The arguments without the values of secrets.
fn redacted(tool: &str, args: &[String]) -> Vec<String> {
    let hides = matches!(tool, "secret-add" | "secret-set");
    let redact = |arg: &String| match arg.split_once('=') {
        Some((key, _)) if hides && !key.starts_with('-') => format!("{key}=…"),
        _ => arg.clone(),
    };
    args.iter().map(redact).collect()
}

impl Call<'_> {
    fn parse(&self, known: &[Flag]) -> Result<Parsed, Failure> {
        let check = |kind: Kind, value: &str| match kind {
            Kind::Relation => self.check_relation(value).map(drop),
            Kind::Storage => self.check_storage(value),
            _ => Ok(()),
        };
        flags::parse(known, self.args, check).map_err(|refusal| match refusal {
            Refusal::Help => Failure::Help,
            Refusal::Wrong(message) => Failure::Usage(message),
        })
    }

    /// Only the number after the last colon counts; the endpoint is never looked at.
    fn check_relation(&self, value: &str) -> Result<RelationId, String> {
        let number = value.rsplit(':').next().unwrap_or(value);
        let number: i64 = number.parse().map_err(|_| "invalid relation id")?;
        let known = RelationId::try_from(number).ok();
        known
            .filter(|id| self.hook.relations.contains_key(id))
            .ok_or_else(|| "relation not found".into())
    }

    fn check_storage(&self, value: &str) -> Result<(), String> {
        let unit = self.world.units.get(&self.hook.unit);
        if unit.is_some_and(|unit| unit.storage.contains_key(value)) {
            return Ok(());
        }
        let is_id = value.split_once('/').is_some_and(|(kind, number)| {
            !kind.is_empty() && !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit())
        });
        let value = flags::quote(value);
        Err(if is_id {
            format!("storage {value} not found")
        } else {
            format!("invalid storage ID {value}")
        })
    }

    /// The relation that a flag names, else that of the hook.
    fn relation(&self, parsed: &Parsed) -> Result<RelationId, Failure> {
        self.relation_if_any(parsed)
            .ok_or_else(|| Failure::Usage("no relation id specified".into()))
    }

    fn relation_if_any(&self, parsed: &Parsed) -> Option<RelationId> {
        match parsed.get("r") {
            Some(value) => self.check_relation(value).ok(),
            None => self
                .hook
                .relation
                .filter(|id| self.hook.relations.contains_key(id)),
        }
    }

    /// Prints a value in the format that was asked for, where it was asked for.
    fn print(&mut self, parsed: &Parsed, otherwise: &str, value: impl Into<Shown>) -> Done {
        let format = parsed.get("format").unwrap_or(otherwise);
        let text = output::print(&value.into(), format);
        match parsed.get("o").filter(|path| !path.is_empty()) {
            Some(path) => {
                let written = self.files.write(Path::new(path), text.as_bytes());
                written.map_err(|error| {
                    let path = self.files.folder().join(path);
                    Failure::Run(format!(
                        "open {}: {}",
                        path.display(),
                        files::reason(&error)
                    ))
                })
            }
            None => {
                self.output.stdout.extend_from_slice(text.as_bytes());
                Ok(())
            }
        }
    }

    fn print_smart(&mut self, parsed: &Parsed, value: impl Into<Shown>) -> Done {
        self.print(parsed, "smart", value)
    }

    /// A flag that some tools still take, and ignore.
    fn deprecate_format(&mut self, parsed: &Parsed) {
        if !parsed.text("format").is_empty() {
            // Juju writes no line break here.
            let note = format!("--format flag deprecated for command \"{}\"", self.tool);
            self.output.stderr.extend_from_slice(note.as_bytes());
        }
    }

    /// What stands in a file that a flag names; `-` is the standard input.
    fn read_settings_file(&self, path: &str) -> Result<Vec<u8>, Failure> {
        match path {
            "" => Ok(Vec::new()),
            "-" => Ok(self.stdin.unwrap_or_default().to_vec()),
            path => self.read_file(Path::new(path)),
        }
    }

    /// What stands in a file that the caller names.
    fn read_file(&self, path: &Path) -> Result<Vec<u8>, Failure> {
        self.files.read(path).map_err(|error| {
            let path = self.files.folder().join(path);
            Failure::Run(format!(
                "open {}: {}",
                path.display(),
                files::reason(&error)
            ))
        })
    }

    /// What stands in a file that is to become the content of a secret.
    fn read_agents_file(&self, path: &str) -> Result<Vec<u8>, String> {
        let path: PathBuf = files::agents(path);
        let read = self.files.read(&path);
        read.map_err(|error| format!("open {}: {}", path.display(), files::reason(&error)))
    }

    fn unit(&self) -> String {
        self.hook.unit.as_str().to_owned()
    }

    fn app(&self) -> String {
        World::own_app(self.hook).to_owned()
    }

    /// Whether the unit leads. Once it did not, it does not for the rest of the hook.
    fn is_leader(&mut self) -> bool {
        if !self.hook.is_follower {
            self.hook.is_follower = !self.world.is_leader(self.hook.unit.as_str());
        }
        !self.hook.is_follower
    }

    /// Lets nobody but the leader pass.
    fn need_leader(&mut self, complaint: &str) -> Done {
        if self.is_leader() {
            Ok(())
        } else {
            Err(Failure::Run(complaint.into()))
        }
    }
}

/// Complains about what was left on the command line.
fn no_more(parsed: &Parsed) -> Done {
    parsed.finish().map_err(Failure::Usage)
}

const NOT_LEADER: &str = "this unit is not the leader";
