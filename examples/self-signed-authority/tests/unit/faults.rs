//! Who writes, and what if something fails?

use crate::setting::{LEADER, OTHER, Setting, csr};
use relata::juju::Error;
use relata::testing::{Fault, HookEvent, run};
use self_signed_authority::reconcile;

#[test]
fn a_follower_writes_nothing() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    setting.ask(relation, "web/0", &[(&csr("web.example"), false)]);
    let ran = setting.hook(OTHER, HookEvent::UpdateStatus);
    assert!(ran.finished.changes.is_empty());
    assert_eq!(ran.tools(), ["is-leader", "status-set"]);
}

#[test]
fn a_slip_of_the_pen_changes_nothing() {
    for (option, slip, status) in [
        (
            "ca-common-name",
            "",
            "`ca-common-name`: expected from 1 to 64 characters",
        ),
        (
            "certificate-validity",
            "90",
            "`certificate-validity`: expected days or hours, such as `90d` or `36h`, \
             up to 1825 days",
        ),
        (
            "allowed-domains",
            "*.shop.example",
            "`allowed-domains`: expected names such as `shop.example`",
        ),
    ] {
        let setting = Setting::new();
        let relation = setting.relate("web");
        setting.ask(relation, "web/0", &[(&csr("web.example"), false)]);
        setting.settle();
        let before = setting.answers(relation);
        setting.configure(option, slip);
        setting.ask(relation, "web/1", &[(&csr("late.example"), false)]);
        setting.settle();
        assert_eq!(setting.answers(relation), before);
        assert_eq!(setting.status(LEADER), format!("blocked: {status}"));
    }
}

#[test]
fn whatever_hook_tool_fails_the_next_run_ends_the_same() {
    for tool in [
        "config-get",
        "is-leader",
        "relation-ids",
        "relation-get",
        "relation-set",
        "secret-get",
        "secret-info-get",
        "secret-add",
    ] {
        for fault in [Fault::exit(1, "connection is shut down"), Fault::missing()] {
            let setting = Setting::new();
            let relation = setting.relate("web");
            let request = csr("web.example");
            setting.ask(relation, "web/0", &[(&request, false)]);
            setting.world.borrow_mut().fail_tool(tool, fault);
            let now = setting.now.get();
            let event = HookEvent::ConfigChanged;
            let ran = run(&setting.world, LEADER, event, |juju| reconcile(juju, now)).unwrap();
            let error = ran.error.expect(tool);
            assert!(error.to_string().contains(tool), "{error}");
            assert!(error.downcast_ref::<Error>().is_some());
            assert!(setting.answers(relation).certificates.is_empty(), "{tool}");
            setting.world.borrow_mut().mend_tools();
            setting.settle();
            setting.issued(relation, &request);
        }
    }
}

#[test]
fn leadership_that_is_lost_in_the_middle_writes_nothing() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let request = csr("web.example");
    setting.ask(relation, "web/0", &[(&request, false)]);
    let now = setting.now.get();
    let ran = run(&setting.world, LEADER, HookEvent::ConfigChanged, |juju| {
        reconcile(juju, now)?;
        let mut world = setting.world.borrow_mut();
        world.set_leader(OTHER).expect("the unit is there");
        Ok::<(), Error>(())
    });
    assert!(!ran.unwrap().is_done());
    assert!(setting.answers(relation).certificates.is_empty());
    // The new leader does it.
    setting.settle();
    setting.issued(relation, &request);
}
