-- Public nouns have UUIDv7 keys; streams (journal, activities, inbox) have a sequence and the transaction's id,
-- so that a reader can stop before what is still being written.

create table settings (
    key text primary key,
    value jsonb not null
);

-- Everyone with an inbox ---------------------------------------------------------------------------------------

create table hosts (
    id uuid primary key,
    name text not null unique,
    software text,
    version text,
    group_aware boolean not null default false,
    rfc9421 boolean not null default false,
    policy text not null default 'open' check (policy in ('open', 'partner', 'blocked')),
    note text not null default '',
    last_heard_at timestamptz,
    software_checked_at timestamptz,
    failures integer not null default 0,
    failing_since timestamptz,
    retry_at timestamptz,
    last_error text,
    paused_at timestamptz,
    gone_at timestamptz,
    cursor_xid bigint not null default 0,
    cursor_seq bigint not null default 0,
    changed_at timestamptz not null default now(),
    created_at timestamptz not null
);
-- What a dispatcher has not looked at yet: judged, paused, heard from again.
create index hosts_changed on hosts (changed_at);

create table actors (
    id uuid primary key,
    host_id uuid references hosts,
    kind text not null check (kind in ('person', 'group', 'hub', 'service', 'organization')),
    handle text not null,
    url text not null unique,
    name text not null,
    summary_html text not null default '',
    inbox text not null,
    shared_inbox text,
    outbox text,
    followers text,
    featured text,
    moderators text,
    icon text,
    approves_followers boolean not null default false,
    fetched_at timestamptz,
    gone_at timestamptz,
    suspended_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz
);
create unique index actors_local_handle on actors (lower(handle)) where host_id is null;
create index actors_remote_handle on actors (lower(handle), host_id) where host_id is not null;
create index actors_host on actors (host_id) where host_id is not null;

create table actor_keys (
    id uuid primary key,
    actor_id uuid not null references actors on delete cascade,
    key_id text not null unique,
    algorithm text not null check (algorithm in ('rsa', 'ed25519')),
    public_der bytea not null,
    private_der bytea,
    fetched_at timestamptz not null
);
create index actor_keys_actor on actor_keys (actor_id);

-- Members ------------------------------------------------------------------------------------------------------

create table members (
    id uuid primary key,
    actor_id uuid not null unique references actors,
    email text not null,
    email_confirmed_at timestamptz,
    password text,
    role text not null default 'member' check (role in ('member', 'editor', 'admin')),
    state text not null default 'pending' check (state in ('pending', 'active', 'declined', 'suspended')),
    reason text not null default '',
    organisation text not null default '',
    country text,
    spoken text[] not null default '{}',
    bio_source text not null default '',
    language text not null default 'en',
    time_zone text not null default 'UTC',
    digest text not null default 'weekly' check (digest in ('never', 'daily', 'weekly')),
    digest_hour smallint not null default 7 check (digest_hour between 0 and 23),
    theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
    last_visit_at timestamptz,
    previous_visit_at timestamptz,
    decided_at timestamptz,
    decided_by uuid references members,
    created_at timestamptz not null
);
create unique index members_email on members (lower(email));
create index members_state on members (state, created_at);

create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    member_id uuid not null references members on delete cascade,
    kind text not null check (kind in ('web', 'api')),
    csrf text not null,
    agent text not null default '',
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_member on sessions (member_id);

