//! The interpreter, the JSON Schema and the exported `schema.py` come to the
//! same verdict on every databag.
//!
//! The three share no code that judges: the interpreter of `relata-spec` goes
//! through the model, a maintained validator applies the schemas, and pydantic
//! runs the exported modules in a virtual environment that this test makes for
//! itself. Where Python or its package registry is missing, the test says so
//! and passes; with `CI` in the environment it fails instead.

mod cases;
mod generate;
mod judges;
mod rare;
mod texts;
#[path = "../venv/mod.rs"]
mod venv;

use cases::Case;
use generate::{Choices, Generator};
use judges::{Pydantic, Schemas, interpreter};
use relata::spec::bag::Judgement;
use relata::spec::model::Interface;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

/// How many databags are generated, unless `RELATA_FUZZ_BAGS` says otherwise.
const GENERATED: usize = 10_000;

/// The seed, unless `RELATA_FUZZ_SEED` says otherwise.
const SEED: u64 = 20_261_121;

/// How many databags go to Python at once.
const BATCH: usize = 500;

/// Databags that are judged differently on purpose.
const EXCEPTIONS: [Exception; 4] = [
    Exception {
        place: "rare v0 provider app",
        judge: Judge::JsonSchema,
        says: "words: expected 2 to 3 elements",
        reason: "JSON Schema cannot count the different elements of a set",
    },
    Exception {
        place: "rare v0 provider app",
        judge: Judge::JsonSchema,
        says: "kinds: expected at most 2 elements",
        reason: "JSON Schema cannot count the different elements of a set",
    },
    Exception {
        place: "rare v0 provider app",
        judge: Judge::JsonSchema,
        says: "`least` is not above `most`",
        reason: "JSON Schema cannot compare two members",
    },
    Exception {
        place: "rare v0 provider app",
        judge: Judge::JsonSchema,
        says: "`label` comes before `m`",
        reason: "JSON Schema has no order of texts",
    },
];

/// A difference that is known.
struct Exception {
    /// The beginning of the case's name.
    place: &'static str,
    /// Who differs.
    judge: Judge,
    /// A part of what the interpreter says.
    says: &'static str,
    /// Why.
    reason: &'static str,
}

/// Who differs from the interpreter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Judge {
    JsonSchema,
    Pydantic,
}

/// One difference.
struct Difference {
    id: String,
    judge: Judge,
    /// What the interpreter says.
    says: String,
    /// What the other one says.
    what: String,
}

#[test]
fn the_databags_of_the_catalogue_get_one_verdict() {
    let Some(python) = venv::python() else { return };
    let catalogue = catalogue();
    let mut cases = cases::vectors(&catalogue);
    let vectors = cases.len();
    cases.extend(cases::samples(&catalogue));
    let differences = compare_with(&python, &catalogue, &cases);
    println!(
        "{} databags of the public catalogue and {} made from declarations: {} differences",
        vectors,
        cases.len() - vectors,
        differences.len()
    );
    report(&unexplained(&differences));
    let idle: Vec<&str> = EXCEPTIONS
        .iter()
        .filter(|exception| !differences.iter().any(|found| exception.covers(found)))
        .map(|exception| exception.says)
        .collect();
    assert!(idle.is_empty(), "no exceptions any more: {idle:?}");
}

#[test]
fn generated_databags_get_one_verdict() {
    let Some(python) = venv::python() else { return };
    let setting = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seed = setting("RELATA_FUZZ_SEED").unwrap_or(SEED);
    let count = setting("RELATA_FUZZ_BAGS")
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(GENERATED);
    println!("RELATA_FUZZ_SEED={seed} RELATA_FUZZ_BAGS={count}");
    let catalogue = catalogue();
    let mut generator = Generator::new(&catalogue, Choices::new(seed));
    let cases: Vec<Case<'_>> = (0..count).map(|number| generator.case(number)).collect();
    let accepted = cases.iter().filter(|case| interpreter(case).0).count();
    println!("{accepted} of {count} generated databags are accepted");
    assert!(
        accepted * 10 > count && accepted * 10 < count * 9,
        "too one-sided to say anything: {accepted} of {count} are accepted"
    );
    let differences = compare_with(&python, &catalogue, &cases);
    report(&unexplained(&differences));
}

