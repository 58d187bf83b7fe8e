//! Lists of servers as other administrators write them: taken over line by line, handed on as they can be taken over
//! again.

use std::collections::{HashMap, HashSet};

use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use federation::host;
use web::form::Form;
use web::hubs::{ListsPage, Outcome, import_form};

use super::super::{PageError, PageResult, Sent, Visit, kept, rows};
use crate::actors::hosts::{self, Policy};
use crate::peers::Peers;
use crate::peers::partners::host_name;
use crate::store::Error;

/// Lines of one import, and how many of those left out are shown.
const LINES_MOST: usize = 5_000;
const SHOWN: usize = 200;

/// GET /admin/hubs/lists
pub async fn index(State(peers): State<Peers>, visit: Visit) -> PageResult {
    visit.admin()?;
    let form = import_form(visit.words, visit.csrf());
    visit.page(&page(&peers, &visit, form, None).await?)
}

async fn page(peers: &Peers, visit: &Visit, form: Form, outcome: Option<Outcome>) -> crate::store::Result<ListsPage> {
    let t = visit.words;
    let judged = hosts::list_judged(&mut *peers.app.read().await?).await?;
    let count = |policy: Policy| rows::count(judged.iter().filter(|(_, judged)| judged == policy.code()).count());
    Ok(ListsPage {
        t,
        shell: visit.shell(&t.t("lists-title")),
        tabs: web::administration::tabs(t, web::administration::Tab::Servers),
        outcome,
        blocked: count(Policy::Blocked),
        partners: count(Policy::Partner),
        form,
    })
}

/// GET /admin/hubs/lists/{blocked|partners}.csv
pub async fn export(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit) -> PageResult {
    visit.admin()?;
    let policy = match name.as_str() {
        "blocked.csv" => Policy::Blocked,
        "partners.csv" => Policy::Partner,
        _ => return Err(Error::NotFound.into()),
    };
    let listed = hosts::list_by_policy(&mut *peers.app.read().await?, policy).await?;
    let mut response = write(policy, &listed)?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = format!("attachment; filename=\"{name}\"");
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|_| Error::NotFound)?);
    Ok(response)
}

/// As Mastodon writes its lists.
fn write(policy: Policy, listed: &[(String, String)]) -> crate::store::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Error::Store(error.to_string());
    match policy {
        Policy::Blocked => {
            out.write_record([
                "#domain",
                "#severity",
                "#reject_media",
                "#reject_reports",
                "#public_comment",
                "#obfuscate",
            ])
            .map_err(broken)?;
            for (name, note) in listed {
                out.write_record([name, "suspend", "false", "false", &harmless(note), "false"]).map_err(broken)?;
            }
        }
        Policy::Open | Policy::Partner => {
            out.write_record(["#domain", "#comment"]).map_err(broken)?;
            for (name, note) in listed {
                out.write_record([name, &harmless(note)]).map_err(broken)?;
            }
        }
    }
    out.into_inner().map_err(|error| Error::Store(error.to_string()))
}

/// No spreadsheet takes it for a formula (attack C26).
fn harmless(note: &str) -> String {
    if note.starts_with(FORMULA) { format!("'{note}") } else { note.to_owned() }
}

const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A line that can be taken over, or why it cannot.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Host { name: String, note: String },
    LeftOut { text: String, why: &'static str },
}

