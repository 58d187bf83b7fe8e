//! The digest: what is new for one member, under a few headings, at most a dozen items. Knows neither rows nor who may
//! see what; it prints what it is given.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Letter, MailFrame, Sheet, one_line};
use crate::locale::Words;
use crate::text::shorten;

/// One thing that is new. Its words are plain text.
#[derive(Clone, Debug)]
pub struct Entry {
    pub title: String,
    /// Absolute.
    pub href: String,
    /// Who, from where, when: one line.
    pub by: String,
    /// About 160 characters; empty for what stands in a group that is not public (attack D08).
    pub excerpt: String,
    /// Whether subject and preview line may name it.
    pub public: bool,
}

/// What is new in one group.
#[derive(Clone, Debug)]
pub struct GroupNews {
    pub name: String,
    pub href: String,
    pub entries: Vec<Entry>,
    /// Whether there is more than `entries`.
    pub more: bool,
}

#[derive(Clone, Debug, Template)]
#[template(path = "mail/digest.html")]
pub struct Digest {
    pub frame: MailFrame,
    pub weekly: bool,
    pub since: DateTime<Utc>,
    /// Answers to the reader.
    pub replies: Vec<Entry>,
    /// Answers that are told in the notices alone.
    pub more_replies: usize,
    /// Chosen by the editors.
    pub highlight: Option<Entry>,
    pub groups: Vec<GroupNews>,
    /// New in the library.
    pub resources: Vec<Entry>,
    /// Whether the library has more that is new.
    pub more_resources: bool,
    /// Set by [`Digest::letter`].
    pub subject: String,
}

