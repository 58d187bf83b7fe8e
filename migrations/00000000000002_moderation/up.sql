-- Keeping order: bans, reports, mentions, accounts that were closed; since when a moderator is one.

create table bans (
    id uuid primary key,
    group_id uuid not null references groups on delete cascade,
    actor_id uuid not null references actors on delete cascade,
    reason text not null default '',
    until_at timestamptz,
    content_removed_at timestamptz,
    banned_by uuid references actors,
    created_at timestamptz not null,
    lifted_at timestamptz,
    lifted_by uuid references actors
);
-- One ban in force at a time; those that ended stay as history.
create unique index bans_in_force on bans (group_id, actor_id) where lifted_at is null;
create index bans_actor on bans (actor_id) where lifted_at is null;
create index bans_ending on bans (until_at) where lifted_at is null and until_at is not null;

-- One row for each one who reports; what is reported (a post, or somebody) is one case in the queue.
create table reports (
    id uuid primary key,
    group_id uuid references groups on delete cascade,
    post_id uuid references posts on delete cascade,
    actor_id uuid not null references actors on delete cascade,
    reporter_id uuid references members on delete set null,
    host_id uuid references hosts on delete cascade,
    reason text not null default '',
    state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
    decided_by uuid references actors,
    decided_at timestamptz,
    created_at timestamptz not null
);
create unique index reports_once_by_member on reports (reporter_id, coalesce(post_id, actor_id)) where state = 'open' and reporter_id is not null;
create unique index reports_once_by_host on reports (host_id, coalesce(post_id, actor_id)) where state = 'open' and host_id is not null;
create index reports_open on reports (created_at) where state = 'open';
create index reports_open_post on reports (post_id) where state = 'open';
create index reports_host on reports (host_id, created_at) where host_id is not null;
create index reports_reporter on reports (reporter_id, created_at) where reporter_id is not null;

-- Who is named in a post's text.
create table mentions (
    post_id uuid not null references posts on delete cascade,
    actor_id uuid not null references actors on delete cascade,
    primary key (post_id, actor_id)
);

alter table memberships add column appointed_at timestamptz;

alter table members drop constraint members_state_check;
alter table members add constraint members_state_check check (state in ('pending', 'active', 'declined', 'suspended', 'closed'));

-- What somebody reacted to, for taking it all back.
create index reactions_actor on reactions (actor_id);
