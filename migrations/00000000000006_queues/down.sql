drop table closed_inboxes;
alter table hosts
    drop column failed_at,
    drop column failing_days,
    drop column missed,
    drop column missed_at;
