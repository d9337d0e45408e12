//! `schema.py`: pydantic models that take the strings of real databags.

use crate::model::{Interface, Version};

/// The module `schema.py` of one version.
pub fn schema_py(interface: &Interface, version: &Version) -> String {
    format!("\"\"\"{} v{}.\"\"\"\n", interface.name, version.number)
}
