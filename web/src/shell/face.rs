//! What the frame shows of the hub, of the member who is looking, and of what was just done.

use crate::{
    form::Press,
    icon::{Icon, icon},
    mark::{self, Mark},
};

/// The hub as its pages show it.
#[derive(Clone, Debug)]
pub struct HubFace {
    pub name: String,
    /// The organisation, in one line.
    pub tagline: String,
    pub accent: Accent,
    /// How many partner hubs it exchanges with.
    pub partners: u32,
    /// Where the source code of this very server can be had (AGPL-3.0 §13).
    pub source_url: String,
}

/// The member who is looking.
#[derive(Clone, Debug)]
pub struct ViewerFace {
    pub name: String,
    /// Without `@` and host.
    pub handle: String,
    pub unread_notices: u32,
    pub is_editor: bool,
    pub is_admin: bool,
}

impl ViewerFace {
    /// Their round mark.
    pub fn mark(&self) -> Mark {
        mark::person(&self.name)
    }
}

/// Which entry of the navigation is marked as the current one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    Home,
    Groups,
    Library,
    Spotlight,
    Notices,
    #[default]
    None,
}

/// Light or dark, by the reader's choice or as their device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// As in the cookie and in `data-theme`; the device's own choice is "auto".
    pub fn code(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub fn parse(code: &str) -> Theme {
        match code {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }
}

/// A hub's one colour, from a set whose contrast is known in light and dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accent {
    #[default]
    Sea,
    Blue,
    Violet,
    Plum,
    Brick,
    Earth,
    Olive,
    Forest,
}

impl Accent {
    pub const ALL: [Accent; 8] = [
        Accent::Sea,
        Accent::Blue,
        Accent::Violet,
        Accent::Plum,
        Accent::Brick,
        Accent::Earth,
        Accent::Olive,
        Accent::Forest,
    ];

    /// As in the configuration and in `data-accent`.
    pub fn code(self) -> &'static str {
        match self {
            Accent::Sea => "sea",
            Accent::Blue => "blue",
            Accent::Violet => "violet",
            Accent::Plum => "plum",
            Accent::Brick => "brick",
            Accent::Earth => "earth",
            Accent::Olive => "olive",
            Accent::Forest => "forest",
        }
    }

    pub fn parse(code: &str) -> Option<Accent> {
        Accent::ALL.into_iter().find(|accent| accent.code() == code)
    }
}

/// What the last action did, said once on the next page.
#[derive(Clone, Debug)]
pub struct Flash {
    pub tone: Tone,
    pub text: String,
    /// A way back: undo.
    pub undo: Option<Press>,
}

/// How a message is meant; it also says so in words or by its icon, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Done,
    Info,
    Warning,
}

impl Tone {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Tone::Done => "done",
            Tone::Info => "info",
            Tone::Warning => "warning",
        }
    }

    pub(crate) fn icon(self) -> Icon {
        icon(match self {
            Tone::Done => "check",
            Tone::Info => "info",
            Tone::Warning => "triangle-alert",
        })
    }
}

impl Flash {
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), undo: None }
    }
}
