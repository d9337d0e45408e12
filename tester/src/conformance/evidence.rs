//! What a hook said and did, for whoever has to find out why it failed.

use crate::stage::HookRun;
use relata::ScopeKind;
use relata::testing::Change;

/// How much of what a hook said is shown.
const LAST_LINES: usize = 6;

/// What the hook said in the end, called last and wrote.
pub(super) fn of_run(run: &HookRun) -> Vec<String> {
    let mut evidence = last_words(run);
    // With `ops` most calls write a line of the log.
    let mut calls = run.calls.iter().rev();
    let telling = calls.clone().find(|call| call.tool != "juju-log");
    if let Some(call) = telling.or_else(|| calls.next()) {
        let args = shortened(&call.args.join(" "));
        let line = format!("last hook tool: {} {args}", call.tool);
        evidence.push(line.trim_end().to_owned());
    }
    for change in &run.finished.changes {
        if let Change::Databag {
            scope,
            key,
            before,
            after,
            ..
        } = change
        {
            let scope = match scope {
                ScopeKind::App => "app",
                ScopeKind::Unit => "unit",
            };
            evidence.push(format!(
                "{scope} `{key}`: {} → {}",
                before.as_deref().map_or("nothing".to_owned(), shortened),
                after.as_deref().map_or("nothing".to_owned(), shortened),
            ));
        }
    }
    evidence
}

/// The end of what the hook printed and complained about, and where in the charm a
/// Python exception came from: that is seldom in the last lines.
pub(crate) fn last_words(run: &HookRun) -> Vec<String> {
    let inside = format!("{}/", run.folder.display());
    let stderr = run.stderr.replace(&inside, "");
    let log: Vec<&str> = complaints(run).collect();
    let log = log.join("\n").replace(&inside, "");
    let mut lines: Vec<String> = own_frame(&log)
        .or_else(|| own_frame(&stderr))
        .into_iter()
        .collect();
    lines.extend(last_lines("stderr", &stderr));
    lines.extend(last_lines("log", &log));
    lines
}

/// What the hook logged as wrong.
pub(super) fn complaints(run: &HookRun) -> impl Iterator<Item = &str> {
    let is_complaint = |level: &str| matches!(level, "ERROR" | "CRITICAL" | "WARNING");
    let lines = run.log.iter().filter(move |line| is_complaint(&line.level));
    lines.map(|line| line.message.as_str())
}

/// The last frame of a traceback that is in the charm's own folder, where paths begin
/// there: `charm: src/charm.py, line 25, in _on_changed: shared = json.loads(…)`.
fn own_frame(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let frames = lines.iter().enumerate().rev();
    let mut own = frames.filter_map(|(at, line)| {
        let (path, place) = line.strip_prefix("File \"")?.split_once("\", ")?;
        let path = path.trim_start_matches("./");
        let is_foreign = |part: &str| matches!(part, "site-packages" | "dist-packages" | "venv");
        if path.starts_with(['/', '<']) || path.split('/').any(is_foreign) {
            return None;
        }
        let code = lines
            .get(at + 1)
            .filter(|code| !code.starts_with("File \""));
        let code = code.map(|code| format!(": {code}")).unwrap_or_default();
        Some(shortened(&format!("charm: {path}, {place}{code}")))
    });
    own.next()
}

fn last_lines(what: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let from = lines.len().saturating_sub(LAST_LINES);
    (lines[from..].iter())
        .map(|line| format!("{what}: {}", shortened(line)))
        .collect()
}

pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.replace(['\n', '\r'], " ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charms_own_line_is_found_above_that_of_a_library() {
        let traceback = r#"Traceback (most recent call last):
  File "src/charm.py", line 30, in <module>
    ops.main(Trust)
  File "/home/a/.venv/lib/python3.12/site-packages/ops/framework.py", line 9, in _emit
    handler(event)
  File "src/charm.py", line 25, in _on_changed
    shared = json.loads(text)
             ^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.12/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
  File "venv/lib/python3.12/site-packages/ops/model.py", line 9, in other
    fail()
json.decoder.JSONDecodeError: Expecting value"#;
        assert_eq!(
            own_frame(traceback).as_deref(),
            Some("charm: src/charm.py, line 25, in _on_changed: shared = json.loads(text)")
        );
        assert_eq!(own_frame("Illegal number: soon"), None);
    }
}
