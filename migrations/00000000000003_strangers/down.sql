drop index deliveries_any_host;
drop index activities_actor;
drop index notices_actor;
drop index revisions_editor;
drop index posts_pinned_by;
drop index posts_locked_by;
drop index posts_removed_by;