impl Digest {
    /// How many things it tells.
    pub fn len(&self) -> usize {
        let in_groups: usize = self.groups.iter().map(|group| group.entries.len()).sum();
        self.replies.len() + usize::from(self.highlight.is_some()) + in_groups + self.resources.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn letter(mut self) -> Letter {
        self.subject = one_line(&self.subject_line());
        self.frame.preheader = self.preheader();
        // Writing into a String does not fail.
        let html = self.render().unwrap_or_default();
        Letter { text: self.text_part(), subject: self.subject, html }
    }

    fn t(&self) -> Words {
        self.frame.t
    }

    fn title(&self) -> String {
        let key = if self.weekly { "digest-week" } else { "digest-day" };
        self.t().with(key, &[("hub", &self.frame.hub)])
    }

    fn since_line(&self) -> String {
        self.t().with("digest-since", &[("date", self.t().date(self.since))])
    }

    /// What is not an answer, in the order in which it is read.
    fn others(&self) -> impl Iterator<Item = &Entry> {
        let grouped = self.groups.iter().flat_map(|group| &group.entries);
        self.highlight.iter().chain(grouped).chain(&self.resources)
    }

    /// Says what is inside, and names nothing that is not public: "2 replies to you · A title · 4 more".
    fn subject_line(&self) -> String {
        let t = self.t();
        let mut parts = Vec::new();
        if !self.replies.is_empty() {
            parts.push(t.n("digest-subject-replies", self.replies.len() + self.more_replies));
        }
        let others = self.others().count();
        match self.others().find(|entry| entry.public) {
            Some(first) => {
                parts.push(shorten(&first.title, 60));
                if others > 1 {
                    parts.push(t.n("digest-subject-more", others - 1));
                }
            }
            None if others > 0 => parts.push(t.n("digest-subject-new", others)),
            None => {}
        }
        parts.join(" · ")
    }

    /// What leads to the answers that are not shown.
    fn further_replies(&self) -> Option<(String, String)> {
        let words = self.t().n("digest-more-replies", self.more_replies);
        (self.more_replies > 0).then(|| (words, format!("{}/notices", self.frame.home)))
    }

    fn further_resources(&self) -> Option<(String, String)> {
        let words = self.t().t("digest-more-resources");
        self.more_resources.then(|| (words, format!("{}/library", self.frame.home)))
    }

    fn preheader(&self) -> String {
        let rest: Vec<String> =
            self.others().filter(|entry| entry.public).skip(1).take(3).map(|entry| shorten(&entry.title, 60)).collect();
        if rest.is_empty() { self.since_line() } else { rest.join(" · ") }
    }

    fn text_part(&self) -> String {
        let t = self.t();
        let mut sheet = Sheet::new();
        sheet.line(&self.title());
        sheet.line(&self.since_line());
        if !self.replies.is_empty() {
            sheet.heading(&t.t("digest-replies"));
            entries(&mut sheet, &self.replies);
            if let Some((words, href)) = self.further_replies() {
                sheet.gap();
                sheet.link(&self.frame.label(&words), &href);
            }
        }
        if let Some(highlight) = &self.highlight {
            sheet.heading(&t.t("digest-highlight"));
            entries(&mut sheet, std::slice::from_ref(highlight));
        }
        for group in &self.groups {
            sheet.heading(&group.name);
            entries(&mut sheet, &group.entries);
            if group.more {
                sheet.gap();
                let words = t.with("digest-more", &[("group", &group.name)]);
                sheet.link(&self.frame.label(&words), &group.href);
            }
        }
        if !self.resources.is_empty() {
            sheet.heading(&t.t("digest-resources"));
            entries(&mut sheet, &self.resources);
            if let Some((words, href)) = self.further_resources() {
                sheet.gap();
                sheet.link(&self.frame.label(&words), &href);
            }
        }
        sheet.gap();
        self.frame.close(&mut sheet);
        sheet.done()
    }

    /// A digest of a hub that does not exist: for tests and for looking at.
    pub fn sample(t: Words) -> Self {
        let hub = "Reintegration Exchange";
        let entry = |title: &str, by: &str, excerpt: &str, n: u32, public| Entry {
            title: title.into(),
            href: format!("https://exchange.example/posts/0{n}"),
            by: by.into(),
            excerpt: excerpt.into(),
            public,
        };
        let why = t.with("digest-why-weekly", &[("hub", hub)]);
        let frame = MailFrame::new(t, hub, "Regional Office, West and Central Africa", "https://exchange.example", why)
            .link(t.t("mail-settings"), "https://exchange.example/settings")
            .link(t.t("digest-stop"), "https://exchange.example/unsubscribe/01kc-sample");
        let reply = t.with(
            "digest-replied",
            &[("who", "Kwame Mensah"), ("title", "How do you follow up after the third month?")],
        );
        Self {
            weekly: true,
            since: t.now - chrono::Duration::days(7),
            replies: vec![entry(
                &reply,
                "hub.example · 14 Nov",
                "We call at four, eight and twelve weeks, and the third call is the one where people say what they did not dare to say before.",
                1,
                true,
            )],
            more_replies: 2,
            highlight: Some(entry(
                "Three cooperatives that outlived their projects",
                "Mariama Diallo · 12 Nov",
                "What they had in common was not money: it was a buyer, a bookkeeper and a quarrel settled early.",
                2,
                true,
            )),
            groups: vec![
                GroupNews {
                    name: "Case management".into(),
                    href: "https://exchange.example/groups/case_management".into(),
                    entries: vec![
                        entry(
                            "Reopening shelters in Agadez: what the first two weeks taught us about referral, transport and who picks up the telephone at night",
                            "Aïssatou Ba · 15 Nov",
                            "Four of the six partners could take people in on the day they arrived. The other two needed papers that nobody had told us of.",
                            3,
                            true,
                        ),
                        entry(
                            "نماذج المتابعة بعد العودة",
                            "مريم العلوي · 13 Nov",
                            "هل لدى أحدكم نموذج متابعة قصير باللغة العربية؟",
                            4,
                            true,
                        ),
                    ],
                    more: true,
                },
                GroupNews {
                    name: "Counter-trafficking, restricted".into(),
                    href: "https://exchange.example/groups/ct".into(),
                    entries: vec![entry("A new pattern on the coastal road", "João Sousa · 11 Nov", "", 5, false)],
                    more: false,
                },
            ],
            resources: vec![entry(
                "EVALUATION OF THE JOINT INITIATIVE FOR MIGRANT PROTECTION AND REINTEGRATION: FINAL REPORT",
                "IOM, 2023 · 10 Nov",
                "Findings from five countries on what helped people to stay, and what did not.",
                6,
                true,
            )],
            more_resources: true,
            frame,
            subject: String::new(),
        }
    }
}

fn entries(sheet: &mut Sheet, entries: &[Entry]) {
    for entry in entries {
        sheet.gap();
        sheet.fold("* ", "  ", &entry.title);
        sheet.fold("  ", "  ", &entry.by);
        if !entry.excerpt.is_empty() {
            sheet.fold("  ", "  ", &entry.excerpt);
        }
        sheet.raw(&format!("  {}", entry.href));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::words;
    use crate::locale::Lang;

    #[test]
    fn the_text_part_reads_well_in_every_language() {
        for lang in Lang::ALL {
            let letter = Digest::sample(words(lang)).letter();
            let name = format!("digest-{}", lang.code());
            insta::assert_snapshot!(name, format!("Subject: {}\n\n{}", letter.subject, letter.text));
            let wide = letter.text.lines().find(|line| {
                !line.trim_start().starts_with("https://")
                    && line.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).count() > 78
            });
            assert_eq!(wide, None);
        }
    }

    #[test]
    fn both_parts_carry_the_same_items() {
        for lang in Lang::ALL {
            let digest = Digest::sample(words(lang));
            let hrefs: Vec<String> =
                digest.replies.iter().chain(digest.others()).map(|entry| entry.href.clone()).collect();
            assert_eq!(hrefs.len(), digest.len());
            let letter = digest.letter();
            for href in hrefs {
                assert!(letter.text.lines().any(|line| line.trim() == href), "{href} in the text");
                assert!(letter.html.contains(&format!("href=\"{href}\"")), "{href} in the page");
            }
            assert!(letter.html.contains(&format!("<html lang=\"{}\" dir=\"{}\">", lang.code(), lang.dir())));
            assert!(letter.html.len() < 60_000 && !letter.html.contains("<img") && !letter.html.contains("<script"));
        }
    }

    #[test]
    fn d08_subject_and_preview_name_nothing_that_is_not_public() {
        let mut digest = Digest::sample(words(Lang::En));
        digest.highlight = None;
        digest.resources.clear();
        digest.groups.remove(0);
        digest.replies.clear();
        let frame_says = digest.preheader();
        let letter = digest.letter();
        assert_eq!(letter.subject, "1 new post in your groups");
        assert!(!frame_says.contains("coastal") && letter.text.contains("coastal"));
    }

    #[test]
    fn what_others_wrote_stays_text() {
        let mut digest = Digest::sample(words(Lang::En));
        digest.highlight = None;
        digest.groups[0].entries[0].title = "<b>x</b>\r\nBcc: a@example.org".into();
        let letter = digest.letter();
        assert!(!letter.html.contains("<b>x") && letter.html.contains("&#60;b&#62;x"));
        assert!(!letter.subject.contains(['\r', '\n']));
        assert!(letter.text.contains("* <b>x</b> Bcc: a@example.org\n"));
    }
}
