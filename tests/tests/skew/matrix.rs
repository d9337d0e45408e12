//! Every pair of releases of every interface with several versions.

use crate::as_of::Bags;
use crate::steps::Steps;
use crate::talk::{Charm, Marker, Outcome, converse, message};
use crate::values::{Values, values};
use crate::{future, page};
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use relata::{Databag, RoleKind};
use relata_interfaces::catalogue;
use relata_spec::model::{Interface, Role, Scope, Status, Version};
use relata_spec::{sample, wire};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many conversations there are for each pair.
const CASES: usize = 24;

/// What the provider and the requirer may get.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) to_requirer: BTreeSet<Outcome>,
    pub(crate) to_provider: BTreeSet<Outcome>,
}

/// One pair of releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) provider: u32,
    pub(crate) requirer: u32,
    /// In a new relation.
    pub(crate) fresh: Cell,
    /// In a relation that was there before the newer of them was upgraded; if
    /// they are alike, before both were, one after the other.
    pub(crate) upgraded: Option<Cell>,
    /// The version that is still spoken when both know a newer one.
    pub(crate) stays: Option<u32>,
}

/// What becomes of the pairs when the marker of a side is spoiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) role: Role,
    pub(crate) marker: Marker,
    pub(crate) pairs: usize,
    pub(crate) outcomes: BTreeSet<Outcome>,
}

/// All pairs of one interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) interface: String,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) marked: Vec<Marked>,
}

type Data<R> = BTreeMap<u32, <R as relata::Role>::Data>;

/// What a role may have to say: for each version the values of its databags.
struct Says {
    role: Role,
    versions: Vec<(Arc<Version>, BagsOf)>,
}

/// The values of the application's and of a unit's databag, where there is one.
type BagsOf = [Option<BoxedStrategy<Values>>; 2];

impl Says {
    fn new<R: Steps>(interface: &Interface) -> Self {
        let role = match R::KIND {
            RoleKind::Provider => Role::Provider,
            RoleKind::Requirer => Role::Requirer,
            RoleKind::Peer => Role::Peer,
        };
        let versions = R::VERSIONS.iter().map(|number| {
            let version = interface.version(*number).expect("a declared version");
            let version = Arc::new(version.clone());
            let strategies = Scope::ALL.map(|scope| values(&version, role, scope));
            (version, strategies)
        });
        Says {
            role,
            versions: versions.collect(),
        }
    }

    fn pick<R: Steps>(&self, runner: &mut TestRunner) -> Data<R> {
        let mut says = BTreeMap::new();
        for (version, strategies) in &self.versions {
            // The role is there, but has no databag.
            if strategies.iter().all(Option::is_none) {
                continue;
            }
            let mut bag = |scope: Scope, strategy: &Option<BoxedStrategy<Values>>| -> Databag {
                let Some(strategy) = strategy else {
                    return Databag::new();
                };
                let typical = || sample::typical(version, self.role, scope).unwrap_or_default();
                if R::SILENT.contains(&version.number) {
                    return typical();
                }
                let values = strategy.new_tree(runner).expect("a value").current();
                let bag = version.bag(self.role, scope).expect("a databag");
                let databag = wire::encode_bag(version, bag, &values).unwrap_or_default();
                if databag.is_empty() {
                    typical()
                } else {
                    databag
                }
            };
            let [app, unit] = strategies;
            let bags = Bags {
                app: bag(Scope::App, app),
                unit: bag(Scope::Unit, unit),
            };
            let data = message::<R>(version.number, &bags).unwrap_or_else(|| {
                let number = version.number;
                panic!("{} v{number}: {bags:?} is not ready", R::INTERFACE)
            });
            says.insert(version.number, data);
        }
        says
    }
}

/// Whether the declaration says that this may happen.
fn is_declared(interface: &Interface, writer: u32, reader: u32, outcome: &Outcome) -> bool {
    let older = interface.version(writer.min(reader));
    let is_retired = older.is_some_and(|version| version.status == Status::Retired);
    match outcome {
        Outcome::All | Outcome::Silent => true,
        // No charm needs to speak a retired version any more. Where a side can
        // find out that the other speaks nothing else, it does so all the same.
        Outcome::Nothing => writer != reader && is_retired,
        // A reader that states no version cannot be told from a newer one.
        Outcome::Without(_) => reader < writer && !states_version(interface, reader),
    }
}

