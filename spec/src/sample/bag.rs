//! What does a whole databag look like?

use super::Databag;
use super::choose::{Slot, satisfy};
use super::value::{Extent, Maker};
use crate::bag::{Judgement, Verdict, judge};
use crate::model::{
    Bag, Encoding, Field, Layout, Marker, MarkerSpelling, Role, Scope, Type, Version,
};
use crate::value::check;
use crate::wire::{decode, encode, encode_bag, first};
use serde_json::{Map, Value as Json, json};

/// A databag with its decoded values.
pub(super) struct Made {
    pub(super) values: Map<String, Json>,
    pub(super) databag: Databag,
}

/// A databag that is ready, or absent if it is empty.
pub(super) fn make(version: &Version, role: Role, scope: Scope, extent: Extent) -> Option<Made> {
    let bag = version.bag(role, scope)?;
    let good = |made: &Made| is_good(&judge(version, role, scope, &made.databag), &made.databag);
    let mut candidates: Vec<Map<String, Json>> = Vec::new();
    if let Some(mut values) = satisfy(&slots(version, bag, extent)?, &bag.fields, &bag.checks) {
        if extent == Extent::Full {
            add_rest(version, bag, &mut values);
            candidates.push(values.clone());
            // Whatever else may be wrong, fewer fields may mend it.
            let optional = bag.fields.iter().filter(|field| !field.is_required());
            candidates.extend(optional.map(|field| {
                let mut fewer = values.clone();
                fewer.remove(&field.name);
                fewer
            }));
            let mut declared = values;
            declared.retain(|name, _| bag.field(name).is_some());
            candidates.push(declared);
        } else {
            candidates.push(values);
        }
    }
    candidates.push(Map::new());
    candidates
        .into_iter()
        .filter_map(|values| {
            let databag = encode_bag(version, bag, &values).ok()?;
            Some(Made { values, databag })
        })
        .find(good)
}

fn is_good(judgement: &Judgement, databag: &Databag) -> bool {
    match judgement.verdict {
        Verdict::Ready => true,
        Verdict::Absent => databag.is_empty(),
        Verdict::Incomplete | Verdict::Invalid => false,
    }
}

/// What each field of a databag may be. `None` if a required one can be
/// nothing.
pub(super) fn slots(version: &Version, bag: &Bag, extent: Extent) -> Option<Vec<Slot>> {
    let by_key = !matches!(bag.layouts.first(), Some(Layout::Nested { .. }));
    let mut slots = Vec::new();
    for (place, field) in bag.fields.iter().enumerate() {
        if let Some(marker) = &field.marker {
            let stated = (extent == Extent::Full).then(|| stated(version, marker));
            slots.push(Slot {
                name: field.name.clone(),
                varies: 0,
                options: vec![stated],
            });
            continue;
        }
        let mut slot = Maker::new(version, extent).slot(place, field, &bag.checks)?;
        if by_key {
            for option in slot.options.iter_mut().flatten() {
                if !survives(version, &field.ty, &field.encodings, option)
                    && let Some(other) = another(version, field, extent)
                {
                    *option = other;
                }
            }
            slot.options.retain(|option| match option {
                Some(value) => survives(version, &field.ty, &field.encodings, value),
                None => true,
            });
            if slot.options.is_empty() {
                return None;
            }
        }
        slots.push(slot);
    }
    Some(slots)
}

/// Another value for a field whose encoding cannot hold the first one, such as
/// an empty list of separated texts.
fn another(version: &Version, field: &Field, extent: Extent) -> Option<Json> {
    const NUMBERS: usize = 4;
    let made = |extent, number| Maker::new(version, extent).number(number).make(&field.ty);
    [extent, Extent::Full]
        .into_iter()
        .flat_map(|extent| (0..NUMBERS).map(move |number| (extent, number)))
        .filter_map(|(extent, number)| made(extent, number))
        .find(|value| survives(version, &field.ty, &field.encodings, value))
}

/// Whether a value is still there after it was written and read.
fn survives(version: &Version, ty: &Type, encodings: &[Encoding], value: &Json) -> bool {
    let encoding = first(encodings);
    encode(version, ty, encoding, value).is_ok_and(|text| {
        !text.is_empty()
            && decode(version, ty, encoding, &text)
                .is_ok_and(|read| !read.is_null() && check(version, ty, &read).fits())
    })
}

/// The marker that states this version.
fn stated(version: &Version, marker: &Marker) -> Json {
    let number = version.number;
    let one = match &marker.spelling {
        MarkerSpelling::Number => json!(number),
        MarkerSpelling::Template(template) => {
            json!(template.replacen("{}", &number.to_string(), 1))
        }
    };
    if marker.list { json!([one]) } else { one }
}

/// Adds every example of a dynamic key, or one that is made up.
fn add_rest(version: &Version, bag: &Bag, values: &mut Map<String, Json>) {
    let Some(rest) = &bag.rest else { return };
    let by_key = !matches!(bag.layouts.first(), Some(Layout::Nested { .. }));
    let most = rest.examples.len().max(1);
    for number in 0..most {
        let entry = Maker::new(version, Extent::Full).number(number).entry(rest);
        let Some((key, value)) = entry else { continue };
        let is_free = bag.field(&key).is_none() && !crate::model::JUJU_KEYS.contains(&key.as_str());
        let fits = !by_key || survives(version, &rest.values, &rest.encodings, &value);
        if is_free && fits {
            values.insert(key, value);
        }
    }
}
