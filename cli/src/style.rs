//! Colours. Whoever prints removes them where no terminal shows them.

use anstyle::{AnsiColor, Style};

/// What is wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What is not there yet.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// What is fine.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What only frames the rest.
pub(crate) const FRAME: Style = AnsiColor::Blue.on_default().bold();
/// What is quoted from a declaration or a databag.
pub(crate) const NAME: Style = AnsiColor::Cyan.on_default();
/// A heading.
pub(crate) const STRONG: Style = Style::new().bold();
/// What matters less.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// The text in this style.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
