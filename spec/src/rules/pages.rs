//! The page of each rule, as it stands in the folder `rules` of this crate.

/// The page of the rule with this id.
pub(super) fn page(id: &str) -> Option<&'static str> {
    let (_, text) = PAGES.iter().find(|(known, _)| *known == id)?;
    Some(text)
}

macro_rules! pages {
    ($($id:literal)*) => {
        &[$(($id, include_str!(concat!("../../rules/", $id, ".md")))),*]
    };
}

#[rustfmt::skip]
static PAGES: &[(&str, &str)] = pages![
    "R1" "R2" "R3" "R4" "R5" "R6" "R7" "R8" "R9" "R10"
    "R11" "R12" "R13" "R14" "R15" "R16" "R17" "R18" "R19" "R20" "R21"
    "B1" "B2" "B3" "B4" "B5" "B6" "B7" "B8" "B9" "B10" "B11"
    "D1" "D2" "D3" "D4" "D5" "D6" "D7" "D8" "D9" "D10" "D11" "D12"
    "D13" "D14" "D15" "D16" "D17" "D18" "D19" "D20" "D21" "D22" "D23" "D24" "D25"
    "C1" "C2" "C3" "C4" "C5" "C6" "C7" "C8" "C9" "C10" "C11"
];
