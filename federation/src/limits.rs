//! Every number that bounds what comes from outside, on one page (attacks.md B05-B11, wire.md §14).
//! Knows nothing but numbers; whoever reads remote data takes its bound from here.

use std::time::Duration;

/// Largest body that an inbox takes, in bytes.
pub const INBOX_BYTES: usize = 256 * 1024;
/// Largest word about partnership from a server that is not listed, in bytes.
pub const KNOCK_BYTES: usize = 8 * 1024;
/// Words about partnership within an hour: of one registrable domain, and of all that are not listed.
pub const KNOCKS_OF_DOMAIN: usize = 10;
pub const KNOCKS: usize = 200;
/// When a server that asked too often may ask again.
pub const KNOCK_PAUSE: Duration = Duration::from_secs(3600);
/// Largest fetched JSON document, in bytes after decompression.
pub const OBJECT_BYTES: usize = 1024 * 1024;
/// Largest WebFinger or NodeInfo document, in bytes after decompression.
pub const DISCOVERY_BYTES: usize = 64 * 1024;
/// How much of a peer's answer to a delivery is kept for the administrator, in bytes.
pub const EXCERPT_BYTES: usize = 1024;

/// Nesting of received JSON.
pub const DEPTH: usize = 64;
/// Members of one received JSON array.
pub const ARRAY: usize = 1000;

/// One address, in bytes; longer ones count as absent.
pub const URL_BYTES: usize = 2048;
/// Titles, names of people and groups, in characters.
pub const NAME_CHARS: usize = 200;
/// Titles of publications, in characters: longer than what other software shows.
pub const TITLE_CHARS: usize = 300;
/// Abstracts of publications, in characters.
pub const ABSTRACT_CHARS: usize = 50_000;
/// Summaries and descriptions of actors, in characters.
pub const SUMMARY_CHARS: usize = 20_000;
/// Bodies, in bytes.
pub const CONTENT_BYTES: usize = 200 * 1024;
/// Codes, media types, time zones and other short words, in characters.
pub const WORD_CHARS: usize = 100;
/// Alternative text, reasons of moderators and reporters, in characters.
pub const REASON_CHARS: usize = 5_000;

/// Entries of `to` and of `cc`.
pub const RECIPIENTS: usize = 200;
/// Entries of `tag`.
pub const TAGS: usize = 100;
/// Entries of `attachment`, and files of one resource.
pub const ATTACHMENTS: usize = 20;
/// Keys of one actor.
pub const KEYS: usize = 10;
/// Options of a poll, authors, themes, countries or languages of a resource, objects of a report.
pub const LIST: usize = 50;

/// How old a signature may be.
pub const SIGNATURE_AGE: Duration = Duration::from_secs(3600);
/// How far a sender's clock may run ahead of ours.
pub const SIGNATURE_AHEAD: Duration = Duration::from_secs(300);
/// Bytes of all headers of a signature together; real ones have about a thousand.
pub const SIGNATURE_BYTES: usize = 8 * 1024;
/// Headers, components or digests that one signature names.
pub const SIGNATURE_PARTS: usize = 50;
/// How long a key that could not be fetched is not asked for again.
pub const KEY_PAUSE: Duration = Duration::from_secs(600);
/// The same after a first failure that may pass; doubled by each further one.
pub const KEY_PAUSE_FIRST: Duration = Duration::from_secs(30);
/// How long a known key whose signature failed is not fetched again.
pub const KEY_REFETCH: Duration = Duration::from_secs(3600);
/// Requests that wait for keys at the same time: fewer than the inbox looks at together.
pub const KEYS_WAITING: usize = 256;
/// How often a key of a domain is fetched whose budget is spent: strangers may have spent it.
pub const KEY_TRICKLE: Duration = Duration::from_secs(10);
/// Documents that others can make us fetch from one registrable domain within an hour.
pub const FETCHES_AN_HOUR: u32 = 300;
/// Hosts of one registrable domain that others can make us ask within an hour.
pub const HOSTS_AN_HOUR: usize = 100;
/// For how long a server may bring activities faster than its pace before its requests wait.
pub const PACE_BURST: Duration = Duration::from_secs(30);
/// How long a request waits for its sender's pace: less than the shortest patience that was seen (Lemmy's 9 s).
pub const PACE_WAIT: Duration = Duration::from_secs(5);
/// Requests of one server that wait at the same time.
pub const PACE_WAITING: usize = 256;
/// An activity of so many bytes counts for one more.
pub const PACE_BYTES: usize = 8 * 1024;
/// Entries of a table in memory that is keyed by what remote servers send (B14).
pub const REMEMBERED: usize = 10_000;
