//! Which node of the old version became which node of the new one.

use super::finding::Site;
use super::nodes::{Body, Choice, Fate, Gained, Kept, Lost, Object, Options};
use super::types::Relation;
use crate::model::{Field, Kind, Role, Scope, TypeBody, Version};
use std::collections::{BTreeMap, BTreeSet};

/// An old and a new state of one version, with their nodes paired.
#[derive(Debug)]
pub struct Step<'a> {
    pub(super) old: &'a Version,
    pub(super) new: &'a Version,
    /// The databags, then the structs and secrets that they reach.
    pub(super) objects: Vec<Object<'a>>,
    /// The enums and unions that they reach.
    pub(super) choices: Vec<Choice<'a>>,
}

impl<'a> Step<'a> {
    /// Pairs the nodes of two states of a version.
    pub fn new(old: &'a Version, new: &'a Version) -> Step<'a> {
        let mut step = Step {
            old,
            new,
            objects: Vec::new(),
            choices: Vec::new(),
        };
        for role in Role::ALL {
            for scope in Scope::ALL {
                step.pair_bags(role, scope);
            }
        }
        step.find_moves();
        for ((before, after), writers) in step.reached() {
            step.pair_types(&before, &after, writers);
        }
        step
    }

    /// A site for what belongs to no databag or type.
    pub(super) fn site(&self) -> Site<'static> {
        Site {
            place: format!("v{}", self.new.number),
            version: Some(self.new.number),
            owner: String::new(),
            writers: BTreeSet::new(),
            secret: false,
            allows: &[],
        }
    }

    fn pair_bags(&mut self, role: Role, scope: Scope) {
        let (old, new) = (self.old.bag(role, scope), self.new.bag(role, scope));
        if old.is_none() && new.is_none() {
            return;
        }
        let site = Site {
            place: format!("v{} {role} {scope}", self.new.number),
            version: Some(self.new.number),
            owner: format!("{role}/{scope}"),
            writers: BTreeSet::from([role]),
            secret: false,
            allows: new.or(old).map_or(&[], |bag| &bag.allows),
        };
        let mut object = self.object(site, Body::of_bag(old), Body::of_bag(new));
        object.bag = Some((role, scope));
        self.objects.push(object);
    }

    fn pair_types(&mut self, before: &str, after: &str, writers: BTreeSet<Role>) {
        let (Some(old), Some(new)) = (self.old.type_decl(before), self.new.type_decl(after)) else {
            return;
        };
        let sort = match &new.body {
            TypeBody::Struct { .. } => "struct",
            TypeBody::Secret { .. } => "secret",
            TypeBody::Enum { .. } => "enum",
            TypeBody::Union { .. } => "union",
            TypeBody::Alias { .. } => return,
        };
        let site = Site {
            place: format!("v{} {sort} {}", self.new.number, new.name),
            version: Some(self.new.number),
            owner: new.name.clone(),
            writers,
            secret: sort == "secret",
            allows: &new.allows,
        };
        if let (Some(old), Some(new)) = (Body::of_type(old), Body::of_type(new)) {
            let object = self.object(site, old, new);
            self.objects.push(object);
        } else if let (Some(old), Some(new)) = (Options::of(old), Options::of(new)) {
            let deltas = old
                .values
                .iter()
                .filter_map(|value| {
                    let after = new.values.iter().find(|other| other.wire == value.wire)?;
                    let between = Relation::between((self.old, self.new), value.ty?, after.ty?);
                    let wire = value.wire.clone();
                    Some((between.deltas.into_iter()).map(move |delta| (wire.clone(), delta)))
                })
                .flatten()
                .collect();
            self.choices.push(Choice {
                site,
                old,
                new,
                deltas,
            });
        }
    }

    fn object(&self, site: Site<'a>, old: Body<'a>, new: Body<'a>) -> Object<'a> {
        let versions = (self.old, self.new);
        let mut object = Object {
            site,
            bag: None,
            old,
            new,
            kept: Vec::new(),
            lost: Vec::new(),
            gained: Vec::new(),
            rest: Vec::new(),
        };
        for field in old.data() {
            match new.data().find(|other| other.name == field.name) {
                Some(other) => object.kept.push(Kept {
                    old: field,
                    new: other,
                    deltas: Relation::between(versions, &field.ty, &other.ty).deltas,
                }),
                None => object.lost.push(Lost {
                    field,
                    fate: Fate::Gone,
                }),
            }
        }
        for field in new.data() {
            if !old.data().any(|other| other.name == field.name) {
                object.gained.push(Gained {
                    field,
                    known: false,
                });
            }
        }
        if let (Some(old), Some(new)) = (old.rest, new.rest) {
            object.rest = Relation::between(versions, &old.keys, &new.keys).deltas;
            object
                .rest
                .extend(Relation::between(versions, &old.values, &new.values).deltas);
        }
        self.find_renames(&mut object);
        // Where the old name is still served, the old and the new field are one
        // to a charm: they have to agree in all else.
        for lost in &object.lost {
            if let Fate::Renamed(heir) = lost.fate
                && heir.answers_to(&lost.field.name)
            {
                object.kept.push(Kept {
                    old: lost.field,
                    new: heir,
                    deltas: Relation::between(versions, &lost.field.ty, &heir.ty).deltas,
                });
            }
        }
        object
    }

    /// A lost and a gained field are one and the same if the new one is also
    /// read under the old name, has the same identifier in Rust, or says the
    /// same with the same type.
    fn find_renames(&self, object: &mut Object<'a>) {
        for lost in &mut object.lost {
            let name = &lost.field.name;
            if let Some(heir) = object.new.data().find(|field| field.answers_to(name)) {
                lost.fate = Fate::Renamed(heir);
                if let Some(gained) =
                    (object.gained.iter_mut()).find(|gained| gained.field.name == heir.name)
                {
                    gained.known = true;
                }
                continue;
            }
            let same = |gained: &&mut Gained<'a>| {
                !gained.known
                    && (gained.field.rust == lost.field.rust
                        || (!lost.field.doc.is_empty()
                            && gained.field.doc == lost.field.doc
                            && self.same_type(lost.field, gained.field)))
            };
            if let Some(gained) = object.gained.iter_mut().find(same) {
                gained.known = true;
                lost.fate = Fate::Renamed(gained.field);
                continue;
            }
            if let Some(secret) =
                (object.gained.iter()).find(|gained| self.secret_holds(gained.field, name))
            {
                lost.fate = Fate::IntoSecret(secret.field);
            }
        }
    }

    fn same_type(&self, old: &Field, new: &Field) -> bool {
        Relation::between((self.old, self.new), &old.ty, &new.ty)
            .deltas
            .is_empty()
    }

    fn secret_holds(&self, field: &Field, name: &str) -> bool {
        let Kind::Secret { content } = self.new.resolve(&field.ty).kind else {
            return false;
        };
        matches!(
            self.new.type_decl(&content).map(|decl| &decl.body),
            Some(TypeBody::Secret { fields, .. }) if fields.iter().any(|field| field.name == name)
        )
    }

    /// A field that one databag lost and another gained has moved.
    fn find_moves(&mut self) {
        let mut moves = Vec::new();
        for (from, object) in self.objects.iter().enumerate() {
            for (at, lost) in object.lost.iter().enumerate() {
                let target = self.objects.iter().enumerate().find_map(|(to, other)| {
                    let gained = other
                        .gained
                        .iter()
                        .position(|gained| !gained.known && gained.field.name == lost.field.name)?;
                    Some((to, gained))
                });
                if let (Fate::Gone, Some((to, gained))) = (&lost.fate, target) {
                    moves.push(((from, at), (to, gained)));
                }
            }
        }
        for ((from, at), (to, gained)) in moves {
            let place = self.objects[to].site.place.clone();
            let gained = &mut self.objects[to].gained[gained];
            gained.known = true;
            let fate = Fate::Moved(place, gained.field);
            self.objects[from].lost[at].fate = fate;
        }
    }

    /// Every pair of declared types that takes part in what a role writes, with
    /// the roles.
    fn reached(&self) -> BTreeMap<(String, String), BTreeSet<Role>> {
        let mut reached: BTreeMap<(String, String), BTreeSet<Role>> = BTreeMap::new();
        for object in &self.objects {
            for writer in &object.site.writers {
                let mut open = self.pairs_in(object.old, object.new);
                while let Some(pair) = open.pop() {
                    if reached.entry(pair.clone()).or_default().insert(*writer) {
                        open.extend(self.pairs_under(&pair));
                    }
                }
            }
        }
        reached
    }

    fn pairs_in(&self, old: Body<'_>, new: Body<'_>) -> Vec<(String, String)> {
        let versions = (self.old, self.new);
        let mut pairs = Vec::new();
        for field in old.data() {
            let mut same = new.data().filter(|other| other.name == field.name);
            let mut alias = new.data().filter(|other| other.answers_to(&field.name));
            if let Some(other) = same.next().or_else(|| alias.next()) {
                pairs.extend(Relation::between(versions, &field.ty, &other.ty).pairs);
            }
        }
        if let (Some(old), Some(new)) = (old.rest, new.rest) {
            pairs.extend(Relation::between(versions, &old.keys, &new.keys).pairs);
            pairs.extend(Relation::between(versions, &old.values, &new.values).pairs);
        }
        pairs
    }

    fn pairs_under(&self, (before, after): &(String, String)) -> Vec<(String, String)> {
        let (Some(old), Some(new)) = (self.old.type_decl(before), self.new.type_decl(after)) else {
            return Vec::new();
        };
        match (&old.body, &new.body) {
            (TypeBody::Union { variants: old, .. }, TypeBody::Union { variants: new, .. }) => old
                .iter()
                .filter_map(|variant| {
                    let after = new.iter().find(|other| other.wire == variant.wire)?;
                    let versions = (self.old, self.new);
                    Some(Relation::between(versions, &variant.ty, &after.ty).pairs)
                })
                .flatten()
                .collect(),
            _ => match (Body::of_type(old), Body::of_type(new)) {
                (Some(old), Some(new)) => self.pairs_in(old, new),
                _ => Vec::new(),
            },
        }
    }
}
