//! What tells of a report: the host of the group, whose moderators decide, and the host of the author. Never in the name
//! of the member who reported (wire.md §13, §15a.11).

use federation::activity;

use super::{Origin, Outbox, Place, fresh, inbox_of};
use crate::actors::{self, Actor};
use crate::moderation;
use crate::peers::objects;
use crate::store::ids::{PostId, ReportId};
use crate::store::{Conn, Recorded, Result, Tx};
use crate::streams::outgoing::Form;

impl Outbox {
    /// The report of a member of ours. What a server reported to us ends here.
    pub(super) async fn tell_report(&self, tx: &mut Tx, entry: &Recorded, origin: Origin<'_>) -> Result<()> {
        let (Origin::Here, Some(id)) = (origin, entry.subject_id.map(ReportId)) else { return Ok(()) };
        let Some(report) = moderation::queries::by_id(tx.conn(), id).await? else { return Ok(()) };
        let Some(post) = entry.post_id.map(PostId) else { return Ok(()) };
        let Some(scene) = objects::read(tx.conn(), post).await? else { return Ok(()) };
        if report.host_id.is_some() || objects::reach(&scene.group).is_none() {
            return Ok(());
        }
        let (group, author) = (&scene.group.actor, &scene.author);
        let mut told = Vec::new();
        if !group.is_local() {
            told.push(group);
        }
        if !author.is_local() && author.host_id != group.host_id {
            told.push(author);
        }
        for whom in told {
            let Some(inbox) = inbox_of(whom) else { continue };
            let knows_groups = whom.id == group.id || knows_groups(tx.conn(), whom).await?;
            let url = fresh(tx);
            let (speaker, outgoing) = if knows_groups {
                // Software of Lemmy's kind takes reports from persons and groups alone, and to one group.
                let speaker = self.desk(tx, &scene.group).await?;
                let flag = activity::flag(&url, &speaker.url, &group.url, &scene.post.url, &report.reason);
                (speaker, flag)
            } else {
                let hub = objects::actor(tx.conn(), self.keys.hub_actor()).await?;
                let objects = vec![author.url.clone(), scene.post.url.clone()];
                let flag = activity::flag_many(&url, &hub.url, &author.url, objects, &report.reason);
                (hub, flag)
            };
            let place = Place { object: format!("report {id} {}", whom.url), inboxes: vec![inbox], ..Place::default() };
            self.originate(tx, (&speaker, outgoing), (Form::Named, None), place).await?;
        }
        Ok(())
    }

    /// Who speaks for this hub's readers: the group, where it is ours, else the hub's own reporting person.
    async fn desk(&self, tx: &mut Tx, group: &crate::groups::Group) -> Result<Actor> {
        if group.is_local() {
            return Ok(group.actor.clone());
        }
        match actors::queries::desk(tx.conn()).await? {
            Some(desk) => Ok(desk),
            None => objects::actor(tx.conn(), self.keys.hub_actor()).await,
        }
    }
}

async fn knows_groups(conn: &mut Conn, actor: &Actor) -> Result<bool> {
    Ok(match actor.host_id {
        Some(host) => actors::queries::host_by_id(conn, host).await?.is_some_and(|host| host.group_aware),
        None => false,
    })
}
