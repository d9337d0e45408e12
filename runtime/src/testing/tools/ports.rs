//! `open-port`, `close-port`, `opened-ports`.

use super::{Call, Done, Failure, no_more};
use crate::testing::flags::{FORMAT, Flag, Kind, OUTPUT};
use crate::testing::output::Shown;
use crate::testing::ports::PortRange;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn open(call: &mut Call<'_>) -> Done {
    let (range, endpoints) = read(call)?;
    let unit = call.world.units.get(&call.hook.unit);
    let open = unit.map(|unit| unit.ports.clone()).unwrap_or_default();
    let clash = open
        .iter()
        .find(|(other, _)| *other != range && other.overlaps(range));
    if let Some((other, _)) = clash {
        let unit = &call.hook.unit;
        return Err(Failure::Run(format!(
            "cannot open {range} (unit \"{unit}\"): port range conflicts with {other} (unit \"{unit}\")"
        )));
    }
    for endpoint in endpoints {
        call.hook.closes.remove(&(range, endpoint.clone()));
        call.hook.opens.insert((range, endpoint));
    }
    Ok(())
}

pub(super) fn close(call: &mut Call<'_>) -> Done {
    let (range, endpoints) = read(call)?;
    for endpoint in endpoints {
        call.hook.opens.remove(&(range, endpoint.clone()));
        call.hook.closes.insert((range, endpoint));
    }
    Ok(())
}

/// The ports, and the endpoints that they are for; one empty name for all.
fn read(call: &mut Call<'_>) -> Result<(PortRange, Vec<String>), Failure> {
    let mut parsed = call.parse(&[
        Flag(&["format"], Kind::Text),
        Flag(&["endpoints"], Kind::Text),
    ])?;
    let range = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("no port or range specified".into()))?;
    let range = PortRange::parse(&range).map_err(Failure::Usage)?;
    no_more(&parsed)?;
    call.deprecate_format(&parsed);
    let endpoints = parsed.text("endpoints").split(',');
    Ok((
        range,
        endpoints.map(|name| name.trim().to_owned()).collect(),
    ))
}

pub(super) fn opened(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[FORMAT, OUTPUT, Flag(&["endpoints"], Kind::Bool)])?;
    no_more(&parsed)?;
    let mut open: BTreeMap<PortRange, BTreeSet<String>> = BTreeMap::new();
    // What this hook opens is not there yet.
    for (range, endpoint) in call.world.ports(&call.hook.unit) {
        open.entry(range).or_default().insert(endpoint);
    }
    let with_endpoints = parsed.is_set("endpoints");
    let lines = open.iter().map(|(range, endpoints)| {
        let names: Vec<&str> = endpoints.iter().map(|name| &**name).collect();
        match (with_endpoints, names.contains(&"")) {
            (false, _) => range.to_string(),
            (true, true) => format!("{range} (*)"),
            (true, false) => format!("{range} ({})", names.join(", ")),
        }
    });
    let shown = Shown::lines(lines.collect::<Vec<_>>());
    call.print_smart(&parsed, shown)
}
