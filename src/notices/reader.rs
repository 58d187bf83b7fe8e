//! Turns entries of the journal into notices: a few statements for a whole batch, and a repeat writes nothing.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Kind;
use crate::journal::{self, Row, Verb};
use crate::store::ids::{ActorId, MemberId, NoticeId, PostId};
use crate::store::schema::{actors, groups, members, memberships, mentions, notices, posts, reports};
use crate::store::{Conn, Prepare, Result, Tx};

const NAME: &str = "notices";
const AT_ONCE: i64 = 500;
/// A request or a registration concerns so many people at most.
const DECIDERS_MOST: i64 = 200;

/// Reads a batch; true when there may be more.
pub async fn read(tx: &mut Tx) -> Result<bool> {
    let rows = journal::next(tx, NAME, AT_ONCE).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    let around = Around::of(tx.conn(), &rows).await?;
    let mut written: Vec<Fresh> = Vec::new();
    let mut settled = Vec::new();
    for row in &rows {
        match verb(row) {
            Some(Verb::Replied) => {
                around.replied(row, &mut written);
                around.named(row, &mut written);
            }
            Some(Verb::Shared | Verb::Edited) => around.named(row, &mut written),
            Some(Verb::Reported) => around.reported(row, &mut written),
            Some(verb @ (Verb::ReportUpheld | Verb::ReportDismissed)) => {
                settle(report(row), &mut written, &mut settled);
                around.answered(row, verb, &mut written);
            }
            Some(Verb::Banned) => {
                settle(request(row), &mut written, &mut settled);
                around.to_subject(row, Kind::Banned, &mut written);
            }
            Some(Verb::Unbanned) => around.to_subject(row, Kind::Unbanned, &mut written),
            Some(Verb::Moved) => {
                let kind = if row.group_id.is_some() { Kind::GroupMoved } else { Kind::Moved };
                around.to_subject(row, kind, &mut written);
            }
            Some(Verb::JoinRequested) => around.requested(row, &mut written),
            Some(verb @ (Verb::Joined | Verb::JoinDeclined | Verb::Left)) => {
                settle(request(row), &mut written, &mut settled);
                around.decided(row, verb, &mut written);
            }
            Some(Verb::ModeratorAdded) => around.to_subject(row, Kind::Moderator, &mut written),
            Some(Verb::Removed) => around.to_author(row, Kind::Removed, &mut written),
            Some(Verb::Restored) => around.to_author(row, Kind::Restored, &mut written),
            Some(Verb::Highlighted) => around.to_author(row, Kind::Highlighted, &mut written),
            Some(Verb::MemberConfirmed) => around.registered(row, &mut written),
            Some(Verb::BacklogDropped) => around.to_admins(row, Kind::Backlog, &mut written),
            Some(Verb::MemberApproved | Verb::MemberDeclined) => {
                settle(registration(row), &mut written, &mut settled);
            }
            _ => {}
        }
    }
    if !settled.is_empty() {
        diesel::delete(notices::table.filter(notices::cause.eq_any(settled))).execute(tx.conn()).await?;
    }
    put(tx, written).await?;
    journal::passed(tx, NAME, last).await?;
    Ok(rows.len() as i64 == AT_ONCE)
}

/// The verbs that somebody may want to hear of. What was imported in bulk is quiet.
fn verb(row: &Row) -> Option<Verb> {
    const HEARD: [Verb; 21] = [
        Verb::BacklogDropped,
        Verb::Shared,
        Verb::Edited,
        Verb::Reported,
        Verb::ReportUpheld,
        Verb::ReportDismissed,
        Verb::Banned,
        Verb::Unbanned,
        Verb::Moved,
        Verb::Replied,
        Verb::JoinRequested,
        Verb::Joined,
        Verb::JoinDeclined,
        Verb::Left,
        Verb::ModeratorAdded,
        Verb::Removed,
        Verb::Restored,
        Verb::Highlighted,
        Verb::MemberConfirmed,
        Verb::MemberApproved,
        Verb::MemberDeclined,
    ];
    let loud = row.data.get("quiet").and_then(Value::as_bool) != Some(true);
    HEARD.into_iter().find(|verb| loud && verb.name() == row.verb)
}

struct Fresh {
    member: MemberId,
    kind: Kind,
    actor: Option<ActorId>,
    post: Option<PostId>,
    group: Option<ActorId>,
    cause: String,
}