-- One-time links: first administrator, address confirmation, password reset.
create table tokens (
    token_hash bytea primary key,
    purpose text not null check (purpose in ('setup', 'confirm', 'reset')),
    member_id uuid references members on delete cascade,
    bound_to text not null default '',
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create table invites (
    id uuid primary key,
    token_hash bytea not null unique,
    created_by uuid not null references members,
    role text not null check (role in ('member', 'editor', 'admin')),
    email text,
    note text not null default '',
    max_uses integer not null default 1,
    uses integer not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);

-- Failed and repeated attempts, counted by subject (an address, an account) for a while.
create table attempts (
    id bigserial primary key,
    subject text not null,
    kind text not null,
    at timestamptz not null
);
create index attempts_subject on attempts (subject, kind, at);

-- Vocabulary ---------------------------------------------------------------------------------------------------

create table terms (
    scheme text not null,
    code text not null,
    names jsonb not null,
    position integer not null default 0,
    valid_from date,
    valid_to date,
    primary key (scheme, code)
);

-- Groups -------------------------------------------------------------------------------------------------------

create table groups (
    id uuid primary key references actors,
    purpose text not null check (purpose in ('discussion', 'library', 'spotlight', 'learning', 'initiatives')),
    visibility text not null check (visibility in ('public', 'members', 'hub')),
    posting text not null check (posting in ('anyone', 'members', 'moderators')),
    joining text not null default 'open' check (joining in ('open', 'approval')),
    language text not null default 'en',
    description_source text not null default '',
    created_by uuid references members,
    created_at timestamptz not null,
    archived_at timestamptz
);

-- Following a group, being a member of it and moderating it are one row; so is following a person.
create table memberships (
    id uuid primary key,
    followed_id uuid not null references actors on delete cascade,
    follower_id uuid not null references actors on delete cascade,
    state text not null check (state in ('pending', 'accepted', 'rejected')),
    role text not null default 'member' check (role in ('member', 'moderator')),
    reason text not null default '',
    follow_url text not null,
    created_at timestamptz not null,
    accepted_at timestamptz,
    unique (followed_id, follower_id)
);
create index memberships_follower on memberships (follower_id, followed_id);
create index memberships_accepted on memberships (followed_id, accepted_at desc) where state = 'accepted';
create index memberships_follow_url on memberships (follow_url);

-- Posts: roots and replies alike -------------------------------------------------------------------------------

create table posts (
    id uuid primary key,
    url text not null unique,
    group_id uuid not null references groups,
    author_id uuid not null references actors,
    root_id uuid not null references posts deferrable initially deferred,
    parent_id uuid references posts,
    depth smallint not null default 0,
    kind text not null check (kind in ('discussion', 'resource', 'article', 'event', 'course', 'initiative', 'reply')),
    title text not null default '',
    body_source text,
    body_html text not null default '',
    sanitiser smallint not null default 1,
    language text not null default 'und',
    local boolean not null,
    created_at timestamptz not null,
    published_at timestamptz not null,
    edited_at timestamptz,
    active_at timestamptz not null,
    announced_at timestamptz,
    withdrawn_at timestamptz,
    removed_at timestamptz,
    removed_by uuid references actors,
    removed_reason text not null default '',
    removed_there_at timestamptz,
    locked_at timestamptz,
    locked_by uuid references actors,
    pinned_at timestamptz,
    pinned_by uuid references actors,
    context text,
    page_url text,
    constraint posts_shape check ((kind = 'reply') = (parent_id is not null))
);
create index posts_group_newest on posts (group_id, published_at desc, id desc) where parent_id is null and withdrawn_at is null and removed_at is null and removed_there_at is null;
create index posts_group_active on posts (group_id, active_at desc, id desc) where parent_id is null and withdrawn_at is null and removed_at is null and removed_there_at is null;
create index posts_group_pinned on posts (group_id, pinned_at desc) where pinned_at is not null;
create index posts_kind_newest on posts (kind, published_at desc, id desc) where parent_id is null and withdrawn_at is null and removed_at is null and removed_there_at is null;
create index posts_thread on posts (root_id, published_at, id);
create index posts_parent on posts (parent_id, published_at, id) where parent_id is not null;
create index posts_author on posts (author_id, published_at desc);

create table post_counts (
    post_id uuid primary key references posts on delete cascade,
    replies integer not null default 0,
    reactions integer not null default 0,
    known_replies integer not null default 0
);

create table revisions (
    id uuid primary key,
    post_id uuid not null references posts on delete cascade,
    editor_id uuid not null references actors,
    title text not null,
    body_source text,
    body_html text not null,
    record jsonb,
    made_at timestamptz not null
);
create index revisions_post on revisions (post_id, made_at desc);

create table reactions (
    post_id uuid not null references posts on delete cascade,
    actor_id uuid not null references actors on delete cascade,
    kind text not null check (kind in ('like', 'dislike')),
    url text not null,
    created_at timestamptz not null,
    primary key (post_id, actor_id, kind)
);
create index reactions_url on reactions (url);

-- What was buried stays buried: a late Create or Update never resurrects.
create table tombstones (
    url text primary key,
    former_kind text not null default '',
    buried_at timestamptz not null
);

create table reads (
    member_id uuid not null references members on delete cascade,
    root_id uuid not null references posts on delete cascade,
    seen_at timestamptz not null,
    primary key (member_id, root_id)
);

-- Files --------------------------------------------------------------------------------------------------------

create table files (
    id uuid primary key,
    hash text not null,
    size bigint not null,
    media_type text not null,
    name text not null,
    pages integer,
    width integer,
    height integer,
    -- The hash of a small JPEG of a picture.
    thumbnail text,
    uploaded_by uuid references members,
    remote_url text unique,
    created_at timestamptz not null
);
create index files_hash on files (hash);
create index files_uploader on files (uploaded_by, created_at);

create table attachments (
    id uuid primary key,
    post_id uuid not null references posts on delete cascade,
    file_id uuid references files,
    url text,
    role text not null check (role in ('file', 'picture', 'link')),
    name text not null default '',
    alt text not null default '',
    language text,
    media_type text,
    size bigint,
    pages integer,
    sha256 text,
    position smallint not null default 0,
    constraint attachments_target check (file_id is not null or url is not null)
);
create index attachments_post on attachments (post_id, position);
create index attachments_file on attachments (file_id);

-- What a kind adds ---------------------------------------------------------------------------------------------

create table resources (
    post_id uuid primary key references posts on delete cascade,
    authors text[] not null default '{}',
    year smallint,
    type_code text not null default 'report',
    organisation text not null default '',
    publisher text not null default '',
    series text not null default '',
    languages text[] not null default '{}',
    countries text[] not null default '{}',
    themes text[] not null default '{}',
    doi text,
    isbn text,
    link text,
    licence text not null default '',
    source_key text unique,
    reviewed_at timestamptz
);
create index resources_doi on resources (lower(doi)) where doi is not null;

create table articles (
    post_id uuid primary key references posts on delete cascade,
    summary text not null default ''
);

-- The hub's front page: what editors chose.
create table highlights (
    post_id uuid primary key references posts on delete cascade,
    position smallint not null,
    chosen_by uuid references members,
    chosen_at timestamptz not null
);

-- Finding ------------------------------------------------------------------------------------------------------

-- One row for each root that can be found; built from rows, always rebuildable.
create table documents (
    post_id uuid primary key references posts on delete cascade,
    group_id uuid not null references groups,
    kind text not null,
    -- Folded: small letters, no accents.
    title text not null,
    -- The text search configuration that `words` were made with and must be asked with.
    config text not null,
    words tsvector not null,
    type_code text,
    year smallint,
    organisation text not null default '',
    languages text[] not null default '{}',
    countries text[] not null default '{}',
    themes text[] not null default '{}',
    published_at timestamptz not null
);
create index documents_words on documents using gin (words);
create index documents_kind on documents (kind, published_at desc, post_id desc);
create index documents_countries on documents using gin (countries);
create index documents_languages on documents using gin (languages);
create index documents_themes on documents using gin (themes);
create index documents_year on documents (kind, year);

-- Help with typing errors, where the server has the extension and lets us use it.
do $$
begin
    create extension if not exists pg_trgm;
    create index documents_title on documents using gin (title gin_trgm_ops);
exception when others then
    raise notice 'pg_trgm is not available: searches will not suggest titles';
end
$$;

-- What happened ------------------------------------------------------------------------------------------------

create table journal (
    seq bigserial primary key,
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    at timestamptz not null,
    actor_id uuid,
    verb text not null,
    post_id uuid,
    group_id uuid,
    subject_id uuid,
    data jsonb not null default '{}'
);
create index journal_position on journal (xid, seq);
create index journal_group on journal (group_id, at desc);

create table readers (
    name text primary key,
    xid bigint not null default 0,
    seq bigint not null default 0
);

create table notices (
    id uuid primary key,
    member_id uuid not null references members on delete cascade,
    kind text not null,
    actor_id uuid references actors on delete cascade,
    post_id uuid references posts on delete cascade,
    group_id uuid references groups on delete cascade,
    cause text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    unique (member_id, cause)
);
create index notices_member on notices (member_id, created_at desc, id desc);
create index notices_cause on notices (cause);
create index notices_unread on notices (member_id) where read_at is null;

-- Going out ----------------------------------------------------------------------------------------------------

-- Append-only. `audience_id`: the followers of that actor (form a1: on group-aware hosts, a2: on the others, all: on
-- both); `inboxes`: further addresses, and the only ones when the form is named. One activity may have several rows.
create table activities (
    seq bigserial primary key,
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    id uuid not null,
    url text not null,
    actor_id uuid not null references actors,
    kind text not null,
    object_key text not null,
    post_id uuid,
    group_id uuid,
    audience_id uuid,
    form text not null check (form in ('a1', 'a2', 'all', 'named')),
    inboxes text[] not null default '{}',
    listed boolean not null default false,
    body text not null,
    created_at timestamptz not null
);
create index activities_position on activities (xid, seq);
create index activities_id on activities (id);
create index activities_outbox on activities (actor_id, seq desc) where listed;
create index activities_object on activities (object_key, seq);
create index activities_age on activities (created_at);

-- Where a post went, in the words of the host that answered; written in batches with the cursors.
create table deliveries (
    post_id uuid not null references posts on delete cascade,
    host_id uuid not null references hosts on delete cascade,
    state text not null check (state in ('delivered', 'retrying', 'refused', 'gone')),
    status smallint,
    reason text not null default '',
    at timestamptz not null,
    primary key (post_id, host_id)
);

create table leases (
    name text primary key,
    holder uuid not null,
    until timestamptz not null
);

-- Coming in ----------------------------------------------------------------------------------------------------

create table inbox (
    seq bigserial primary key,
    url text not null,
    kind text not null,
    actor_url text not null,
    host text not null,
    object_key text not null,
    body text not null,
    received_at timestamptz not null,
    tries smallint not null default 0,
    run_at timestamptz not null,
    lease_until timestamptz,
    failed_at timestamptz,
    error text
);
create index inbox_due on inbox (run_at, seq) where failed_at is null;
create index inbox_object on inbox (object_key, seq) where failed_at is null;

create table received (
    url text primary key,
    received_at timestamptz not null
);
create index received_age on received (received_at);

-- Work and mail ------------------------------------------------------------------------------------------------

create table jobs (
    id bigserial primary key,
    kind text not null,
    key text unique,
    payload jsonb not null,
    run_at timestamptz not null,
    tries smallint not null default 0,
    lease_until timestamptz,
    parked_at timestamptz,
    error text,
    created_at timestamptz not null
);
create index jobs_due on jobs (run_at, id) where parked_at is null;

create table mails (
    id uuid primary key,
    member_id uuid references members on delete cascade,
    recipient text not null,
    kind text not null,
    window_key text unique,
    subject text not null,
    text_part text not null,
    html_part text not null,
    unsubscribe text,
    language text not null,
    created_at timestamptz not null,
    run_at timestamptz not null,
    tries smallint not null default 0,
    lease_until timestamptz,
    sent_at timestamptz,
    failed_at timestamptz,
    error text
);
create index mails_due on mails (run_at, id) where sent_at is null and failed_at is null;

-- What each member was told and when the next digest is due; `plan` is what `due_at` was reckoned from.
create table digests (
    member_id uuid primary key references members on delete cascade,
    plan text not null,
    due_at timestamptz not null,
    told_until timestamptz not null,
    stopped text
);

-- Addresses that refused mail; a mark ends what was not asked for.
create table bounces (
    address text primary key,
    count smallint not null,
    last_at timestamptz not null,
    marked_at timestamptz
);

-- When those who decide were last told that something waits (a group's requests, registrations).
create table told (
    subject text primary key,
    at timestamptz not null
);
