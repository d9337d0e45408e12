//! Orders of hooks of pairs of Rust and Python: units promise each other none, so that
//! every one has to end with nothing lost.
//!
//! A few are drawn unless `RELATA_SCHEDULES` says how many; `RELATA_SCHEDULES_SEED` says
//! which seed is the first.

use crate::pair::{Pair, Started};
use relata_tester::CharmDir;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

/// How many orders are drawn, of all pairs together.
const ORDERS: u64 = 45;

/// How many pairs there are.
const PAIRS: u64 = 3;

/// Draws a pair's share of the orders, relates the two in each, and has `check` look
/// at what came of it.
pub(crate) fn draw(started: &Started, charms: [&CharmDir; 2], check: impl Fn(Pair) + Sync) {
    let setting = |name: &str| env::var(name).ok()?.parse::<u64>().ok();
    let all = setting("RELATA_SCHEDULES").unwrap_or(ORDERS);
    let first = setting("RELATA_SCHEDULES_SEED").unwrap_or(1);
    let end = first + all.div_ceil(PAIRS);
    let next = AtomicU64::new(first);
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    let one = || check(started.relate(seed, charms));
                    if let Err(panic) = catch_unwind(AssertUnwindSafe(one)) {
                        println!("with the seed {seed}: RELATA_SCHEDULES_SEED={seed}");
                        resume_unwind(panic);
                    }
                }
            });
        }
    });
    println!(
        "{} and {}: the seeds {first} to {}, {:.0} s",
        charms[0].name(),
        charms[1].name(),
        end - 1,
        begun.elapsed().as_secs_f64()
    );
}
