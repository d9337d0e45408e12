//! Which stories do the charms not survive?

use super::{failed, options};
use crate::Said;
use crate::args::{Format, IntegrateArgs, quoted};
use crate::failure::{Failure, one_line};
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, paint};
use relata_tester::conformance::Finding;
use relata_tester::story::{Pair, Shrunk, Started, Story, StoryResult};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// How many stories are tried to shorten one.
const TRIES: usize = 200;

/// What came of all stories.
#[derive(Serialize)]
struct Report {
    interface: String,
    /// The first seed.
    seed: u64,
    stories: usize,
    passed: usize,
    failed: usize,
    hooks: usize,
    seconds: f64,
    failures: Vec<Failed>,
}

/// One way to fail, and the shortest story that shows it.
#[derive(Serialize)]
struct Failed {
    /// The seeds whose stories fail in this way.
    seeds: Vec<u64>,
    /// The first of these stories.
    drawn: String,
    story: String,
    /// What the order of hooks is drawn from, if it matters.
    seed: Option<u64>,
    /// Whether nothing of it can be left out.
    minimal: bool,
    tried: usize,
    findings: Vec<Finding>,
    replay: String,
}

pub(super) fn run(
    args: &IntegrateArgs,
    pair: Pair,
    count: u64,
    format: Format,
) -> Result<Said, Failure> {
    let begun = Instant::now();
    let first = args.seed.unwrap_or_default();
    let started = Started::new(pair, &options(args)).map_err(failed)?;
    let stories = started.drawn((0..count).map(|more| first.wrapping_add(more)));
    let jobs = args.jobs.unwrap_or_else(crate::cores);
    let done = AtomicUsize::new(0);
    let tell = |result: &StoryResult| {
        let told = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress(told, stories.len(), result);
    };
    let results = started.run_many(&stories, jobs, &tell).map_err(failed)?;
    let mut kinds: Vec<Vec<&StoryResult>> = Vec::new();
    for result in results.iter().filter(|result| !result.is_fine()) {
        match kinds.iter_mut().find(|kind| kind[0].shows_the_same(result)) {
            Some(kind) => kind.push(result),
            None => kinds.push(vec![result]),
        }
    }
    let mut failures = Vec::new();
    for kind in &kinds {
        let shrunk = started.shrink(kind[0], TRIES).map_err(failed)?;
        failures.push(describe(args, kind, shrunk));
    }
    let failed = kinds.iter().map(Vec::len).sum();
    let report = Report {
        interface: started.pair().interface().to_owned(),
        seed: first,
        stories: results.len(),
        passed: results.len() - failed,
        failed,
        hooks: results.iter().map(|result| result.hooks).sum(),
        seconds: (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        failures,
    };
    Ok(Said {
        code: match (report.stories, report.failed) {
            (0, _) => 3,
            (_, 0) => 0,
            _ => 1,
        },
        stdout: match format {
            Format::Json => crate::json(&report),
            Format::Human => render(&report),
        },
        stderr: String::new(),
    })
}

fn describe(args: &IntegrateArgs, kind: &[&StoryResult], shrunk: Shrunk) -> Failed {
    let story = shrunk.result.story;
    Failed {
        seeds: kind.iter().filter_map(|result| result.story.seed).collect(),
        drawn: kind[0].story.to_string(),
        replay: replay(args, &story),
        seed: story.seed,
        story: story.to_string(),
        minimal: shrunk.is_minimal,
        tried: shrunk.tried,
        findings: shrunk.result.findings,
    }
}

/// The command that tells a story once more.
fn replay(args: &IntegrateArgs, story: &Story) -> String {
    let mut words = vec![
        "relata integrate".to_owned(),
        quoted(&args.one),
        quoted(&args.other),
    ];
    for (app, units) in &args.units {
        let app = app
            .as_ref()
            .map(|app| format!("{app}="))
            .unwrap_or_default();
        words.push(format!("--units {app}{units}"));
    }
    for (app, folder) in &args.upgrade {
        let upgrade = quoted(&format!("{app}={}", folder.display()));
        words.push(format!("--upgrade {upgrade}"));
    }
    words.extend(args.play.words());
    if let Some(seed) = story.seed {
        words.push(format!("--seed {seed}"));
    }
    words.push(format!("--story {}", quoted(&story.to_string())));
    words.join(" ")
}

fn render(report: &Report) -> String {
    let mut text = String::new();
    for failure in &report.failures {
        for finding in &failure.findings {
            let code = paint(ERROR, format_args!("error[{}]:", finding.fault.id()));
            let title = paint(STRONG, finding.fault.title());
            let _ = writeln!(text, "{code} {title}: {}", one_line(&finding.what));
            if let (Some(unit), Some(hook)) = (&finding.unit, &finding.hook) {
                let _ = writeln!(text, "  {} {unit} {hook}", paint(FRAME, "-->"));
            }
            for line in &finding.evidence {
                let _ = writeln!(text, "   {} {}", paint(FRAME, "|"), one_line(line));
            }
        }
        let mark = paint(FRAME, "=");
        let _ = writeln!(text, "   {mark} story: {}", paint(NAME, &failure.story));
        if let Some(finding) = failure.findings.first() {
            let id = finding.fault.id();
            let explained = paint(FAINT, format_args!("(relata explain {id})"));
            let help = finding.fault.help();
            let _ = writeln!(text, "   {mark} help: {help} {explained}");
        }
        let _ = writeln!(
            text,
            "   {mark} found: in {} of the stories, the first of seed {}: {}",
            failure.seeds.len(),
            failure.seeds.first().copied().unwrap_or_default(),
            paint(FAINT, &failure.drawn),
        );
        if !failure.minimal {
            let _ = writeln!(text, "   {mark} note: a shorter story may show it too");
        }
        let _ = writeln!(text, "   {mark} replay: {}\n", failure.replay);
    }
    let (sign, style) = if report.failed == 0 {
        ("✓", GOOD)
    } else {
        ("✗", ERROR)
    };
    let _ = writeln!(
        text,
        "{} {}: {} stories from --seed {}, {} passed, {} failed; {} hooks in {:.1} s",
        paint(style, sign),
        report.interface,
        report.stories,
        report.seed,
        report.passed,
        report.failed,
        report.hooks,
        report.seconds
    );
    text
}

/// A line for whoever watches; nothing where nobody does.
fn progress(told: usize, all: usize, result: &StoryResult) {
    let mut stderr = io::stderr();
    if stderr.is_terminal() {
        let seed = result.story.seed.unwrap_or_default();
        let said = if result.is_fine() {
            write!(stderr, "\r{told}/{all} stories")
        } else {
            writeln!(
                stderr,
                "\r{told}/{all} stories: the one of seed {seed} FAILED"
            )
        };
        // Whoever stopped watching misses nothing.
        drop(said);
        if told == all {
            let _ = writeln!(stderr);
        }
    }
}
