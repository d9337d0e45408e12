//! What must not be shown?

use relata::testing::World;
use relata_spec::model::{Interface, Role, Scope};
use relata_spec::value::holds_sensitive;
use std::collections::BTreeSet;

/// What stands where something is hidden.
const INSTEAD: &str = "(not shown)";

/// A text that is shorter stands in other words by accident.
const TELLING: usize = 4;

/// Texts that must not be shown: what stands in secrets, and in fields that are
/// declared as sensitive.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    texts: BTreeSet<String>,
}

impl Hidden {
    /// What stands in the secrets of a model.
    pub(super) fn of(world: &World) -> Hidden {
        let mut hidden = Hidden::default();
        for secret in world.secrets() {
            for content in secret
                .revisions()
                .filter_map(|number| secret.content(number))
            {
                for text in content.into_values() {
                    hidden.add(text.reveal());
                }
            }
        }
        hidden
    }

    fn add(&mut self, text: &str) {
        if text.len() >= TELLING {
            self.texts.insert(text.to_owned());
        }
    }

    /// Takes note of the value of a key that is sensitive in any version.
    pub(super) fn learn(
        &mut self,
        declared: Option<&Interface>,
        role: Role,
        scope: Scope,
        key: &str,
        value: &str,
    ) {
        let fields = declared
            .into_iter()
            .flat_map(|interface| &interface.versions);
        let is_sensitive = fields.into_iter().any(|version| {
            let field = version.bag(role, scope).and_then(|bag| bag.field(key));
            field.is_some_and(|field| holds_sensitive(version, &field.ty))
        });
        if is_sensitive {
            self.add(value);
            if let Ok(text) = serde_json::from_str::<String>(value) {
                self.add(&text);
            }
        }
    }

    /// The text without what must not be shown.
    pub(super) fn strike(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        // A text may be part of another: the longer one goes first.
        let mut texts: Vec<&String> = self.texts.iter().collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        for hidden in texts {
            shown = shown.replace(hidden.as_str(), INSTEAD);
        }
        shown
    }
}
