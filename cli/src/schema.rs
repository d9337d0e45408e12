//! What is the JSON Schema of a role's databags?

use crate::Said;
use crate::args::{SchemaArgs, SideArg, ViewArg};
use crate::failure::Failure;
use crate::names;
use relata_spec::Interface;
use relata_spec::model::Role;
use relata_spec::schema::{Side, View, role_schema};

pub(crate) fn run(catalogue: &[Interface], args: &SchemaArgs) -> Result<Said, Failure> {
    let interface = names::interface(catalogue, &args.name)?;
    let version = names::version(interface, args.version)?;
    let role = Role::from(args.role);
    names::role(interface, version, role)?;
    let side = match args.side {
        SideArg::Reader => Side::Reader,
        SideArg::Writer => Side::Writer,
    };
    let view = match args.view {
        ViewArg::Decoded => View::Decoded,
        ViewArg::Wire => View::Wire,
    };
    let schema = role_schema(interface, version, role, side, view);
    Ok(Said::fine(crate::json(&schema)))
}
