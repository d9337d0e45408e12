//! What is in that file?

use crate::failure::Failure;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest input that is read. A document of a thousand units with a
/// handful of relations each has about 10 MiB.
pub(crate) const LIMIT: u64 = 32 << 20;

/// The text of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path, stdin: Option<&mut dyn Read>) -> Result<String, Failure> {
    if path == Path::new("-") {
        return match stdin {
            Some(stdin) => text("standard input", stdin),
            None => Err(Failure::new(
                "nothing to read: name a file, or pipe one in, as in \
                 `juju show-unit app/0 | relata check -`",
            )),
        };
    }
    let name = name(path);
    let failed = |error: io::Error| Failure::new(format!("cannot read {name}: {}", reason(&error)));
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(Failure::new(format!(
            "cannot read {name}: it is a directory; name a file in it"
        )));
    }
    text(&name, &mut &file)
}

/// The path as it stands in a message.
pub(crate) fn name(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}

fn text(name: &str, source: &mut dyn Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    source
        .take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read {name}: {}", reason(&error))))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Failure::new(format!(
            "{name} is larger than {} MiB; show fewer units, or one endpoint \
             (`juju show-unit app/0 --endpoint db`)",
            LIMIT >> 20
        )));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::new(format!(
            "{name} is UTF-16; save it as UTF-8 without changing anything else"
        )));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        Failure::new(format!(
            "{name} is not UTF-8: byte {} cannot be read; save the document as UTF-8",
            error.utf8_error().valid_up_to() + 1
        ))
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// What the system says, without the number that only it understands.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory; name a file in it".to_owned(),
        _ => error.to_string(),
    }
}
