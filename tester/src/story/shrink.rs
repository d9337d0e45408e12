//! What is the shortest story that still shows it?

use super::act::{Act, Story};
use super::started::Started;
use super::{Kind, StoryResult};
use crate::charm_dir::SetupError;

/// A story of which nothing can be left out.
#[derive(Debug, Clone)]
pub struct Shrunk {
    /// The shortest story that was found, and what it shows.
    pub result: StoryResult,
    /// How many stories were tried.
    pub tried: usize,
    /// Whether nothing of it can be left out. If not, the tries were used up.
    pub is_minimal: bool,
}

impl Started {
    /// Looks for the shortest story that shows the same fault in the same charm as
    /// the first finding of a story that failed. At most so many stories are tried.
    ///
    /// Acts are left out in halves, quarters and so on to single ones, and what is
    /// left is made simpler.
    ///
    /// # Errors
    ///
    /// If the files cannot be had.
    pub fn shrink(&self, failed: &StoryResult, most: usize) -> Result<Shrunk, SetupError> {
        let mut search = Search {
            started: self,
            kind: failed.kind(),
            best: failed.clone(),
            left: most,
        };
        if search.kind.is_some() {
            search.run()?;
        }
        Ok(Shrunk {
            tried: most - search.left,
            is_minimal: search.left > 0,
            result: search.best,
        })
    }
}

struct Search<'a> {
    started: &'a Started,
    kind: Option<Kind>,
    best: StoryResult,
    left: usize,
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), SetupError> {
        // An order that need not be drawn is easier to follow.
        let plain = self.best.story.clone().with_seed(None);
        self.shows(&plain)?;
        loop {
            self.leave_out()?;
            if !self.simplify()? || self.left == 0 {
                return Ok(());
            }
        }
    }

    /// Leaves out all acts that are not needed, the largest pieces first.
    fn leave_out(&mut self) -> Result<(), SetupError> {
        let mut size = self.best.story.acts.len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            let mut is_shorter = false;
            while at < self.best.story.acts.len() {
                let mut story = self.best.story.clone();
                let end = (at + size).min(story.acts.len());
                story.acts.drain(at..end);
                if self.shows(&story)? {
                    is_shorter = true;
                } else {
                    at += size;
                }
            }
            // What could not be left out before may be needed no more.
            if !is_shorter || size > 1 {
                size /= 2;
            }
        }
        Ok(())
    }

    /// Makes single acts simpler; says whether any is simpler now.
    fn simplify(&mut self) -> Result<bool, SetupError> {
        let mut is_simpler = false;
        for at in 0..self.best.story.acts.len() {
            for act in simpler(&self.best.story.acts[at]) {
                let mut story = self.best.story.clone();
                story.acts[at] = act;
                if self.shows(&story)? {
                    is_simpler = true;
                    break;
                }
            }
        }
        Ok(is_simpler)
    }

    /// Whether a story shows the same; then it is the best.
    fn shows(&mut self, story: &Story) -> Result<bool, SetupError> {
        let is_old = *story == self.best.story;
        if is_old || self.left == 0 || self.started.check(story).is_err() {
            return Ok(false);
        }
        self.left -= 1;
        let result = self.started.try_story(story)?;
        let shows = result.kind() == self.kind;
        if shows {
            self.best = result;
        }
        Ok(shows)
    }
}

/// What may stand for an act, the simplest first. None of them leads back.
fn simpler(act: &Act) -> Vec<Act> {
    match act {
        Act::Hooks(count) => {
            let mut simpler = vec![Act::Settle];
            let mut fewer = vec![1, count / 2, count - 1];
            fewer.retain(|fewer| *fewer > 0 && fewer < count);
            fewer.dedup();
            simpler.extend(fewer.into_iter().map(Act::Hooks));
            simpler
        }
        Act::Kill(blow) if blow.call > 1 => {
            let mut first = blow.clone();
            first.call = 1;
            vec![Act::Kill(first)]
        }
        Act::Fail(blow) if blow.call > 1 => {
            let mut first = blow.clone();
            first.call = 1;
            vec![Act::Fail(first)]
        }
        _ => Vec::new(),
    }
}