/// What a batch speaks of, read at once.
#[derive(Default)]
struct Around {
    /// Members by their actor.
    members: HashMap<ActorId, MemberId>,
    /// Author, parent and root of each post.
    posts: HashMap<PostId, (ActorId, Option<PostId>, PostId)>,
    /// Moderators of this hub, by group.
    moderators: HashMap<ActorId, Vec<MemberId>>,
    admins: Vec<MemberId>,
    /// Who registered and still waits.
    waiting: HashMap<ActorId, MemberId>,
    /// What was followed that is a group, and whether it is ours: people are followed as well, and that is no membership.
    groups: HashMap<ActorId, bool>,
    /// Members who are named in a post.
    named: HashMap<PostId, Vec<(ActorId, MemberId)>>,
    /// Members who reported, by report.
    reporters: HashMap<Uuid, MemberId>,
}

impl Around {
    async fn of(conn: &mut Conn, rows: &[Row]) -> Result<Self> {
        let heard = || rows.iter().filter(|row| verb(row).is_some());
        let mut around = Self::default();
        let named: Vec<PostId> = heard().filter_map(|row| row.post_id.map(PostId)).collect();
        around.load_posts(conn, named).await?;
        // Two more rounds for what the replies answer, and where that stands.
        for _ in 0..2 {
            let known = &around.posts;
            let further = known.values().flat_map(|(_, parent, root)| parent.iter().copied().chain([*root]));
            let further: Vec<PostId> = further.filter(|id| !known.contains_key(id)).collect();
            around.load_posts(conn, further).await?;
        }
        let authors = around.posts.values().map(|(author, _, _)| *author);
        let people: Vec<ActorId> = authors.chain(heard().filter_map(|row| row.subject_id.map(ActorId))).collect();
        if !people.is_empty() {
            let found: Vec<(ActorId, MemberId)> = members::table
                .filter(members::actor_id.eq_any(people))
                .select((members::actor_id, members::id))
                .load(conn)
                .await?;
            around.members = found.into_iter().collect();
        }
        let followed: Vec<ActorId> = heard().filter_map(|row| row.group_id.map(ActorId)).collect();
        let groups: Vec<(ActorId, bool)> = groups::table
            .inner_join(actors::table.on(actors::id.eq(groups::id)))
            .filter(groups::id.eq_any(followed))
            .select((groups::id, actors::host_id.is_null()))
            .load(conn)
            .await?;
        around.groups = groups.into_iter().collect();
        around.load_deciders(conn, heard).await?;
        around.load_named(conn, heard).await?;
        around.load_reporters(conn, heard).await?;
        Ok(around)
    }

    async fn load_posts(&mut self, conn: &mut Conn, ids: Vec<PostId>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let found: Vec<(PostId, ActorId, Option<PostId>, PostId)> = posts::table
            .filter(posts::id.eq_any(ids))
            .select((posts::id, posts::author_id, posts::parent_id, posts::root_id))
            .load(conn)
            .await?;
        self.posts.extend(found.into_iter().map(|(id, author, parent, root)| (id, (author, parent, root))));
        Ok(())
    }

    async fn load_deciders<'a, I>(&mut self, conn: &mut Conn, heard: impl Fn() -> I) -> Result<()>
    where
        I: Iterator<Item = &'a Row>,
    {
        let asked: Vec<ActorId> = heard()
            .filter(|row| row.verb == Verb::JoinRequested.name() || row.verb == Verb::Reported.name())
            .filter_map(|row| row.group_id.map(ActorId))
            .collect();
        if !asked.is_empty() {
            let found: Vec<(ActorId, MemberId)> = memberships::table
                .inner_join(members::table.on(members::actor_id.eq(memberships::follower_id)))
                .filter(memberships::followed_id.eq_any(asked))
                .filter(memberships::role.eq("moderator"))
                .filter(memberships::state.eq("accepted"))
                .filter(members::state.eq("active"))
                .select((memberships::followed_id, members::id))
                .limit(DECIDERS_MOST)
                .load(conn)
                .await?;
            for (group, member) in found {
                self.moderators.entry(group).or_default().push(member);
            }
        }
        let confirmed: Vec<ActorId> = heard()
            .filter(|row| row.verb == Verb::MemberConfirmed.name())
            .filter_map(|row| row.subject_id.or(row.actor_id).map(ActorId))
            .collect();
        if !confirmed.is_empty() {
            let waiting: Vec<(ActorId, MemberId)> = members::table
                .filter(members::actor_id.eq_any(&confirmed))
                .filter(members::state.eq("pending"))
                .filter(members::decided_at.is_null())
                .select((members::actor_id, members::id))
                .load(conn)
                .await?;
            self.waiting = waiting.into_iter().collect();
        }
        let for_admins = [Verb::MemberConfirmed, Verb::Reported, Verb::JoinRequested, Verb::BacklogDropped];
        let for_admins = for_admins.map(Verb::name);
        if heard().any(|row| for_admins.contains(&row.verb.as_str())) {
            self.admins = members::table
                .filter(members::role.eq("admin"))
                .filter(members::state.eq("active"))
                .select(members::id)
                .limit(DECIDERS_MOST)
                .load(conn)
                .await?;
        }
        Ok(())
    }

