drop index deliveries_host;
alter table post_counts drop column asked_at;
delete from attachments where role = 'inline';
alter table attachments drop constraint attachments_role_check;
alter table attachments add constraint attachments_role_check check (role in ('file', 'picture', 'link'));
drop table copies;
drop table partnerships;
