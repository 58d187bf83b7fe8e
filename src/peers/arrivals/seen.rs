//! What a batch speaks of that is known here, read with three statements for all of it. What is not found here may be
//! known all the same by the time it is asked for: whoever misses something asks the store.

use std::collections::{HashMap, HashSet};

use federation::activity::{Act, Activity, Announced, Embedded, Inner};
use federation::object::RemoteObject;

use crate::actors::{self, Actor};
use crate::groups::{self, Group};
use crate::posts::{self, Post};
use crate::store::{Conn, Result, Site};

#[derive(Default)]
pub struct Seen {
    actors: HashMap<String, Actor>,
    posts: HashMap<String, Post>,
    groups: HashMap<String, Group>,
}

impl Seen {
    pub async fn of<'a>(conn: &mut Conn, site: &Site, activities: impl Iterator<Item = &'a Activity>) -> Result<Self> {
        let mut named = Named::default();
        for activity in activities {
            named.add(site, activity);
        }
        let actors = actors::queries::list_by_urls(conn, &named.actors).await?;
        let posts = match named.posts.is_empty() {
            true => Vec::new(),
            false => posts::queries::list_by_urls(conn, &named.posts).await?,
        };
        let groups = match named.groups.is_empty() {
            true => Vec::new(),
            false => groups::queries::list_by_urls(conn, &named.groups).await?,
        };
        Ok(Self {
            actors: actors.into_iter().map(|actor| (actor.url.clone(), actor)).collect(),
            posts: posts.into_iter().map(|post| (post.url.clone(), post)).collect(),
            groups: groups.into_iter().map(|group| (group.actor.url.clone(), group)).collect(),
        })
    }

    pub fn actor(&self, url: &str) -> Option<&Actor> {
        self.actors.get(url)
    }

    pub fn post(&self, url: &str) -> Option<&Post> {
        self.posts.get(url)
    }

    pub fn group(&self, url: &str) -> Option<&Group> {
        self.groups.get(url)
    }
}

/// Addresses that activities name, by what they are likely to be.
#[derive(Default)]
struct Named<'a> {
    actors: HashSet<&'a str>,
    posts: HashSet<&'a str>,
    groups: HashSet<&'a str>,
}

impl<'a> Named<'a> {
    fn add(&mut self, site: &Site, activity: &'a Activity) {
        self.actors.insert(&activity.actor);
        match &activity.act {
            Act::Create { object } | Act::Update { object } => match object {
                Embedded::Object(object) => self.add_object(site, object, matches!(activity.act, Act::Update { .. })),
                Embedded::Id(_) | Embedded::Actor(_) => {}
            },
            Act::Delete { object, .. }
            | Act::Like { object, .. }
            | Act::EmojiReact { object, .. }
            | Act::Dislike { object } => {
                self.posts.insert(object);
            }
            Act::Undo { inner: Inner::Activity(inner) } => self.add(site, inner),
            Act::Announce { what: Announced::Activity { activity, .. } } => self.add(site, activity),
            _ => {}
        }
    }

    fn add_object(&mut self, site: &Site, object: &'a RemoteObject, changed: bool) {
        if changed {
            self.posts.insert(&object.id);
        }
        self.posts.extend(object.in_reply_to.as_deref());
        let mentioned = object.mentions.iter().map(|mention| mention.href.as_str());
        let addressed = object.groups.iter().map(String::as_str).chain(object.recipients.all()).chain(mentioned);
        self.groups.extend(addressed.filter(|url| site.path_of(url).is_some()));
    }
}
