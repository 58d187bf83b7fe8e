//! The front page: for visitors what this hub is, for members what is new. Must not know where rows come from.

use askama::Template;

use crate::{
    locale::Words,
    parts::{Empty, GroupRow, PostRow},
    shell::{Section, Shell},
};

/// One answer to something the reader wrote.
#[derive(Clone, Debug)]
pub struct Answer {
    pub author: String,
    pub href: String,
    /// Of the thread it stands in.
    pub title: String,
    pub excerpt: String,
    pub lang: String,
    pub at: chrono::DateTime<chrono::Utc>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "home/visitor.html")]
pub struct VisitorHome {
    pub t: Words,
    pub shell: Shell,
    pub highlights: Vec<PostRow>,
    pub groups: Vec<GroupRow>,
    pub discussions: Vec<PostRow>,
    pub resources: Vec<PostRow>,
    pub articles: Vec<PostRow>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "home/member.html")]
pub struct MemberHome {
    pub t: Words,
    pub shell: Shell,
    /// When the reader was here before; None on the first visit.
    pub since: Option<chrono::DateTime<chrono::Utc>>,
    pub answer_count: u32,
    pub answers: Vec<Answer>,
    pub new_count: u32,
    pub news: Vec<PostRow>,
    pub nothing: Empty,
    pub highlights: Vec<PostRow>,
    /// Name, address, new posts.
    pub groups: Vec<(String, String, u32)>,
    pub resources: Vec<PostRow>,
}

impl VisitorHome {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell { section: Section::Home, viewer: None, ..Shell::sample(t, "") },
            highlights: vec![PostRow::sample(t), PostRow::sample_from_elsewhere(t)],
            groups: vec![GroupRow::sample(t)],
            discussions: vec![PostRow::sample(t)],
            resources: vec![PostRow::sample(t)],
            articles: vec![PostRow::sample_from_elsewhere(t)],
        }
    }
}

impl MemberHome {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell { section: Section::Home, ..Shell::sample(t, "") },
            since: Some(t.now - chrono::Duration::days(3)),
            answer_count: 4,
            answers: vec![Answer {
                author: "Kwame A.".into(),
                href: "/posts/2".into(),
                title: "Keeping contact".into(),
                excerpt: "We ask for three contacts instead of one.".into(),
                lang: "en".into(),
                at: t.now,
            }],
            new_count: 9,
            news: vec![PostRow::sample(t), PostRow::sample_from_elsewhere(t)],
            nothing: Empty { title: t.t("home-nothing"), text: t.t("home-nothing-text"), action: None },
            highlights: vec![PostRow::sample(t)],
            groups: vec![("Case management".into(), "/groups/case_management".into(), 3)],
            resources: vec![PostRow::sample(t)],
        }
    }

    pub fn sample_quiet(t: Words) -> Self {
        Self {
            since: None,
            answer_count: 0,
            answers: Vec::new(),
            new_count: 0,
            news: Vec::new(),
            highlights: Vec::new(),
            groups: Vec::new(),
            resources: Vec::new(),
            ..Self::sample(t)
        }
    }
}
