-- A thread that is answered changes its small row of counts, not the post and its indexes.
alter table post_counts add column answered_at timestamptz;
update post_counts c set answered_at = p.active_at from posts p where p.id = c.post_id and p.active_at > p.published_at;
drop index posts_group_active;
alter table posts drop column active_at;
alter table post_counts set (fillfactor = 80);
-- Who follows from elsewhere is asked with everything that goes out; members of ours are not looked through for that.
alter table memberships add column from_elsewhere boolean not null default false;
update memberships m set from_elsewhere = true from actors a where a.id = m.follower_id and a.host_id is not null;
create index memberships_elsewhere on memberships (followed_id) where from_elsewhere and state = 'accepted';
