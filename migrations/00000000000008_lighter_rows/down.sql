drop index memberships_elsewhere;
alter table memberships drop column from_elsewhere;
alter table post_counts reset (fillfactor);
alter table posts add column active_at timestamptz;
update posts p set active_at = greatest(p.published_at, c.answered_at) from post_counts c where c.post_id = p.id;
update posts set active_at = published_at where active_at is null;
alter table posts alter column active_at set not null;
create index posts_group_active on posts (group_id, active_at desc, id desc) where parent_id is null and withdrawn_at is null and removed_at is null and removed_there_at is null;
alter table post_counts drop column answered_at;