fn states_version(interface: &Interface, number: u32) -> bool {
    interface.version(number).is_some_and(|version| {
        let bags = version.roles.values();
        let mut bags = bags.flat_map(|role| role.app.iter().chain(&role.unit));
        bags.any(|bag| bag.marker().is_some())
    })
}

struct Runner<'a> {
    interface: &'a Interface,
    numbers: Vec<u32>,
    chance: TestRunner,
    cases: usize,
}

impl Runner<'_> {
    fn table<P: Steps, R: Steps>(&mut self) -> Table {
        let provider_says = Says::new::<P>(self.interface);
        let requirer_says = Says::new::<R>(self.interface);
        let mut pairs = self.pairs();
        let mut marked = Vec::new();
        for _ in 0..self.cases {
            let says = (
                provider_says.pick::<P>(&mut self.chance),
                requirer_says.pick::<R>(&mut self.chance),
            );
            for pair in &mut pairs {
                self.pair::<P, R>(pair, &says);
            }
            for role in [Role::Provider, Role::Requirer] {
                for marker in Marker::ALL {
                    self.marked::<P, R>(role, marker, &says, &mut marked);
                }
            }
        }
        Table {
            interface: self.interface.name.clone(),
            pairs,
            marked,
        }
    }

    fn pairs(&self) -> Vec<Pair> {
        let numbers = &self.numbers;
        let row = |provider: &u32| {
            let provider = *provider;
            numbers.iter().map(move |requirer| Pair {
                provider,
                requirer: *requirer,
                fresh: Cell::default(),
                upgraded: (provider.max(*requirer) > numbers[0]).then(Cell::default),
                stays: None,
            })
        };
        numbers.iter().flat_map(row).collect()
    }

    /// A new relation, and one that was there before.
    fn pair<P: Steps, R: Steps>(&self, pair: &mut Pair, says: &(Data<P>, Data<R>)) {
        let (p, r) = (pair.provider, pair.requirer);
        let mut provider = Charm::<P>::new(p, &says.0);
        let mut requirer = Charm::<R>::new(r, &says.1);
        converse(&mut provider, &mut requirer);
        self.note(&provider, &requirer, &mut pair.fresh);
        let Some(upgraded) = &mut pair.upgraded else {
            return;
        };
        let before = match p.cmp(&r) {
            Ordering::Equal => {
                let older = self.numbers.iter().rev().find(|number| **number < p);
                older.copied().unwrap_or(p)
            }
            Ordering::Less | Ordering::Greater => p.min(r),
        };
        for provider_first in [true, false] {
            let mut provider = Charm::<P>::new(before, &says.0);
            let mut requirer = Charm::<R>::new(before, &says.1);
            converse(&mut provider, &mut requirer);
            for upgrades_provider in [provider_first, !provider_first] {
                if upgrades_provider {
                    provider.knows = p;
                } else {
                    requirer.knows = r;
                }
                converse(&mut provider, &mut requirer);
            }
            self.note(&provider, &requirer, upgraded);
            let versions = [requirer.reads_in(&provider), provider.reads_in(&requirer)];
            let found = versions.into_iter().flatten().find(|version| *version < p);
            if let (true, Some(version)) = (p == r, found) {
                // In a version without a marker nobody can say that there is a
                // newer one by now.
                assert!(
                    !states_version(self.interface, version),
                    "{} stays in v{version} when both know v{p}\n{:#?}\n{:#?}",
                    self.interface.name,
                    provider.bags,
                    requirer.bags
                );
                pair.stays = Some(version);
            }
        }
    }

    fn note<P: Steps, R: Steps>(&self, provider: &Charm<P>, requirer: &Charm<R>, cell: &mut Cell) {
        let (to_requirer, to_provider) = self.outcomes(provider, requirer);
        cell.to_requirer.insert(to_requirer);
        cell.to_provider.insert(to_provider);
    }

    fn outcomes<P: Steps, R: Steps>(
        &self,
        provider: &Charm<P>,
        requirer: &Charm<R>,
    ) -> (Outcome, Outcome) {
        let (p, r) = (provider.knows, requirer.knows);
        let to_requirer = requirer.gets(provider);
        let to_provider = provider.gets(requirer);
        let as_declared = [(p, r, &to_requirer), (r, p, &to_provider)]
            .into_iter()
            .all(|(writer, reader, outcome)| is_declared(self.interface, writer, reader, outcome));
        assert!(
            as_declared,
            "{}: the requirer gets: {to_requirer}; the provider gets: {to_provider}\n\
             provider, knows v{p}, marker {:?}: {:#?}\n\
             requirer, knows v{r}, marker {:?}: {:#?}",
            self.interface.name, provider.marker, provider.bags, requirer.marker, requirer.bags
        );
        (to_requirer, to_provider)
    }

    /// Every pair, with a spoiled marker on one side.
    fn marked<P: Steps, R: Steps>(
        &self,
        role: Role,
        marker: Marker,
        says: &(Data<P>, Data<R>),
        all: &mut Vec<Marked>,
    ) {
        let is_marked = match role {
            Role::Provider => !P::MARKED.is_empty(),
            Role::Requirer | Role::Peer => !R::MARKED.is_empty(),
        };
        if !is_marked {
            return;
        }
        let mut found = Marked {
            role,
            marker,
            pairs: 0,
            outcomes: BTreeSet::new(),
        };
        for pair in self.pairs() {
            let mut provider = Charm::<P>::new(pair.provider, &says.0);
            let mut requirer = Charm::<R>::new(pair.requirer, &says.1);
            let knows = if role == Role::Provider {
                provider.marker = marker;
                pair.provider
            } else {
                requirer.marker = marker;
                pair.requirer
            };
            // Only who knows the newest can be from the future.
            if marker == Marker::Higher && self.numbers.last() != Some(&knows) {
                continue;
            }
            converse(&mut provider, &mut requirer);
            let (to_requirer, to_provider) = self.outcomes(&provider, &requirer);
            found.pairs += 1;
            found.outcomes.extend([to_requirer, to_provider]);
        }
        let mut noted = all.iter_mut();
        match noted.find(|one| one.role == role && one.marker == marker) {
            Some(one) => one.outcomes.extend(found.outcomes),
            None => all.push(found),
        }
    }
}

