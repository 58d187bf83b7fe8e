-- Actors and hosts elsewhere that nothing here refers to are forgotten; what refers is found by these.
create index posts_removed_by on posts (removed_by) where removed_by is not null;
create index posts_locked_by on posts (locked_by) where locked_by is not null;
create index posts_pinned_by on posts (pinned_by) where pinned_by is not null;
create index revisions_editor on revisions (editor_id);
create index notices_actor on notices (actor_id) where actor_id is not null;
create index activities_actor on activities (actor_id);
create index deliveries_any_host on deliveries (host_id);
