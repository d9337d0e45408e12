//! How is much work shared by a few threads?

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Does the same with each of many things, `jobs` at once; returns what came of them
/// in their order.
///
/// # Errors
///
/// The first that comes. What was begun is ended, and nothing else begun.
pub(crate) fn each<T: Sync, R: Send, E: Send>(
    jobs: usize,
    things: &[T],
    work: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    let failure = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, things.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(at) else { break };
                    match work(thing) {
                        Ok(result) => {
                            lock(&results).insert(at, result);
                        }
                        Err(error) => {
                            next.store(things.len(), Ordering::Relaxed);
                            lock(&failure).get_or_insert(error);
                            break;
                        }
                    }
                }
            });
        }
    });
    match lock(&failure).take() {
        Some(error) => Err(error),
        None => Ok(std::mem::take(&mut *lock(&results)).into_values().collect()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