#[test]
fn a_module_or_schema_that_is_wrong_is_noticed() {
    let Some(python) = venv::python() else { return };
    let right = vec![rare::rare::model()];
    let mut wrong = right.clone();
    for version in &mut wrong[0].versions {
        for spec in version.roles.values_mut() {
            for bag in [&mut spec.app, &mut spec.unit].into_iter().flatten() {
                for field in &mut bag.fields {
                    field.ty.constraints.clear();
                }
            }
        }
    }
    let differences = compare_with(&python, &wrong, &cases::samples(&right));
    for judge in [Judge::JsonSchema, Judge::Pydantic] {
        let noticed = differences
            .iter()
            .filter(|difference| difference.judge == judge && difference.says.contains("share"))
            .count();
        assert!(
            noticed > 0,
            "{judge:?} agrees with a declaration that it never saw"
        );
    }
}

/// Every interface that is compared.
fn catalogue() -> Vec<Interface> {
    let mut catalogue = relata_interfaces::catalogue();
    catalogue.push(rare::rare::model());
    catalogue
}

/// All differences between the interpreter and what is written from
/// `catalogue`, but for what a language cannot say.
fn compare_with(python: &Path, catalogue: &[Interface], cases: &[Case<'_>]) -> Vec<Difference> {
    let schemas = Schemas::new(catalogue);
    let mut pydantic = Pydantic::start(python, catalogue);
    let mut differences = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for batch in cases.chunks(BATCH) {
        for (case, from_pydantic) in batch.iter().zip(pydantic.accept(batch)) {
            let (expected, judgement) = interpreter(case);
            let from_schema = schemas.accept(case, &judgement);
            for (judge, (accepted, said)) in [
                (Judge::JsonSchema, from_schema),
                (Judge::Pydantic, from_pydantic),
            ] {
                if accepted == expected {
                    continue;
                }
                if let Some(reason) = cannot_say(judge, case, &judgement) {
                    *known.entry(reason).or_default() += 1;
                    continue;
                }
                let problems: Vec<String> = judgement
                    .problems
                    .iter()
                    .map(|one| {
                        let (key, path) = (&one.key, &one.problem.path);
                        format!("{key}{path}: {}", one.problem.message())
                    })
                    .collect();
                differences.push(Difference {
                    id: case.id.clone(),
                    judge,
                    says: format!(
                        "{}; missing {:?}; problems {problems:?}",
                        judgement.verdict, judgement.missing
                    ),
                    what: format!(
                        "{} {said}\n  {:?}",
                        if accepted { "accepts" } else { "refuses" },
                        case.databag
                    ),
                });
            }
        }
    }
    for (reason, count) in known {
        println!("{count} times: {reason}");
    }
    differences
}

/// What a language cannot say at all, for any databag.
fn cannot_say(judge: Judge, case: &Case<'_>, judgement: &Judgement) -> Option<&'static str> {
    let too_large = |text: &String| {
        serde_json::from_str::<Json>(text)
            .is_err_and(|error| error.to_string().starts_with("number out of range"))
    };
    match judge {
        Judge::JsonSchema => has_whole_float(&judgement.value)
            .then_some("`42.0` is an integer in JSON Schema, and a float for every charm"),
        Judge::Pydantic => (case.databag.values())
            .any(too_large)
            .then_some("`1e400` is infinite in Python, and no number for every charm"),
    }
}

fn has_whole_float(value: &Json) -> bool {
    match value {
        Json::Number(number) => {
            number.is_f64() && number.as_f64().is_some_and(|float| float.fract() == 0.0)
        }
        Json::Array(elements) => elements.iter().any(has_whole_float),
        Json::Object(members) => members.values().any(has_whole_float),
        _ => false,
    }
}

impl Exception {
    fn covers(&self, difference: &Difference) -> bool {
        difference.id.starts_with(self.place)
            && difference.judge == self.judge
            && difference.says.contains(self.says)
    }
}

/// The differences that no exception covers; those that are covered are listed.
fn unexplained(differences: &[Difference]) -> Vec<&Difference> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for difference in differences {
        match EXCEPTIONS.iter().find(|one| one.covers(difference)) {
            Some(exception) => *known.entry(exception.reason).or_default() += 1,
            None => unexplained.push(difference),
        }
    }
    for (reason, count) in known {
        println!("{count} times: {reason}");
    }
    unexplained
}

fn report(differences: &[&Difference]) {
    const SHOWN: usize = 20;
    for difference in differences.iter().take(SHOWN) {
        let Difference {
            id,
            judge,
            says,
            what,
        } = difference;
        println!("{id}: {says}; but {judge:?} {what}");
    }
    let count = differences.len();
    assert!(
        count == 0,
        "{count} databags are judged differently; the first stand above"
    );
}
