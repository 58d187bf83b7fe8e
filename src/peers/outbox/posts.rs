//! What tells of posts: shared, answered, edited, withdrawn, liked.

use std::collections::HashSet;

use federation::activity::{self, Outgoing};
use federation::audience::Reach;
use uuid::Uuid;

use super::{BOOST, Origin, Outbox, POINTER, Place, announcement, boost_of, fresh, inbox_of, pointer};
use crate::actors::{Actor, hosts};
use crate::config::Mode;
use crate::groups::{self, Group};
use crate::peers::objects::{self, Scene};
use crate::posts::Kind;
use crate::store::ids::{ActorId, HostId, PostId};
use crate::store::{Recorded, Result, Tx};
use crate::streams::outgoing::{self, Form};
use crate::streams::recipients;

impl Outbox {
    pub(super) async fn tell_post(&self, tx: &mut Tx, entry: &Recorded, origin: Origin<'_>) -> Result<()> {
        let Some(id) = entry.post_id.map(PostId) else { return Ok(()) };
        match origin {
            Origin::Here => {
                let Some(scene) = objects::read(tx.conn(), id).await? else { return Ok(()) };
                let Some(reach) = objects::reach(&scene.group) else { return Ok(()) };
                let Some(by) = entry.actor_id.map(ActorId) else { return Ok(()) };
                let by = objects::actor(tx.conn(), by).await?;
                if by.is_local() { self.tell_ours(tx, entry, &scene, reach, &by).await } else { Ok(()) }
            }
            Origin::There { raw } => self.hand_on(tx, entry, id, raw).await,
            Origin::Fetched => self.show(tx, entry, id).await,
        }
    }

    /// A member did something.
    async fn tell_ours(&self, tx: &mut Tx, entry: &Recorded, scene: &Scene, reach: Reach, by: &Actor) -> Result<()> {
        let is_new = matches!(entry.verb, "shared" | "replied");
        if is_new && !scene.group.is_local() && !groups::queries::is_followed_here(tx.conn(), scene.group.id()).await? {
            // Or nothing that is answered there would ever come back (wire.md §16, 16).
            let before = tx.recorded.len();
            groups::commands::ask_to_follow(tx, &scene.group.actor, by.id).await?;
            for asked in tx.recorded.split_off(before) {
                self.tell_follow(tx, &asked).await?;
            }
        }
        let url = fresh(tx);
        let (post, group) = (&scene.post, &scene.group.actor.url);
        let followers = objects::followers_of(&scene.author);
        let outgoing = match entry.verb {
            "shared" | "replied" | "edited" => {
                let Some(object) = objects::object(&tx.site, scene) else { return Ok(()) };
                if is_new {
                    activity::create(&url, &object, &followers, reach)
                } else {
                    // The author's words, whoever among our editors mended them.
                    activity::update(&url, &object, &followers, reach)
                }
            }
            "withdrawn" => {
                outgoing::unlist(tx, post.id).await?;
                activity::delete(&url, &scene.author.url, &post.url, group, reach)
            }
            _ => reaction(entry, (&url, by, group, reach), &post.url),
        };
        let is_reaction = matches!(entry.verb, "liked" | "unliked");
        let speaker = if is_reaction { by } else { &scene.author };
        let mut inboxes: Vec<String> = scene.parent.iter().filter_map(|(_, author)| inbox_of(author)).collect();
        if is_reaction {
            inboxes = inbox_of(&scene.author).into_iter().collect();
        }
        if reach == Reach::Public {
            inboxes.extend(scene.named.iter().filter(|_| !is_reaction).filter_map(inbox_of));
        }
        inboxes.extend(inbox_of(&scene.group.actor));
        inboxes.sort();
        inboxes.dedup();
        // A members' group is nobody else's business, not even its authors' followers'.
        let to_followers = !is_reaction && reach == Reach::Public;
        let audience = if to_followers { (Form::All, Some(speaker.id)) } else { (Form::Named, None) };
        let place = Place {
            object: post.url.clone(),
            group: Some(scene.group.id()),
            carries: (is_new && !scene.group.is_local()).then_some(post.id),
            listed: is_new && reach == Reach::Public,
            inboxes,
        };
        let (kind, id) = (outgoing.kind, outgoing.id.clone());
        let body = self.originate(tx, (speaker, outgoing), audience, place.clone()).await?;
        if !scene.group.is_local() {
            return Ok(());
        }
        let carries = is_new.then_some(post.id);
        let announced = Place {
            carries,
            listed: entry.verb == "shared" && reach == Reach::Public,
            inboxes: Vec::new(),
            ..place.clone()
        };
        self.announce(tx, &scene.group, reach, &body, announced).await?;
        if entry.verb == "edited" {
            self.say_again(tx, scene, reach).await?;
        }
        if reach == Reach::Public && post.kind() != Kind::Reply {
            if entry.verb == "shared" {
                self.boost(tx, &scene.group, &scene.author.url, (post.id, &post.url)).await?;
            } else if matches!(entry.verb, "edited" | "withdrawn") {
                // Microblogs take no Announce of an activity: they get the author's own word.
                let plain = Place { carries: None, listed: false, inboxes: Vec::new(), ..place };
                self.append(tx, (speaker.id, kind, &id, &body), (Form::A2, Some(scene.group.id())), plain).await?;
            }
        }
        Ok(())
    }