    async fn load_named<'a, I>(&mut self, conn: &mut Conn, heard: impl Fn() -> I) -> Result<()>
    where
        I: Iterator<Item = &'a Row>,
    {
        let written = [Verb::Shared.name(), Verb::Replied.name(), Verb::Edited.name()];
        let posts: Vec<PostId> = heard()
            .filter(|row| written.contains(&row.verb.as_str()))
            .filter_map(|row| row.post_id.map(PostId))
            .collect();
        if posts.is_empty() {
            return Ok(());
        }
        let found: Vec<(PostId, ActorId, MemberId)> = mentions::table
            .inner_join(members::table.on(members::actor_id.eq(mentions::actor_id)))
            .filter(mentions::post_id.eq_any(posts))
            .filter(members::state.eq("active"))
            .select((mentions::post_id, mentions::actor_id, members::id))
            .load(conn)
            .await?;
        for (post, actor, member) in found {
            self.named.entry(post).or_default().push((actor, member));
        }
        Ok(())
    }

    async fn load_reporters<'a, I>(&mut self, conn: &mut Conn, heard: impl Fn() -> I) -> Result<()>
    where
        I: Iterator<Item = &'a Row>,
    {
        let ids: Vec<Uuid> = heard().flat_map(reports_of).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let found: Vec<(Uuid, Option<MemberId>)> = reports::table
            .filter(reports::id.eq_any(ids))
            .select((reports::id, reports::reporter_id))
            .load(conn)
            .await?;
        self.reporters = found.into_iter().filter_map(|(id, member)| Some((id, member?))).collect();
        Ok(())
    }

    /// Who is named in a post and has not heard of it as its answer.
    fn named(&self, row: &Row, written: &mut Vec<Fresh>) {
        let Some(post) = row.post_id.map(PostId) else { return };
        let cause = format!("mention:{post}");
        for (actor, member) in self.named.get(&post).into_iter().flatten() {
            let heard = written.iter().any(|fresh| fresh.member == *member && fresh.post == Some(post));
            if Some(actor.0) != row.actor_id && !heard {
                written.push(Fresh { cause: cause.clone(), ..fresh(*member, Kind::Mention, row) });
            }
        }
    }

    /// One notice for each case, however many report it.
    fn reported(&self, row: &Row, written: &mut Vec<Fresh>) {
        let group = row.group_id.map(ActorId);
        let moderators = group.and_then(|group| self.moderators.get(&group));
        // The administrators decide where no moderator of ours does.
        let deciders = moderators.unwrap_or(&self.admins);
        for member in deciders {
            // Who reported is for the queue to say, where it may be said.
            written.push(Fresh {
                member: *member,
                kind: Kind::Report,
                actor: None,
                post: None,
                group,
                cause: report(row),
            });
        }
    }

    fn answered(&self, row: &Row, verb: Verb, written: &mut Vec<Fresh>) {
        let kind = if verb == Verb::ReportUpheld { Kind::ReportUpheld } else { Kind::ReportDismissed };
        for member in reports_of(row).iter().filter_map(|id| self.reporters.get(id)) {
            // What was reported may be out of view by now, and who decided is the moderators' own business.
            written.push(Fresh { actor: None, post: None, ..fresh(*member, kind, row) });
        }
    }

    fn replied(&self, row: &Row, written: &mut Vec<Fresh>) {
        let (Some(post), Some(actor)) = (row.post_id.map(PostId), row.actor_id.map(ActorId)) else { return };
        let Some((_, parent, root)) = self.posts.get(&post) else { return };
        let author = |id: &PostId| self.posts.get(id).map(|(author, _, _)| *author);
        let answered = parent.as_ref().and_then(author);
        let started = author(root).filter(|started| Some(*started) != answered);
        for (whom, kind) in [(answered, Kind::Reply), (started, Kind::Thread)] {
            let Some(whom) = whom.filter(|whom| *whom != actor) else { continue };
            let Some(member) = self.members.get(&whom) else { continue };
            written.push(Fresh {
                member: *member,
                kind,
                actor: Some(actor),
                post: Some(post),
                group: row.group_id.map(ActorId),
                cause: format!("reply:{post}"),
            });
        }
    }

    fn requested(&self, row: &Row, written: &mut Vec<Fresh>) {
        let Some(group) = row.group_id.map(ActorId) else { return };
        // Where the last moderator has left, the administrators decide.
        let admins = self.groups.get(&group).filter(|is_ours| **is_ours).map(|_| &self.admins);
        for member in self.moderators.get(&group).or(admins).into_iter().flatten() {
            written.push(Fresh {
                member: *member,
                kind: Kind::Request,
                actor: row.subject_id.map(ActorId),
                post: None,
                group: Some(group),
                cause: request(row),
            });
        }
    }

