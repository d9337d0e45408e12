//! Hook tools that answer from a list and write down every call.

use relata::juju::{Juju, Output, ToolFault, Tools};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A call as one would type it, and what it was given to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) line: String,
    pub(crate) stdin: Option<String>,
}

/// Stub hook tools. Whoever holds a clone sees the calls.
#[derive(Clone, Default)]
pub(crate) struct Stub {
    answers: Rc<RefCell<BTreeMap<String, Result<Output, ToolFault>>>>,
    calls: Rc<RefCell<Vec<Call>>>,
}

impl Stub {
    pub(crate) fn new() -> Self {
        Stub::default()
    }

    /// The tool answers this line with this text.
    pub(crate) fn says(self, line: &str, stdout: &str) -> Self {
        self.answers(line, Ok(Output::ok(stdout)))
    }

    /// The tool fails with this message.
    pub(crate) fn refuses(self, line: &str, message: &str) -> Self {
        self.answers(line, Ok(Output::error(1, message)))
    }

    pub(crate) fn answers(self, line: &str, answer: Result<Output, ToolFault>) -> Self {
        self.answers.borrow_mut().insert(line.to_owned(), answer);
        self
    }

    /// A hook of the unit `app/0` with these tools.
    pub(crate) fn hook(&self, variables: &[(&str, &str)]) -> Juju {
        let mut all = BTreeMap::from([
            ("JUJU_UNIT_NAME", "app/0"),
            ("JUJU_VERSION", "3.6.4"),
            ("JUJU_MODEL_UUID", "91f805c5-5b49-47a3-8e7b-70befa766caf"),
            ("JUJU_DISPATCH_PATH", "hooks/config-changed"),
        ]);
        all.extend(variables.iter().copied());
        Juju::with(self.clone(), all).expect("the environment is complete")
    }

    /// A hook about relation `db:3` with the application `remote`.
    pub(crate) fn relation_hook(&self, kind: &str, unit: &str) -> Juju {
        let path = format!("hooks/db-relation-{kind}");
        self.hook(&[
            ("JUJU_DISPATCH_PATH", &path),
            ("JUJU_RELATION", "db"),
            ("JUJU_RELATION_ID", "db:3"),
            ("JUJU_REMOTE_APP", "remote"),
            ("JUJU_REMOTE_UNIT", unit),
        ])
    }

    /// The calls since this was last asked.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.take()
    }

    /// The same, as one would type them.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.line).collect()
    }

    /// What the only call was given to read.
    pub(crate) fn only_stdin(&self, line: &str) -> String {
        let calls = self.calls();
        let [call] = calls.as_slice() else {
            panic!("expected one call, found {calls:?}");
        };
        assert_eq!(call.line, line);
        call.stdin.clone().expect("it reads its standard input")
    }
}

impl Tools for Stub {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        let mut line = tool.to_owned();
        for arg in args.iter().filter(|arg| **arg != "--format=json") {
            line.push(' ');
            line.push_str(arg);
        }
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        self.calls.borrow_mut().push(Call {
            line: line.clone(),
            stdin: stdin.map(text),
        });
        match self.answers.borrow().get(&line) {
            Some(answer) => answer.clone(),
            // What only has an effect needs no answer.
            None if matches!(tool, "relation-set" | "status-set" | "juju-log") => {
                Ok(Output::default())
            }
            None => panic!("nobody expects `{line}`"),
        }
    }
}