/// Every table. `values` is where made-up values come from.
fn tables(cases: usize, values: impl Fn() -> TestRunner) -> Vec<Table> {
    let catalogue = catalogue();
    let mut tables = Vec::new();
    macro_rules! table {
        ($($module:ident),*) => {$({
            use relata_interfaces::$module::{Provider, Requirer};
            let name = <Provider as relata::Role>::INTERFACE;
            let interface = catalogue.iter().find(|one| one.name == name);
            let interface = interface.expect("it is in the catalogue");
            let mut runner = Runner {
                interface,
                numbers: interface.numbers(),
                chance: values(),
                cases,
            };
            tables.push(runner.table::<Provider, Requirer>());
        })*};
    }
    table!(
        certificate_transfer,
        ingress,
        openfga,
        s3,
        tempo_cluster,
        tls_certificates,
        tracing,
        valkey_client
    );
    tables
}

fn always_the_same() -> TestRunner {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(Config::default(), rng)
}

#[test]
fn every_interface_with_several_versions_is_here() {
    let here: Vec<String> = tables(1, always_the_same)
        .into_iter()
        .map(|table| table.interface)
        .collect();
    let catalogue = catalogue();
    let several = catalogue
        .iter()
        .filter(|interface| interface.versions.len() > 1);
    let mut several: Vec<&String> = several.map(|interface| &interface.name).collect();
    several.sort_unstable();
    assert_eq!(here.iter().collect::<Vec<_>>(), several);
}

#[test]
fn every_pair_works_or_is_declared_not_to_and_the_page_says_so() {
    let tables = tables(CASES, always_the_same);
    let page = page::write(&catalogue(), &tables, &future::rows(), CASES);
    println!("{page}");
    page::compare(&page);
}

#[test]
fn no_pair_breaks_whatever_is_said() {
    tables(CASES, || TestRunner::new(Config::default()));
}
