//! What goes out: appended in the transaction of the change, read in the order of commit, never skipping a row that
//! commits late. Knows no peer and no wire format.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Position;
use crate::store::ids::{ActivityId, ActorId, HostId, PostId};
use crate::store::schema::activities;
use crate::store::{Conn, Prepare, Result, Topic, Tx};

/// What a host's software makes of what a group announces (wire.md §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Posts by their ids: microblogs, and whatever is not known.
    Posts,
    /// The activities of a group, as they are embedded.
    Activities,
    /// The activities of a group, but each is asked for again at its id, which not every author's server answers, and
    /// edits are read through a cache (NodeBB, wire.md 15a.7).
    ActivitiesById,
}

/// Which followers of the audience an activity is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// On hosts whose software understands groups: an Announce that holds the activity.
    A1,
    /// Of these, on hosts that believe what is embedded.
    Whole,
    /// Of these, on hosts that ask for everything again: what stands in the place of the embedded, or beside it.
    ById,
    /// On all other hosts: an Announce of the object's id.
    A2,
    All,
    /// Nobody's followers: the named inboxes only.
    Named,
}

impl Form {
    const ALL: [Self; 6] = [Self::A1, Self::Whole, Self::ById, Self::A2, Self::All, Self::Named];

    pub const fn code(self) -> &'static str {
        match self {
            Self::A1 => "a1",
            Self::Whole => "a1-whole",
            Self::ById => "a1-by-id",
            Self::A2 => "a2",
            Self::All => "all",
            Self::Named => "named",
        }
    }

    pub fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|form| form.code() == code).unwrap_or(Self::Named)
    }

    /// Whether followers on a host whose software reads so get it.
    pub fn concerns(self, reads: Reads) -> bool {
        match self {
            Self::A1 => reads != Reads::Posts,
            Self::Whole => reads == Reads::Activities,
            Self::ById => reads == Reads::ActivitiesById,
            Self::A2 => reads == Reads::Posts,
            Self::All => true,
            Self::Named => false,
        }
    }

    /// Whether an inbox that a row names gets it: whoever is answered, told or reported to does. What a group announces
    /// goes to software that can read it alone, also back to where its author lives (wire.md 15a.12).
    pub fn concerns_named(self, reads: Reads) -> bool {
        match self {
            Self::A1 | Self::Whole | Self::ById => self.concerns(reads),
            Self::A2 | Self::All | Self::Named => true,
        }
    }

    /// The forms that followers on such a host get; all that they may get while nobody knows what runs there.
    pub fn codes_for(reads: Option<Reads>) -> Vec<&'static str> {
        let concerned = |form: &Self| match reads {
            Some(reads) => form.concerns(reads),
            None => *form != Self::Named,
        };
        Self::ALL.into_iter().filter(concerned).map(Self::code).collect()
    }
}

/// An activity to append.
#[derive(Debug, Clone)]
pub struct NewActivity {
    pub id: ActivityId,
    pub url: String,
    pub actor: ActorId,
    pub kind: &'static str,
    /// What it is about: activities with one key reach a host in order.
    pub object_key: String,
    /// The post that it carries, when its author is to be told where that went.
    pub post: Option<PostId>,
    pub group: Option<ActorId>,
    pub form: Form,
    /// Whose followers, unless the form is named.
    pub audience: Option<ActorId>,
    pub inboxes: Vec<String>,
    /// Whether the actor's outbox shows it.
    pub listed: bool,
    pub body: String,
}