    /// The author's plain Update under an id of its own, for software that reads an announced one from a cache
    /// (NodeBB, wire.md 15a.7); what was removed and restored comes back there by nothing else.
    pub(super) async fn say_again(&self, tx: &mut Tx, scene: &Scene, reach: Reach) -> Result<()> {
        if reach != Reach::Public || !scene.author.is_local() {
            return Ok(());
        }
        let Some(object) = objects::object(&tx.site, scene) else { return Ok(()) };
        let update = activity::update(&fresh(tx), &object, &objects::followers_of(&scene.author), reach);
        let place = Place { object: scene.post.url.clone(), group: Some(scene.group.id()), ..Place::default() };
        let audience = (Form::ById, Some(scene.group.id()));
        self.originate(tx, (&scene.author, update), audience, place).await.map(drop)
    }

    /// A root that no activity brought is shown by its id. Who reads what groups hand on gets the answer below it, and
    /// asks for what that answers.
    async fn show(&self, tx: &mut Tx, entry: &Recorded, id: PostId) -> Result<()> {
        let Some(group) = local_group(tx, entry).await? else { return Ok(()) };
        if entry.verb != "shared" || objects::reach(&group) != Some(Reach::Public) {
            return Ok(());
        }
        let Some(post) = crate::posts::queries::by_id(tx.conn(), id).await? else { return Ok(()) };
        let author = objects::actor(tx.conn(), post.author_id).await?;
        self.boost(tx, &group, &author.url, (id, &post.url)).await
    }

    /// Somebody elsewhere did something in a group of ours: the group hands it on as it came.
    async fn hand_on(&self, tx: &mut Tx, entry: &Recorded, id: PostId, raw: &str) -> Result<()> {
        let Some(group) = local_group(tx, entry).await? else { return Ok(()) };
        let Some(reach) = objects::reach(&group) else { return Ok(()) };
        let Some(post) = crate::posts::queries::by_id(tx.conn(), id).await? else { return Ok(()) };
        let Some(by) = entry.actor_id.map(ActorId) else { return Ok(()) };
        let by = objects::actor(tx.conn(), by).await?;
        if matches!(entry.verb, "shared" | "replied") {
            let new = New { group: &group, verb: entry.verb, post: id, url: &post.url, author: &by, raw };
            return self.hand_on_new(tx, &[new]).await;
        }
        let place = Place { object: post.url.clone(), ..Place::default() };
        self.announce(tx, &group, reach, raw, place).await?;
        if post.kind() == Kind::Reply || reach != Reach::Public {
            return Ok(());
        }
        if entry.verb == "withdrawn" {
            outgoing::unlist(tx, post.id).await?;
            self.unboost(tx, &group, &by.url, &post.url).await?;
        }
        Ok(())
    }

    /// The same for new posts, many at once.
    pub async fn hand_on_new(&self, tx: &mut Tx, many: &[New<'_>]) -> Result<()> {
        if self.mode == Mode::Off {
            return Ok(());
        }
        let by_id = hosts::ask_again(tx.conn()).await?;
        let mut groups: Vec<Uuid> = many.iter().map(|new| new.group.id().0).collect();
        groups.sort_unstable();
        groups.dedup();
        let read = recipients::list_read(tx.conn(), &groups).await?;
        let authors: HashSet<HostId> = many.iter().filter_map(|new| new.author.host_id).collect();
        let reading = hosts::list_reading(tx.conn(), &authors.into_iter().collect::<Vec<_>>()).await?;
        let mut activities = Vec::with_capacity(many.len());
        for new in many {
            let (group, author) = (new.group, &new.author.url);
            let Some(reach) = objects::reach(group).filter(|_| group.is_local()) else { continue };
            let place = handed(new, reach);
            let is_read =
                read.contains(&group.id().0) || new.author.host_id.is_some_and(|host| reading.contains(&host));
            // What nobody reads is not written, but where it stands in the group's outbox.
            if !is_read && !place.listed {
                continue;
            }
            let mut form = Form::A1;
            if by_id && reach == Reach::Public {
                // The post's id answers, those of activities often do not (wire.md 15a.7).
                form = Form::Whole;
                let shown = Place { listed: false, ..place.clone() };
                activities.push(pointer(tx, group, author, (POINTER, Form::ById), shown));
            }
            activities.push(announcement(tx, (group, reach), new.raw, form, place)?);
            if new.verb == "shared" && reach == Reach::Public {
                activities.push(pointer(tx, group, author, (BOOST, Form::A2), boost_of((new.post, new.url))));
            }
        }
        outgoing::append_all(tx, activities).await
    }
}

/// A post from elsewhere that a group has just taken in.
pub struct New<'a> {
    pub group: &'a Group,
    /// `shared` or `replied`.
    pub verb: &'static str,
    pub post: PostId,
    pub url: &'a str,
    pub author: &'a Actor,
    pub raw: &'a str,
}

fn handed(new: &New<'_>, reach: Reach) -> Place {
    Place {
        object: new.url.to_owned(),
        listed: new.verb == "shared" && reach == Reach::Public,
        carries: Some(new.post),
        // The author's own host hears that its post was accepted, follower or not.
        inboxes: inbox_of(new.author).into_iter().collect(),
        group: None,
    }
}

fn reaction(entry: &Recorded, (url, by, group, reach): (&str, &Actor, &str, Reach), object: &str) -> Outgoing {
    let own = entry.data["activity"].as_str().unwrap_or(url);
    let liked = |id: &str| match entry.data["kind"].as_str() {
        Some("dislike") => activity::dislike(id, &by.url, object, group, reach),
        _ => activity::like(id, &by.url, object, group, reach),
    };
    if entry.verb == "liked" { liked(own) } else { activity::undo(url, &liked(own)) }
}

pub(super) async fn local_group(tx: &mut Tx, entry: &Recorded) -> Result<Option<Group>> {
    let Some(id) = entry.group_id.map(ActorId) else { return Ok(None) };
    let group = crate::groups::queries::by_id(tx.conn(), id).await?;
    Ok(group.filter(Group::is_local))
}
