//! R7: does a role write each field into one of its databags only?

use crate::lower::Scene;
use crate::lower::nodes::Home;
use crate::report::Report;
use relata_spec::model::{Role, Scope};

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for role in Role::ALL {
        let fields = |scope| {
            let bags = scene.roles.iter().flat_map(|node| &node.bags);
            bags.filter(move |bag| bag.home == Home::Bag(role, scope))
                .flat_map(|bag| &bag.fields)
                .filter(|field| field.decl.attrs.marker.is_none())
        };
        for unit in fields(Scope::Unit) {
            let both = fields(Scope::App).find_map(|app| {
                let version = app.versions.overlap(&unit.versions)?;
                (app.name() == unit.name()).then_some((app, version))
            });
            let Some((app, version)) = both else { continue };
            if app.chain.allows("R7") || unit.chain.allows("R7") {
                continue;
            }
            report
                .error(
                    "R7",
                    unit.span(),
                    format!(
                        "the {role} writes `{}` into both databags in `v{version}`",
                        unit.name()
                    ),
                )
                .help(
                    "move it with a version (`#[until(v1)]` here, `#[since(v1)]` there), or \
                     write `#[allow(R7, reason = \"…\")]`",
                )
                .also(
                    app.span(),
                    format!("the {role} writes `{}` here, too", app.name()),
                );
        }
    }
}
