//! What the user asks for.

mod integrate;
mod matrix;
mod play;
mod test;

pub(crate) use integrate::IntegrateArgs;
pub(crate) use matrix::MatrixArgs;
pub(crate) use play::{TrialArgs, quoted};
pub(crate) use test::TestArgs;

use crate::failure::Failure;
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use relata_spec::model::{Role, Scope};
use std::path::PathBuf;

/// Lists, shows and checks Juju relation interfaces.
#[derive(Debug, Parser)]
#[command(name = "relata", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// For people or for programs; `diff` and `freeze` also answer in SARIF, for
    /// code scanners.
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Human)]
    pub(crate) format: FormatArg,

    /// When to use colours; `auto` also obeys `NO_COLOR`.
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the interfaces of the catalogue.
    List,
    /// Show one interface: who writes what, how, and what differs between versions.
    Show(ShowArgs),
    /// Print the JSON Schema of one role's databags.
    Schema(SchemaArgs),
    /// Check relation data: the output of `juju show-unit`, or one databag.
    ///
    /// Exits with 0 if all is well, 1 if a databag is invalid or incomplete, 2 if
    /// the input cannot be read, 3 if there is no relation to check.
    Check(CheckArgs),
    /// Compare frozen specifications: what changed, which rule says so, and which
    /// order of upgrades breaks.
    ///
    /// Exits with 0 if every old and new pair of charms works, 1 if some change
    /// breaks one, 2 if a file cannot be read, 3 if there is nothing to compare.
    Diff(DiffArgs),
    /// Write down what is released, or check that it has not been broken since.
    ///
    /// Writes a file per released version. A version that would break charms that
    /// are deployed is refused, unless its declaration allows the change with a
    /// reason. Exits with 1 if one is.
    Freeze(FreezeArgs),
    /// Make a crate for a new interface: a declaration, an example, a test, a frozen
    /// specification, and this command for it.
    ///
    /// It builds, passes `cargo test` and exports as it is. Nothing is written if
    /// the name cannot be one or the folder is not free.
    New(NewArgs),
    /// Print the page of a rule: what it is about, whom breaking it hurts, an
    /// example, how to mend it, and whether it can be allowed.
    Explain(ExplainArgs),
    /// Write the documents of the public catalogue: README, `interface.yaml`,
    /// `schema.py` and JSON Schemas, a folder per version.
    ///
    /// Writes `DIR/<name>/interface/v<N>/` and `DIR/index.json`. Other files in
    /// DIR are left alone, and so are the entries of other interfaces in an
    /// `index.json` that is there already. A file that is as it should be is not
    /// written again.
    Export(ExportArgs),
    /// Try a charm, in any language, against the interfaces that its metadata names.
    ///
    /// The cases come from the declarations. The charm is really dispatched, in a
    /// miniature Juju. Exits with 0 if all is well, 1 if the charm breaks an
    /// interface, 2 if it cannot be set up, 3 if there was nothing to try.
    Test(TestArgs),
    /// Try the charms of a list, or of a whole catalogue, and tell which of them keep
    /// to which interface.
    ///
    /// Exits with 0 if every charm does, 1 if one does not or cannot be set up, 2 if a
    /// list is wrong, 3 if there was nothing to try.
    Matrix(MatrixArgs),
    /// Run two charms in a miniature Juju until they settle, and show every hook.
    ///
    /// Exits with 1 if a hook fails or a databag is invalid or incomplete in the end.
    Integrate(IntegrateArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The interface, all versions or one.
    #[arg(value_name = "NAME[@v1]")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// The interface.
    pub(crate) name: String,
    /// The version, such as `v1`.
    #[arg(long, value_name = "V", value_parser = version)]
    pub(crate) version: u32,
    /// The role that writes the databags.
    #[arg(long, value_enum)]
    pub(crate) role: RoleArg,
    /// What a reader accepts, or what a writer must keep to.
    #[arg(long, value_enum, default_value_t = SideArg::Reader)]
    pub(crate) side: SideArg,
    /// The decoded values, or the map of strings that Juju holds.
    #[arg(long, value_enum, default_value_t = ViewArg::Decoded)]
    pub(crate) view: ViewArg,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The output of `juju show-unit`, YAML or JSON; `-` or nothing for standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// Check one databag instead: a JSON object of strings; `-` for standard input.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["file", "endpoint", "charm", "juju"],
        requires_all = ["interface", "role", "scope"]
    )]
    pub(crate) bag: Option<PathBuf>,

    /// The interface; found in the charm's metadata or by fit if not given.
    #[arg(long, value_name = "N")]
    pub(crate) interface: Option<String>,

    /// The role of the unit that is shown; with `--bag`, of the databag's writer.
    #[arg(long, value_enum)]
    pub(crate) role: Option<RoleArg>,

    /// The version, such as `v1`; found by marker or by fit if not given.
    #[arg(long, value_name = "V", value_parser = version)]
    pub(crate) version: Option<u32>,

    /// Only the relations of this endpoint.
    #[arg(long, value_name = "E")]
    pub(crate) endpoint: Option<String>,

    /// The charm's `metadata.yaml` or `charmcraft.yaml`, which names the interface
    /// and role of each endpoint.
    #[arg(long, value_name = "FILE")]
    pub(crate) charm: Option<PathBuf>,

    /// Which Juju wrote the output: in 3, `application-data` is the remote
    /// application's databag, in 4 the local one's.
    #[arg(long, value_enum, default_value_t = JujuArg::Auto)]
    pub(crate) juju: JujuArg,

    /// With `--bag`: the application's databag or a unit's.
    #[arg(long, value_enum, requires = "bag")]
    pub(crate) scope: Option<ScopeArg>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The folder to write to, such as `interfaces` in a checkout of the catalogue.
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,

    /// The interfaces to export; all if none is named.
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// Replace documents that were written by hand, too, instead of refusing.
    #[arg(long)]
    pub(crate) overwrite: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// The interface, such as `build_result`.
    pub(crate) name: String,

    /// The folder of the crate [default: the interface's name].
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,

    /// Depend on a checkout of Relata in this folder, not on released crates.
    #[arg(long, value_name = "DIR")]
    pub(crate) relata: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The rule as a message names it, such as `R4`; without one, all rules are
    /// listed.
    #[arg(value_name = "ID")]
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// Two frozen specifications, or folders of them; with `--git` the folder,
    /// if it is not the usual one.
    #[arg(value_name = "OLD NEW", num_args = 0..=2)]
    pub(crate) paths: Vec<PathBuf>,

    /// Compare two revisions of the repository: `main..HEAD`, or `main...HEAD` for
    /// what changed since HEAD branched off; `main` alone is compared with the
    /// files as they are.
    #[arg(long, value_name = "A..B")]
    pub(crate) git: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FreezeArgs {
    /// The interfaces or versions to freeze, drafts too; all released versions if
    /// none is named.
    #[arg(value_name = "NAME[@v1]")]
    pub(crate) names: Vec<String>,

    /// Only look: fail if a released version is broken or not frozen.
    #[arg(long)]
    pub(crate) check: bool,

    /// The folder of frozen specifications [default: interfaces/frozen if there is
    /// one, else frozen].
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

impl FreezeArgs {
    pub(crate) fn directory(&self) -> PathBuf {
        self.dir.clone().unwrap_or_else(frozen_directory)
    }
}

/// Where frozen specifications are, if nobody says otherwise.
pub(crate) fn frozen_directory() -> PathBuf {
    let catalogue = PathBuf::from("interfaces/frozen");
    if catalogue.is_dir() {
        catalogue
    } else {
        PathBuf::from("frozen")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    Human,
    Json,
    /// For a code scanner: `diff` and `freeze`.
    Sarif,
    /// For a continuous integration: `test` and `matrix`.
    Junit,
}

impl FormatArg {
    /// The format of a command that answers in no other.
    pub(crate) fn plain(self) -> Result<Format, Failure> {
        match self {
            FormatArg::Human => Ok(Format::Human),
            FormatArg::Json => Ok(Format::Json),
            FormatArg::Sarif => Err(Failure::new(
                "only `relata diff` and `relata freeze` answer in SARIF: use `--format json`",
            )),
            FormatArg::Junit => Err(Failure::new(
                "only `relata test` and `relata matrix` answer in JUnit's form: use \
                 `--format json`",
            )),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SideArg {
    Reader,
    Writer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewArg {
    Decoded,
    Wire,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum JujuArg {
    #[value(name = "3")]
    Three,
    #[value(name = "4")]
    Four,
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleArg {
    Provider,
    Requirer,
    Peer,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Role {
        match role {
            RoleArg::Provider => Role::Provider,
            RoleArg::Requirer => Role::Requirer,
            RoleArg::Peer => Role::Peer,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScopeArg {
    App,
    Unit,
}

impl From<ScopeArg> for Scope {
    fn from(scope: ScopeArg) -> Scope {
        match scope {
            ScopeArg::App => Scope::App,
            ScopeArg::Unit => Scope::Unit,
        }
    }
}

/// Reads `v1` or `1`.
pub(crate) fn version(text: &str) -> Result<u32, String> {
    let digits = text.strip_prefix('v').unwrap_or(text);
    // `parse` alone would take a leading plus.
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("a version is written `v1` or `1`".to_owned());
    }
    digits
        .parse()
        .map_err(|_| "a version is written `v1` or `1`".to_owned())
}
