//! What happened. An entry is written in the change's own transaction; readers (notices, counters, search, digests)
//! keep a position and never pass a row that could still commit before it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::BoxFuture;
use serde_json::Value;
use uuid::Uuid;

use crate::store::schema::{journal, readers};
use crate::store::{Conn, Prepare, Recorded, Result, Topic, Tx};

/// The past tense of each command that something follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    MemberRegistered,
    MemberConfirmed,
    MemberApproved,
    MemberDeclined,
    MemberSuspended,
    MemberRestored,
    /// Another rank; `data.from`, `data.to`.
    MemberPromoted,
    ProfileEdited,
    GroupCreated,
    GroupEdited,
    /// A membership became valid; `subject` is the follower, `group` (or `data.followed`) what it follows.
    Joined,
    /// A membership waits for a moderator here.
    JoinRequested,
    JoinDeclined,
    Left,
    /// A member of ours asked to follow an actor elsewhere; `subject` is that actor, `data.follow` the Follow's id.
    FollowAsked,
    FollowWithdrawn,
    ModeratorAdded,
    ModeratorRemoved,
    Shared,
    Replied,
    Edited,
    Withdrawn,
    Removed,
    Restored,
    Liked,
    Unliked,
    Pinned,
    Unpinned,
    Locked,
    Unlocked,
    Highlighted,
    /// Somebody may not take part in `group` for now; `subject` is who, `data.until`, `data.removed`.
    Banned,
    Unbanned,
    /// Something or somebody was reported; `subject` is the report.
    Reported,
    /// Moderators looked at what was reported; `data.reports` are those that this answers.
    ReportUpheld,
    ReportDismissed,
    /// An actor elsewhere lives at another address now: `actor` the new one, `subject` a member who follows it,
    /// `data.from` the old one. `group` when it is a group, which nobody is moved to unasked.
    Moved,
    /// An actor elsewhere was deleted there.
    ActorGone,
    /// A member has left for good; `subject` is their actor, `data.words` whether what they wrote stays.
    MemberClosed,
    /// A host became known, partner, blocked or open again; `data.host`, `data.policy`.
    HostJudged,
    /// What waited for a host for 30 days was dropped; `data.host`, `data.missed` (how many).
    BacklogDropped,
}

impl Verb {
    pub const fn name(self) -> &'static str {
        match self {
            Self::MemberRegistered => "member-registered",
            Self::MemberConfirmed => "member-confirmed",
            Self::MemberApproved => "member-approved",
            Self::MemberDeclined => "member-declined",
            Self::MemberSuspended => "member-suspended",
            Self::MemberRestored => "member-restored",
            Self::MemberPromoted => "member-promoted",
            Self::ProfileEdited => "profile-edited",
            Self::GroupCreated => "group-created",
            Self::GroupEdited => "group-edited",
            Self::Joined => "joined",
            Self::JoinRequested => "join-requested",
            Self::JoinDeclined => "join-declined",
            Self::Left => "left",
            Self::FollowAsked => "follow-asked",
            Self::FollowWithdrawn => "follow-withdrawn",
            Self::ModeratorAdded => "moderator-added",
            Self::ModeratorRemoved => "moderator-removed",
            Self::Shared => "shared",
            Self::Replied => "replied",
            Self::Edited => "edited",
            Self::Withdrawn => "withdrawn",
            Self::Removed => "removed",
            Self::Restored => "restored",
            Self::Liked => "liked",
            Self::Unliked => "unliked",
            Self::Pinned => "pinned",
            Self::Unpinned => "unpinned",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::Highlighted => "highlighted",
            Self::Banned => "banned",
            Self::Unbanned => "unbanned",
            Self::Reported => "reported",
            Self::ReportUpheld => "report-upheld",
            Self::ReportDismissed => "report-dismissed",
            Self::Moved => "moved",
            Self::ActorGone => "actor-gone",
            Self::MemberClosed => "member-closed",
            Self::HostJudged => "host-judged",
            Self::BacklogDropped => "backlog-dropped",
        }
    }
}

/// What is recorded; ids that do not apply stay None.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    pub actor: Option<Uuid>,
    pub post: Option<Uuid>,
    pub group: Option<Uuid>,
    pub subject: Option<Uuid>,
    pub data: Value,
}

/// Writes the entry; those who follow it are woken at the commit.
pub async fn record(tx: &mut Tx, verb: Verb, entry: Entry) -> Result<()> {
    let data = if entry.data.is_null() { Value::Object(serde_json::Map::new()) } else { entry.data };
    let row = (
        journal::at.eq(tx.now),
        journal::actor_id.eq(entry.actor),
        journal::verb.eq(verb.name()),
        journal::post_id.eq(entry.post),
        journal::group_id.eq(entry.group),
        journal::subject_id.eq(entry.subject),
        journal::data.eq(&data),
    );
    let seq = diesel::insert_into(journal::table).values(row).returning(journal::seq).get_result(tx.conn()).await?;
    tx.recorded.push(Recorded {
        seq,
        verb: verb.name(),
        actor_id: entry.actor,
        post_id: entry.post,
        group_id: entry.group,
        subject_id: entry.subject,
        data,
    });
    tx.ring(Topic::Journal);
    Ok(())
}

