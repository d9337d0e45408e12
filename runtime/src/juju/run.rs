//! From the start of the process to its exit code.

use super::hook::Juju;
use super::{Error, StatusLine};
use std::process::ExitCode;

/// Whatever a charm may fail with.
type Failure = Box<dyn std::error::Error>;

/// Runs a charm: what `main` returns.
///
/// If `charm` ends well, what it has held back is [committed](Juju::commit) and
/// the exit code is 0. If not, nothing of it is written, the error is logged, and
/// the exit code is 1: Juju shows the unit in error and runs the same hook again
/// later. [`run_or`] decides otherwise.
///
/// ```no_run
/// use relata::juju::{Juju, Result, StatusLine};
///
/// fn main() -> std::process::ExitCode {
///     relata::juju::run(|juju: &Juju| -> Result<()> {
///         juju.set_status(StatusLine::active("ready"));
///         Ok(())
///     })
/// }
/// ```
pub fn run<E>(charm: impl FnOnce(&Juju) -> Result<(), E>) -> ExitCode
where
    E: From<Error> + Into<Failure>,
{
    run_or(charm, fail)
}

/// As [`run`], with a say in what becomes of a failure: [`fail`], [`settle`], or a
/// function of one's own, which is given the error and returns the exit code.
///
/// An error of the [commit](Juju::commit) becomes one of the charm's own type first, as
/// `?` would have made it: what is decided about a hook tool that fails holds whether
/// the charm called it or the commit.
///
/// ```no_run
/// use relata::juju::{Error, Juju, fail, settle};
/// use std::process::ExitCode;
///
/// # fn reconcile(juju: &Juju) -> Result<(), Error> { Ok(()) }
/// fn main() -> ExitCode {
///     relata::juju::run_or(reconcile, |juju, error| match error.downcast_ref() {
///         // The next event may bring it.
///         Some(Error::SecretDenied { .. }) => settle(juju, error),
///         _ => fail(juju, error),
///     })
/// }
/// ```
pub fn run_or<E>(
    charm: impl FnOnce(&Juju) -> Result<(), E>,
    on_error: impl FnOnce(&Juju, &(dyn std::error::Error + 'static)) -> ExitCode,
) -> ExitCode
where
    E: From<Error> + Into<Failure>,
{
    let juju = match Juju::from_env() {
        Ok(juju) => juju,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match carry_out(&juju, charm) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => on_error(&juju, &*error.into()),
    }
}

/// The charm's part of a hook, and the commit if that ends well.
pub(crate) fn carry_out<E: From<Error>>(
    juju: &Juju,
    charm: impl FnOnce(&Juju) -> Result<(), E>,
) -> Result<(), E> {
    charm(juju)?;
    juju.commit().map_err(E::from)
}

/// Fails the hook: logs the error and has Juju run the hook again later.
pub fn fail(juju: &Juju, error: &(dyn std::error::Error + 'static)) -> ExitCode {
    juju.error(&chain(error));
    ExitCode::FAILURE
}

/// Lets the hook end well all the same: logs the error and says in the status
/// what to do about it. What the charm wanted to write is not written; the next
/// event has to bring that.
pub fn settle(juju: &Juju, error: &(dyn std::error::Error + 'static)) -> ExitCode {
    juju.error(&chain(error));
    let line = match error.downcast_ref::<Error>() {
        Some(error) => error.status(),
        None => StatusLine::blocked(error.to_string()),
    };
    match juju.set_status_now(&line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(juju, &error),
    }
}

/// An error with everything that caused it.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(": ");
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
