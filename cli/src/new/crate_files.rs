//! What is in a new crate?

use crate::failure::Failure;
use crate::input;
use std::path::{Path, PathBuf};

/// The files of a new crate with their templates, in which `{{word}}` is filled
/// in.
const TEMPLATES: [(&str, &str); 8] = [
    (".gitignore", include_str!("template/gitignore.txt")),
    ("Cargo.toml", include_str!("template/Cargo.toml.txt")),
    ("README.md", include_str!("template/README.md.txt")),
    ("src/lib.rs", include_str!("template/lib.rs.txt")),
    ("src/main.rs", include_str!("template/main.rs.txt")),
    (
        "examples/exchange.rs",
        include_str!("template/example.rs.txt"),
    ),
    ("tests/interface.rs", include_str!("template/test.rs.txt")),
    (
        "frozen/{{name}}/v0.json",
        include_str!("template/frozen.json.txt"),
    ),
];

/// What the templates are filled in with.
pub(super) struct Plan {
    pub(super) name: String,
    /// `build-result-interface`: no name of a crate that is used here, and no
    /// word of Rust's.
    pub(super) package: String,
    relata: String,
    cli: String,
    /// Whether a folder around it has a package, of whose workspace it is none.
    within: bool,
}

impl Plan {
    /// `checkout` is where Relata itself is, if not in the registry.
    pub(super) fn new(name: &str, checkout: Option<&Path>, folder: &Path) -> Result<Plan, Failure> {
        let source = |part: &str| match checkout {
            Some(checkout) => path_to(checkout, part),
            None => Ok(format!("version = \"{}\"", release())),
        };
        Ok(Plan {
            name: name.to_owned(),
            package: format!("{}-interface", name.replace('_', "-")),
            relata: source("runtime")?,
            cli: source("cli")?,
            within: in_another_package(folder),
        })
    }

    fn fill(&self, template: &str) -> String {
        let module = self.name.replace('-', "_");
        let declared = if self.name.contains('-') {
            format!("{:?}", self.name)
        } else {
            self.name.clone()
        };
        let workspace = if self.within {
            "\n# It is no member of the workspace around it.\n[workspace]"
        } else {
            ""
        };
        let text = [
            ("name", self.name.as_str()),
            ("declared", &declared),
            ("module", &module),
            ("package", &self.package),
            ("crate", &self.package.replace('-', "_")),
            ("relata", &self.relata),
            ("cli", &self.cli),
            ("rust", env!("CARGO_PKG_RUST_VERSION")),
            ("workspace", workspace),
        ]
        .iter()
        .fold(template.to_owned(), |text, (word, value)| {
            text.replace(&format!("{{{{{word}}}}}"), value)
        });
        text.trim_end().to_owned() + "\n"
    }
}

/// Every file of the crate with its text.
pub(super) fn files(plan: &Plan) -> Vec<(String, String)> {
    let fill = |(path, text): &(&str, &str)| {
        let path = plan.fill(path).trim_end().to_owned();
        (path, plan.fill(text))
    };
    TEMPLATES.iter().map(fill).collect()
}

/// `0.1` of `0.1.7`: what a crate that is made today can rely on.
fn release() -> String {
    let [major, minor] = [
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
    ];
    format!("{major}.{minor}")
}

/// `path = "…"` to a crate in a checkout of Relata.
fn path_to(checkout: &Path, part: &str) -> Result<String, Failure> {
    let folder = checkout.join(part);
    let whole = folder.canonicalize().ok();
    let whole = whole.filter(|whole| whole.join("Cargo.toml").is_file());
    let whole = whole.ok_or_else(|| {
        Failure::new(format!(
            "{} is no checkout of Relata: it has no `{part}/Cargo.toml`",
            input::name(checkout)
        ))
    })?;
    // Cargo reads either slash; a backslash would need escapes.
    let whole = whole.display().to_string().replace('\\', "/");
    Ok(format!("path = {whole:?}"))
}

/// Whether cargo would take the folder for a part of a package around it.
fn in_another_package(folder: &Path) -> bool {
    let whole: Option<PathBuf> = std::path::absolute(folder).ok();
    let around = whole.iter().flat_map(|whole| whole.ancestors().skip(1));
    around
        .into_iter()
        .any(|folder| folder.join("Cargo.toml").is_file())
}
