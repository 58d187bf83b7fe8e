-- Two hubs that want to be partners: who asked, who answered. A row goes when nothing is between them any more.
create table partnerships (
    host_id uuid primary key references hosts on delete cascade,
    state text not null check (state in ('invited', 'asked', 'partners', 'declined', 'refused')),
    -- Whether the Follow between the hubs' own actors was ours, and its id.
    by_us boolean not null,
    invitation text not null,
    actor_url text not null,
    inbox text not null,
    -- Why what we wrote has not arrived, as it was said.
    trouble text not null default '',
    changed_at timestamptz not null
);

-- Copies of files and pictures that lie on other servers, made when somebody here asked for them; the oldest unused go
-- first. Which reader may have one is said by the attachments that name the address.
create table copies (
    url text primary key,
    hash text,
    size bigint not null default 0,
    media_type text not null default '',
    width integer,
    height integer,
    -- The hash of a small JPEG of a picture.
    thumbnail text,
    fetched_at timestamptz not null,
    used_at timestamptz not null,
    -- A code, when there is no copy: asked for again after a while.
    failure text
);
create index copies_used on copies (used_at);
create index copies_hash on copies (hash);

-- Pictures that stand in the text of a post from elsewhere.
alter table attachments drop constraint attachments_role_check;
alter table attachments add constraint attachments_role_check check (role in ('file', 'picture', 'link', 'inline'));

-- When the rest of a thread from elsewhere was last asked for.
alter table post_counts add column asked_at timestamptz;

-- Where a host last took something.
create index deliveries_host on deliveries (host_id, at desc) where state = 'delivered';
