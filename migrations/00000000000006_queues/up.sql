-- A host that fails: on how many distinct days so far, when last (promises R07), and what it has missed for good.
alter table hosts
    add column failed_at timestamptz,
    add column failing_days integer not null default 0,
    add column missed bigint not null default 0,
    add column missed_at timestamptz;

-- Inboxes that are not there (404, asked again after a day) or no more (410), on hosts that live.
create table closed_inboxes (
    inbox text primary key,
    host_id uuid not null references hosts on delete cascade,
    status smallint not null check (status in (404, 410)),
    closed_at timestamptz not null
);
create index closed_inboxes_host on closed_inboxes (host_id);