pub async fn append(tx: &mut Tx, new: NewActivity) -> Result<()> {
    let now = tx.now;
    diesel::insert_into(activities::table)
        .values((
            activities::id.eq(new.id.0),
            activities::url.eq(new.url),
            activities::actor_id.eq(new.actor),
            activities::kind.eq(new.kind),
            activities::object_key.eq(new.object_key),
            activities::post_id.eq(new.post.map(|post| post.0)),
            activities::group_id.eq(new.group.map(|group| group.0)),
            activities::audience_id.eq(new.audience.map(|audience| audience.0)),
            activities::form.eq(new.form.code()),
            activities::inboxes.eq(new.inboxes),
            activities::listed.eq(new.listed),
            activities::body.eq(new.body),
            activities::created_at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Activities);
    Ok(())
}

/// Many at once, in their order.
pub async fn append_all(tx: &mut Tx, new: Vec<NewActivity>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let now = tx.now;
    let texts = |pick: fn(&NewActivity) -> &str| new.iter().map(pick).collect::<Vec<&str>>();
    let ids = |pick: fn(&NewActivity) -> Option<Uuid>| new.iter().map(pick).collect::<Vec<_>>();
    // No address holds a space, and arrays of arrays would have to be of one length.
    let inboxes: Vec<String> = new.iter().map(|new| new.inboxes.join(" ")).collect();
    diesel::sql_query(
        "insert into activities (id, url, actor_id, kind, object_key, post_id, group_id, audience_id, form, inboxes, \
           listed, body, created_at) \
         select id, url, actor, kind, key, post, grp, audience, form, \
           case when inboxes = '' then '{}' else string_to_array(inboxes, ' ') end, listed, body, $13 \
         from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) with ordinality \
           as r (id, url, actor, kind, key, post, grp, audience, form, inboxes, listed, body, n) order by n",
    )
    .bind::<Array<SqlUuid>, _>(new.iter().map(|new| new.id.0).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(texts(|new| &new.url))
    .bind::<Array<SqlUuid>, _>(new.iter().map(|new| new.actor.0).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(texts(|new| new.kind))
    .bind::<Array<Text>, _>(texts(|new| &new.object_key))
    .bind::<Array<Nullable<SqlUuid>>, _>(ids(|new| new.post.map(|post| post.0)))
    .bind::<Array<Nullable<SqlUuid>>, _>(ids(|new| new.group.map(|group| group.0)))
    .bind::<Array<Nullable<SqlUuid>>, _>(ids(|new| new.audience.map(|audience| audience.0)))
    .bind::<Array<Text>, _>(texts(|new| new.form.code()))
    .bind::<Array<Text>, _>(inboxes)
    .bind::<Array<Bool>, _>(new.iter().map(|new| new.listed).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(texts(|new| &new.body))
    .bind::<Timestamptz, _>(now)
    .prepared()
    .execute(tx.conn())
    .await?;
    tx.ring(Topic::Activities);
    Ok(())
}

#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = activities)]
pub struct Row {
    pub seq: i64,
    pub xid: i64,
    pub url: String,
    pub actor_id: ActorId,
    pub kind: String,
    pub object_key: String,
    pub post_id: Option<Uuid>,
    pub audience_id: Option<Uuid>,
    pub form: String,
    pub inboxes: Vec<String>,
    pub body: String,
    pub created_at: DateTime<Utc>,
}

impl Row {
    pub fn position(&self) -> Position {
        Position { xid: self.xid, seq: self.seq }
    }
}

const COLUMNS: &str =
    "seq, xid, url, actor_id, kind, object_key, post_id, audience_id, form, inboxes, body, created_at";

/// The next rows behind `after`, up to what could still commit before.
pub async fn next(conn: &mut Conn, after: Position, at_most: i64) -> Result<Vec<Row>> {
    Ok(diesel::sql_query(format!(
        "select {COLUMNS} from activities where (xid, seq) > ($1, $2) \
         and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by xid, seq limit $3"
    ))
    .bind::<BigInt, _>(after.xid)
    .bind::<BigInt, _>(after.seq)
    .bind::<BigInt, _>(at_most)
    .prepared()
    .load(conn)
    .await?)
}

/// What concerns one host behind `after`, up to and with `until`. `audiences` are those that it has followers of; both
/// forms are read while it is not known which one it takes.
pub async fn next_for_host(
    conn: &mut Conn,
    host: &str,
    (audiences, reads): (&[Uuid], Option<Reads>),
    (after, until): (Position, Position),
    at_most: i64,
) -> Result<Vec<Row>> {
    Ok(diesel::sql_query(format!(
        "(select {COLUMNS} from unnest($5) as wanted (audience) cross join lateral (\
             select * from activities where audience_id = wanted.audience and form = any($6) \
               and (xid, seq) > ($1, $2) and (xid, seq) <= ($3, $4) order by xid, seq limit $8) as theirs) \
         union \
         (select {COLUMNS} from activities where inboxes <> '{{}}' \
             and exists (select 1 from unnest(inboxes) as i where split_part(i, '/', 3) = $7) \
             and (xid, seq) > ($1, $2) and (xid, seq) <= ($3, $4) order by xid, seq limit $8) \
         order by xid, seq limit $8"
    ))
    .bind::<BigInt, _>(after.xid)
    .bind::<BigInt, _>(after.seq)
    .bind::<BigInt, _>(until.xid)
    .bind::<BigInt, _>(until.seq)
    .bind::<Array<SqlUuid>, _>(audiences)
    .bind::<Array<Text>, _>(Form::codes_for(reads))
    .bind::<Text, _>(host)
    .bind::<BigInt, _>(at_most)
    .load(conn)
    .await?)
}

/// The last row that every reader may have seen: where a host that is met now starts.
pub async fn end(conn: &mut Conn) -> Result<Position> {
    #[derive(QueryableByName)]
    #[diesel(table_name = activities)]
    struct Last {
        xid: i64,
        seq: i64,
    }
    let last: Option<Last> = diesel::sql_query(
        "select xid, seq from activities where xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
         order by xid desc, seq desc limit 1",
    )
    .get_result(conn)
    .await
    .optional()?;
    Ok(last.map_or_else(Position::default, |last| Position { xid: last.xid, seq: last.seq }))
}

/// Everything for these hosts up to and with their position has been answered.
pub async fn save_cursors(conn: &mut Conn, cursors: &[(HostId, Position)]) -> Result<()> {
    let ids: Vec<Uuid> = cursors.iter().map(|(host, _)| host.0).collect();
    let xids: Vec<i64> = cursors.iter().map(|(_, at)| at.xid).collect();
    let seqs: Vec<i64> = cursors.iter().map(|(_, at)| at.seq).collect();
    diesel::sql_query(
        "with held as (select id from hosts where id = any($1) order by id for update) \
         update hosts set cursor_xid = c.xid, cursor_seq = c.seq \
         from held join unnest($1, $2, $3) as c (id, xid, seq) on c.id = held.id \
         where hosts.id = held.id and (hosts.cursor_xid, hosts.cursor_seq) < (c.xid, c.seq)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<BigInt>, _>(xids)
    .bind::<Array<BigInt>, _>(seqs)
    .prepared()
    .execute(conn)
    .await?;
    Ok(())
}

/// An activity as its address answers it: body, kind and the group that decides who may see it.
#[derive(Debug, Clone, Queryable)]
pub struct Published {
    pub body: String,
    pub kind: String,
    pub group: Option<Uuid>,
    pub listed: bool,
}

pub async fn by_id(conn: &mut Conn, id: ActivityId) -> Result<Option<Published>> {
    Ok(activities::table
        .filter(activities::id.eq(id.0))
        .select((activities::body, activities::kind, activities::group_id, activities::listed))
        .first(conn)
        .await
        .optional()?)
}

/// A page of what an actor's outbox shows, newest first, behind the number `before`.
pub async fn list_outbox(
    conn: &mut Conn,
    actor: ActorId,
    before: Option<i64>,
    at_most: i64,
) -> Result<Vec<(i64, String)>> {
    let mut query = activities::table
        .filter(activities::actor_id.eq(actor))
        .filter(activities::listed)
        .order(activities::seq.desc())
        .limit(at_most)
        .select((activities::seq, activities::body))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(activities::seq.lt(before));
    }
    Ok(query.load(conn).await?)
}

/// How many an actor's outbox shows.
pub async fn count_outbox(conn: &mut Conn, actor: ActorId) -> Result<i64> {
    Ok(activities::table
        .filter(activities::actor_id.eq(actor))
        .filter(activities::listed)
        .count()
        .get_result(conn)
        .await?)
}

/// The newest activity of a kind about an object by an actor: what an Undo embeds.
pub async fn latest(conn: &mut Conn, actor: ActorId, kind: &str, object_key: &str) -> Result<Option<String>> {
    Ok(activities::table
        .filter(activities::object_key.eq(object_key))
        .filter(activities::actor_id.eq(actor))
        .filter(activities::kind.eq(kind))
        .order(activities::seq.desc())
        .select(activities::body)
        .first(conn)
        .await
        .optional()?)
}

/// What is no longer in an outbox is no longer listed: the post was withdrawn or removed.
pub async fn unlist(tx: &mut Tx, post: PostId) -> Result<()> {
    let about = activities::table.filter(activities::post_id.eq(post.0)).filter(activities::listed);
    diesel::update(about).set(activities::listed.eq(false)).execute(tx.conn()).await?;
    Ok(())
}