/// POST /admin/hubs/lists
pub async fn import(State(peers): State<Peers>, visit: Visit, request: Request) -> PageResult {
    let sent = received(request).await?;
    if visit.viewer.me().is_none() {
        return Err(kept::until_signed_in(&visit, &sent));
    }
    let by = visit.admin()?.actor;
    let blank = || import_form(visit.words, visit.csrf());
    if sent.clone().checked(&visit).is_err() {
        let form = blank().fill(sent.0).with_faults([("", "session")]);
        return visit.unprocessable(&page(&peers, &visit, form, None).await?);
    }
    let policy = if sent.get("which") == "partner" { Policy::Partner } else { Policy::Blocked };
    let lines = read(sent.raw("text").as_bytes(), policy);
    if lines.is_empty() {
        let form = blank().fill(sent.0).with_faults([("text", "lists-empty")]);
        return visit.unprocessable(&page(&peers, &visit, form, None).await?);
    }
    let judged: HashMap<String, String> =
        hosts::list_judged(&mut *peers.app.read().await?).await?.into_iter().collect();
    let mut outcome = Outcome::default();
    let (mut wanted, mut seen) = (Vec::new(), HashSet::new());
    for (number, line) in lines {
        let (text, why) = match line {
            Line::LeftOut { text, why } => (text, why),
            Line::Host { name, note } => {
                let known = judged.get(&name).map(String::as_str);
                let ours = name == peers.app.site.host()
                    || (policy == Policy::Blocked && host::lies_under(peers.app.site.host(), &name));
                match (policy, known) {
                    _ if ours => (name, "own"),
                    (Policy::Blocked, Some("partner")) => (name, "partner"),
                    (Policy::Partner, Some("blocked")) => (name, "blocked"),
                    (_, Some(code)) if code == policy.code() => {
                        outcome.same += 1;
                        continue;
                    }
                    _ => {
                        if seen.insert(name.clone()) {
                            wanted.push((name, note));
                        }
                        continue;
                    }
                }
            }
        };
        outcome.left_out += 1;
        if outcome.lines.len() < SHOWN {
            let text = web::text::shorten(&text, 120);
            outcome.lines.push((number, text, visit.words.t(&format!("lists-why-{why}"))));
        }
    }
    outcome.taken = rows::count(wanted.len());
    peers
        .app
        .write(async |tx| {
            for (name, note) in &wanted {
                hosts::judge(tx, name, policy, note, by).await?;
            }
            Ok(())
        })
        .await?;
    peers.home.forget_judgements();
    visit.page(&page(&peers, &visit, blank(), Some(outcome)).await?)
}

/// The pairs of the form. Its list stands in `text`: the file's content, else the lines that were pasted.
async fn received(request: Request) -> Result<Sent, PageError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Sent::unchecked(request).await;
    }
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|error| PageError::Status(error.status()))?;
    let (mut sent, mut list) = (Sent::default(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| PageError::Status(error.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(|error| PageError::Status(error.status()))?;
        let text = String::from_utf8_lossy(&bytes).replace('\0', "").replace("\r\n", "\n");
        match is_file {
            true => list = text,
            false if sent.0.len() < 20 => sent.0.push((name, text)),
            false => return Err(PageError::Status(StatusCode::PAYLOAD_TOO_LARGE)),
        }
    }
    if !list.is_empty() {
        sent.0.retain(|(name, _)| name != "text");
        sent.0.push(("text".to_owned(), list));
    }
    Ok(sent)
}

/// Each line with a server in it, by its number. Columns are found by their names where the first line has them, with or
/// without `#`; else the first is the server.
fn read(list: &[u8], policy: Policy) -> Vec<(u64, Line)> {
    let list = String::from_utf8_lossy(list.strip_prefix(b"\xef\xbb\xbf").unwrap_or(list));
    let mut lines_before = Lines::new(list.as_bytes());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(list.as_bytes());
    let mut columns = HashMap::from([("domain".to_owned(), 0), ("severity".to_owned(), 1)]);
    let mut lines = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            lines.push((index as u64 + 1, Line::LeftOut { text: String::new(), why: "broken" }));
            continue;
        };
        let number = record.position().map_or(index as u64 + 1, |at| lines_before.number(at.byte() as usize));
        let heads: Vec<String> =
            record.iter().map(|cell| cell.trim_start_matches('#').trim().to_ascii_lowercase()).collect();
        if index == 0 && heads.iter().any(|head| head == "domain") {
            columns = heads.into_iter().zip(0..).collect();
            continue;
        }
        let cell = |name: &str| columns.get(name).and_then(|at| record.get(*at)).unwrap_or_default();
        let domain = cell("domain");
        if domain.is_empty() || domain.starts_with('#') {
            continue;
        }
        if lines.len() == LINES_MOST {
            lines.push((number, Line::LeftOut { text: domain.to_owned(), why: "too-many" }));
            break;
        }
        let note = [cell("public_comment"), cell("comment")].into_iter().find(|text| !text.is_empty());
        let note = note.unwrap_or_default();
        let note = note.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(note);
        let severity = cell("severity").to_ascii_lowercase();
        let blocks = policy != Policy::Blocked || matches!(severity.as_str(), "" | "suspend" | "block" | "reject");
        let left_out = |why| Line::LeftOut { text: record.iter().collect::<Vec<_>>().join(","), why };
        let line = match host_name(domain) {
            _ if domain.contains('*') => left_out("hidden"),
            _ if !blocks => left_out("severity"),
            Some(name) if name.contains('.') || name.contains(':') => Line::Host { name, note: note.to_owned() },
            _ => left_out("name"),
        };
        lines.push((number, line));
    }
    lines
}

