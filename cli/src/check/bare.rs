//! Is this one databag right?

use super::document::{Data, databag};
use super::identify::Origin;
use super::judging::Judges;
use super::report::{BagReport, RelationReport, Report};
use super::sides::{Bag, Side};
use super::version;
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::{input, names};
use relata_spec::Interface;
use relata_spec::document;
use relata_spec::model::{Role, Scope};
use serde::Deserialize;
use std::io::Read;
use std::path::Path;

#[derive(Deserialize)]
struct Bare(#[serde(deserialize_with = "databag")] Data);

/// Checks a databag that stands alone: a JSON object of strings, as
/// `relation-get --format json` prints it.
pub(super) fn check(
    catalogue: &[Interface],
    args: &CheckArgs,
    path: &Path,
    stdin: Option<&mut dyn Read>,
) -> Result<Report, Failure> {
    let (Some(name), Some(role), Some(scope)) = (&args.interface, args.role, args.scope) else {
        return Err(Failure::new(
            "`--bag` needs `--interface`, `--role` and `--scope`",
        ));
    };
    let interface = names::interface(catalogue, name)?;
    let role = Role::from(role);
    if let Some(number) = args.version {
        names::role(interface, names::version(interface, number)?, role)?;
    }
    let name = input::name(path);
    let text = input::read(path, stdin)?;
    let Bare(data) = document::parse(&text).map_err(|error| {
        Failure::new(format!(
            "cannot read the databag in {name}: {error}; it is a JSON object of strings"
        ))
    })?;
    let bag = Bag {
        side: Side::Remote,
        role,
        scope: Scope::from(scope),
        application: None,
        unit: None,
        in_scope: true,
        data: &data,
    };
    let origin = Origin {
        by: "flag",
        confidence: "given",
        why: "the command line says so".to_owned(),
    };
    let judged =
        version::judge_all(&Judges::default(), interface, args.version, &[bag]).unwrap_or_default();
    Ok(Report {
        relations: vec![RelationReport {
            units: Vec::new(),
            endpoint: String::new(),
            related_endpoint: None,
            id: None,
            cross_model: false,
            interface: interface.name.clone(),
            role,
            bags: judged
                .into_iter()
                .map(|judged| BagReport::new(interface, None, None, &origin, judged))
                .collect(),
            origin,
        }],
        ..Report::default()
    })
}