    /// Who joined an open group themselves needs no notice of it.
    fn decided(&self, row: &Row, verb: Verb, written: &mut Vec<Fresh>) {
        let is_group = row.group_id.is_some_and(|id| self.groups.contains_key(&ActorId(id)));
        if is_group && row.actor_id.is_some() && row.actor_id != row.subject_id {
            match verb {
                Verb::Joined => self.to_subject(row, Kind::Accepted, written),
                Verb::JoinDeclined => self.to_subject(row, Kind::Declined, written),
                _ => {}
            }
        }
    }

    fn to_subject(&self, row: &Row, kind: Kind, written: &mut Vec<Fresh>) {
        let Some(member) = row.subject_id.and_then(|id| self.members.get(&ActorId(id))) else { return };
        if row.actor_id != row.subject_id {
            written.push(fresh(*member, kind, row));
        }
    }

    fn to_author(&self, row: &Row, kind: Kind, written: &mut Vec<Fresh>) {
        let Some((author, _, _)) = row.post_id.and_then(|id| self.posts.get(&PostId(id))) else { return };
        if row.actor_id == Some(author.0) {
            return;
        }
        if let Some(member) = self.members.get(author) {
            written.push(fresh(*member, kind, row));
        }
    }

    fn to_admins(&self, row: &Row, kind: Kind, written: &mut Vec<Fresh>) {
        written.extend(self.admins.iter().map(|admin| fresh(*admin, kind, row)));
    }

    fn registered(&self, row: &Row, written: &mut Vec<Fresh>) {
        let who = row.subject_id.or(row.actor_id).map(ActorId);
        let Some(actor) = who.filter(|who| self.waiting.contains_key(who)) else { return };
        for admin in &self.admins {
            written.push(Fresh {
                member: *admin,
                kind: Kind::Registration,
                actor: Some(actor),
                post: None,
                group: None,
                cause: registration(row),
            });
        }
    }
}

fn fresh(member: MemberId, kind: Kind, row: &Row) -> Fresh {
    Fresh {
        member,
        kind,
        actor: row.actor_id.map(ActorId),
        post: row.post_id.map(PostId),
        group: row.group_id.map(ActorId),
        cause: format!("{}:{}", kind.code(), row.seq),
    }
}

/// A request that is made again while it waits is the same request.
fn request(row: &Row) -> String {
    let text = |id: Option<uuid::Uuid>| id.map(crate::store::ids::to_text).unwrap_or_default();
    format!("request:{}:{}", text(row.group_id), text(row.subject_id))
}

fn registration(row: &Row) -> String {
    let who = row.subject_id.or(row.actor_id).map(crate::store::ids::to_text).unwrap_or_default();
    format!("registration:{who}")
}

/// What was reported is one case: the post, or whoever was reported.
fn report(row: &Row) -> String {
    match row.post_id {
        Some(post) => format!("report:{}", crate::store::ids::to_text(post)),
        None => format!("report:{}", row.data["about"].as_str().unwrap_or_default()),
    }
}

/// The reports that a decision answers.
fn reports_of(row: &Row) -> Vec<Uuid> {
    let listed = row.data.get("reports").and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok()).collect()
}

/// What was answered or taken back waits for nobody.
fn settle(cause: String, written: &mut Vec<Fresh>, settled: &mut Vec<String>) {
    written.retain(|fresh| fresh.cause != cause);
    settled.push(cause);
}

async fn put(tx: &mut Tx, written: Vec<Fresh>) -> Result<()> {
    if written.is_empty() {
        return Ok(());
    }
    let now = tx.now;
    diesel::sql_query(
        "insert into notices (id, member_id, kind, actor_id, post_id, group_id, cause, created_at) \
         select i, m, k, a, p, g, c, $8 from unnest($1, $2, $3, $4, $5, $6, $7) as r (i, m, k, a, p, g, c) \
         on conflict do nothing",
    )
    .bind::<Array<SqlUuid>, _>(written.iter().map(|_| NoticeId::fresh(now)).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(written.iter().map(|fresh| fresh.member).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(written.iter().map(|fresh| fresh.kind.code()).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(written.iter().map(|fresh| fresh.actor).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(written.iter().map(|fresh| fresh.post).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(written.iter().map(|fresh| fresh.group).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(written.iter().map(|fresh| fresh.cause.as_str()).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .prepared()
    .execute(tx.conn())
    .await?;
    Ok(())
}