/// Writes many entries at once and hands them back in their order: what goes out with them is the caller's to add.
pub async fn record_all(tx: &mut Tx, entries: Vec<(Verb, Entry)>) -> Result<Vec<Recorded>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let column = |pick: fn(&Entry) -> Option<Uuid>| entries.iter().map(|(_, entry)| pick(entry)).collect::<Vec<_>>();
    let now = tx.now;
    #[derive(QueryableByName)]
    struct Seq {
        #[diesel(sql_type = BigInt)]
        seq: i64,
    }
    let mut seqs: Vec<i64> = diesel::sql_query(
        "insert into journal (at, verb, actor_id, post_id, group_id, subject_id, data) \
         select $1, v, a, p, g, s, d from unnest($2, $3, $4, $5, $6, $7) with ordinality as r (v, a, p, g, s, d, n) \
         order by n returning seq",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Array<Text>, _>(entries.iter().map(|(verb, _)| verb.name()).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(column(|entry| entry.actor))
    .bind::<Array<Nullable<SqlUuid>>, _>(column(|entry| entry.post))
    .bind::<Array<Nullable<SqlUuid>>, _>(column(|entry| entry.group))
    .bind::<Array<Nullable<SqlUuid>>, _>(column(|entry| entry.subject))
    .bind::<Array<Jsonb>, _>(entries.iter().map(|(_, entry)| entry.data.clone()).collect::<Vec<_>>())
    .prepared()
    .load::<Seq>(tx.conn())
    .await?
    .into_iter()
    .map(|row| row.seq)
    .collect();
    seqs.sort_unstable();
    tx.ring(Topic::Journal);
    Ok(entries
        .into_iter()
        .zip(seqs)
        .map(|((verb, entry), seq)| Recorded {
            seq,
            verb: verb.name(),
            actor_id: entry.actor,
            post_id: entry.post,
            group_id: entry.group,
            subject_id: entry.subject,
            data: entry.data,
        })
        .collect())
}

/// Adds to a transaction, before its commit, what must stand or fall with it (the activities that go out).
pub trait Publisher: Send + Sync {
    fn publish<'a>(&'a self, tx: &'a mut Tx, recorded: Vec<Recorded>) -> BoxFuture<'a, Result<()>>;
}

#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = journal)]
pub struct Row {
    pub seq: i64,
    pub xid: i64,
    pub at: DateTime<Utc>,
    pub actor_id: Option<Uuid>,
    pub verb: String,
    pub post_id: Option<Uuid>,
    pub group_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub data: Value,
}

/// Whether one of so many `readers` has rows before it, or has never begun: asked instead of letting each begin a
/// transaction for nothing.
pub async fn is_unread(conn: &mut Conn, readers: i64) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Unread {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        unread: bool,
    }
    let found: Unread = diesel::sql_query(
        "select (select count(*) from readers) < $1 or exists (select 1 from journal \
           where (xid, seq) > (select xid, seq from readers order by xid, seq limit 1) \
             and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint) as unread",
    )
    .bind::<BigInt, _>(readers)
    .prepared()
    .get_result(conn)
    .await?;
    Ok(found.unread)
}

/// The next rows for the reader called `name`, locking its position until the transaction ends; empty when another
/// process reads.
pub async fn next(tx: &mut Tx, name: &str, at_most: i64) -> Result<Vec<Row>> {
    diesel::insert_into(readers::table)
        .values(readers::name.eq(name))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    let position: Option<(i64, i64)> = readers::table
        .filter(readers::name.eq(name))
        .select((readers::xid, readers::seq))
        .for_update()
        .skip_locked()
        .first(tx.conn())
        .await
        .optional()?;
    let Some((xid, seq)) = position else { return Ok(Vec::new()) };
    let rows = diesel::sql_query(
        "select seq, xid, at, actor_id, verb, post_id, group_id, subject_id, data from journal \
         where (xid, seq) > ($1, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
         order by xid, seq limit $3",
    )
    .bind::<BigInt, _>(xid)
    .bind::<BigInt, _>(seq)
    .bind::<BigInt, _>(at_most)
    .prepared()
    .load(tx.conn())
    .await?;
    Ok(rows)
}

/// Moves the reader behind `row`.
pub async fn passed(tx: &mut Tx, name: &str, row: &Row) -> Result<()> {
    diesel::update(readers::table.filter(readers::name.eq(name)))
        .set((readers::xid.eq(row.xid), readers::seq.eq(row.seq)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// After a restore into another cluster its transaction counter starts lower than the positions that were kept, and
/// readers would wait for ever: order such rows by their sequence alone. A position moves back to before the first row
/// that it has not passed: a repeat does no harm, a hole would. Run once at start, under the migration lock.
pub async fn rebase_positions(conn: &mut Conn) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Ahead {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        ahead: bool,
    }
    let found: Ahead = diesel::sql_query(
        "select coalesce(greatest((select max(xid) from journal), (select max(xid) from activities)), 0) \
         >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint as ahead",
    )
    .get_result(conn)
    .await?;
    if found.ahead {
        conn.batch_execute(
            "begin; \
             update readers r set seq = coalesce((select min(j.seq) - 1 from journal j where (j.xid, j.seq) > (r.xid, r.seq)), \
               greatest(r.seq, (select max(seq) from journal))), xid = 0; \
             update hosts h set cursor_seq = coalesce((select min(a.seq) - 1 from activities a \
               where (a.xid, a.seq) > (h.cursor_xid, h.cursor_seq)), \
               greatest(h.cursor_seq, (select max(seq) from activities))), cursor_xid = 0; \
             update journal set xid = 0 where xid <> 0; update activities set xid = 0 where xid <> 0; commit",
        )
        .await?;
    }
    Ok(found.ahead)
}
