drop index reactions_actor;
update members set state = 'suspended' where state = 'closed';
alter table members drop constraint members_state_check;
alter table members add constraint members_state_check check (state in ('pending', 'active', 'declined', 'suspended'));
alter table memberships drop column appointed_at;
drop table mentions;
drop table reports;
drop table bans;