/// Numbers the lines of a list as an editor does: the reader's own count leaves out empty lines before a record.
struct Lines<'a> {
    list: &'a [u8],
    counted: usize,
    number: u64,
}

impl<'a> Lines<'a> {
    fn new(list: &'a [u8]) -> Self {
        Self { list, counted: 0, number: 1 }
    }

    /// The line of the record that the reader began to look for at `byte`; asked in the order of the list.
    fn number(&mut self, byte: usize) -> u64 {
        let rest = self.list.get(byte..).unwrap_or_default();
        let begins = byte + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.list.get(self.counted..begins).unwrap_or_default();
        self.number += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = begins.max(self.counted);
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str, note: &str) -> Line {
        Line::Host { name: name.to_owned(), note: note.to_owned() }
    }

    fn why(line: &Line) -> &'static str {
        match line {
            Line::LeftOut { why, .. } => why,
            Line::Host { .. } => "",
        }
    }

    #[test]
    fn a_list_of_mastodon_is_read_and_what_cannot_be_is_named_by_its_line() {
        let list = b"\xef\xbb\xbf#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n\
            Bad.Example,suspend,true,true,\"spam, and \"\"worse\"\"\",false\r\n\
            quiet.example,silence,false,false,,false\r\n\
            b*d.example,suspend,false,false,,true\r\n\
            \r\n\
            not a name,suspend,false,false,,false\r\n";
        let lines = read(list, Policy::Blocked);
        assert_eq!(lines[0], (2, host("bad.example", "spam, and \"worse\"")));
        let found: Vec<(u64, &str)> = lines[1..].iter().map(|(number, line)| (*number, why(line))).collect();
        assert_eq!(found, [(3, "severity"), (4, "hidden"), (6, "name")]);
    }

    #[test]
    fn a_plain_list_of_names_is_enough() {
        let lines = read(b"a.example\n# a remark\nhttps://b.example/\n", Policy::Partner);
        assert_eq!(lines, [(1, host("a.example", "")), (3, host("b.example", ""))]);
        assert_eq!(read(b"", Policy::Blocked), []);
        assert_eq!(read(b"#domain,#severity\n", Policy::Blocked), []);
    }

    #[test]
    fn c26_what_is_handed_on_comes_back_the_same_and_is_no_formula() {
        let listed =
            vec![("a.example".to_owned(), "=HYPERLINK(1)".to_owned()), ("b.example".to_owned(), "x, y".to_owned())];
        for policy in [Policy::Blocked, Policy::Partner] {
            let out = write(policy, &listed).unwrap();
            assert!(!String::from_utf8_lossy(&out).contains(",=HYPER"));
            let back: Vec<Line> = read(&out, policy).into_iter().map(|(_, line)| line).collect();
            assert_eq!(back, [host("a.example", "=HYPERLINK(1)"), host("b.example", "x, y")]);
        }
    }

    #[test]
    fn a_list_has_an_end() {
        let list: String = (0..6000).map(|n| format!("h{n}.example\n")).collect();
        let lines = read(list.as_bytes(), Policy::Blocked);
        assert_eq!(lines.len(), LINES_MOST + 1);
        assert_eq!(why(&lines[LINES_MOST].1), "too-many");
    }
}
