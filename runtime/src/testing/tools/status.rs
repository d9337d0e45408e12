//! `status-set`, `status-get`, `juju-log`, `application-version-set`: what takes
//! effect at once.

use super::{Call, Done, Failure, NOT_LEADER, no_more};
use crate::Json;
use crate::testing::flags::{FORMAT, Flag, Kind, OUTPUT, quote};
use crate::testing::model::Status;
use crate::testing::watch::LogLine;
use serde_json::json;

const WORDS: [&str; 4] = ["maintenance", "blocked", "waiting", "active"];

pub(super) fn set(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[Flag(&["application"], Kind::Bool)])?;
    let word = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("invalid args, require <status> [message]".into()))?;
    if !WORDS.contains(&&*word) {
        let (word, known) = (quote(&word), WORDS.join(" "));
        return Err(Failure::Usage(format!(
            "invalid status {word}, expected one of [{known}]"
        )));
    }
    let message = parsed.shift().unwrap_or_default();
    no_more(&parsed)?;
    let status = Status::new(&word, &message, call.world.now);
    if parsed.is_set("application") {
        call.need_leader(NOT_LEADER)?;
        let app = call.app();
        if let Some(app) = call.world.apps.get_mut(&app) {
            app.status = Some(status);
        }
    } else if let Some(unit) = call.world.units.get_mut(&call.hook.unit) {
        unit.status = status;
    }
    Ok(())
}

pub(super) fn get(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[
        FORMAT,
        OUTPUT,
        Flag(&["include-data"], Kind::Bool),
        Flag(&["application"], Kind::Bool),
    ])?;
    no_more(&parsed)?;
    let data = parsed.is_set("include-data");
    let is_word = !data && parsed.get("format").is_none_or(|format| format == "smart");
    let shown = if parsed.is_set("application") {
        call.need_leader("finding application status: this unit is not the leader")?;
        let (own, units) = app_status(call);
        if is_word {
            own.word.into()
        } else {
            let units: serde_json::Map<String, Json> = units
                .iter()
                .map(|(unit, status)| (unit.clone(), details(status, data)))
                .collect();
            let mut own = details(&own, data);
            own["units"] = Json::Object(units);
            json!({ "application-status": own })
        }
    } else {
        let unit = call.world.units.get(&call.hook.unit);
        let status = unit.map(|unit| unit.status.clone());
        // What was read once stays, whatever the hook sets.
        let read = call
            .hook
            .status
            .get_or_insert_with(|| status.unwrap_or_else(|| Status::new("unknown", "", 0)));
        if is_word {
            read.word.clone().into()
        } else {
            details(read, data)
        }
    };
    call.print_smart(&parsed, shown)
}

fn details(status: &Status, with_data: bool) -> Json {
    if with_data {
        json!({"status": status.word, "message": status.message, "status-data": {}})
    } else {
        json!({ "status": status.word })
    }
}

/// The status of the application, which is the worst of its units unless it says so
/// itself, and that of each unit.
fn app_status(call: &Call<'_>) -> (Status, Vec<(String, Status)>) {
    let app = call.hook.unit.app();
    let units: Vec<(String, Status)> = call
        .world
        .units_of(app)
        .map(|(name, unit)| (name.as_str().to_owned(), unit.status.clone()))
        .collect();
    let own = call.world.app_status(app).cloned();
    let worst = units
        .iter()
        .map(|(_, status)| status)
        .max_by_key(|status| status.severity());
    let own = own.or_else(|| worst.cloned());
    (own.unwrap_or_else(|| Status::new("unknown", "", 0)), units)
}

pub(super) fn log(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[
        Flag(&["debug"], Kind::Bool),
        Flag(&["l", "log-level"], Kind::Text),
        Flag(&["format"], Kind::Text),
    ])?;
    if parsed.args.is_empty() {
        return Err(Failure::Usage("no message specified".into()));
    }
    call.deprecate_format(&parsed);
    let asked = parsed.get("l").unwrap_or("INFO").to_uppercase();
    let level = match &*asked {
        _ if parsed.is_set("debug") => "DEBUG",
        "TRACE" => "TRACE",
        "DEBUG" => "DEBUG",
        "WARN" | "WARNING" => "WARNING",
        "ERROR" => "ERROR",
        "CRITICAL" => "CRITICAL",
        _ => "INFO",
    };
    let prefix = match call.hook.relation {
        Some(id) => format!("{}:{id}: ", call.hook.endpoint),
        None => String::new(),
    };
    call.world.log.push(LogLine {
        unit: call.hook.unit.clone(),
        level: level.into(),
        message: prefix + &parsed.args.join(" "),
    });
    Ok(())
}

pub(super) fn version_set(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[])?;
    let version = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("no version specified".into()))?;
    no_more(&parsed)?;
    let app = call.app();
    if let Some(app) = call.world.apps.get_mut(&app) {
        app.workload_version = version;
    }
    Ok(())
}
