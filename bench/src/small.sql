-- The data set "small". {base}, {host}, {session}, {public}, {private} are filled in.
begin;
set local synchronous_commit = off;
set local timezone = 'UTC';
select setseed(0.5);

-- UUIDv7 from a moment.
create function pg_temp.v7(at timestamptz) returns uuid language sql volatile as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
        || '8' || substr(md5(random()::text), 1, 15))::uuid
$$;
-- Its public text: 26 letters of base 32.
create function pg_temp.letters(id uuid) returns text language sql immutable as $$
    select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
        (substring(bits from 1 + 5 * place for 5))::bit(5)::int + 1, 1), '' order by place)
    from (select B'00' || ('x' || replace(id::text, '-', ''))::bit(128) as bits) as whole, generate_series(0, 25) as place
$$;
create function pg_temp.prose(sentences int) returns text language sql volatile as $$
    select string_agg((array[
        'The counsellors met each family twice before departure and once a month afterwards.',
        'Half of the grants went to small shops, a quarter to farming, the rest to training.',
        'We kept the questionnaire short: nine questions, asked by the same person each time.',
        'Transport costs were the first reason for missed appointments, stigma the second.',
        'Where the municipality took part from the start, follow-up visits cost a third less.',
        'Please share which referral form you use, and in which languages it exists.'
    ])[1 + (random() * 5)::int], ' ') from generate_series(1, sentences)
$$;

create temp table people on commit drop as
    select n, pg_temp.v7(now() - interval '400 days' + n * interval '1 minute') as actor,
        pg_temp.v7(now() - interval '400 days' + n * interval '1 minute') as member,
        now() - interval '400 days' + n * interval '1 minute' as at
    from generate_series(1, 2000) as n;
create temp table rooms on commit drop as
    select n, pg_temp.v7(now() - interval '401 days' + n * interval '1 minute') as actor,
        now() - interval '401 days' + n * interval '1 minute' as at
    from generate_series(1, 50) as n;

insert into actors (id, kind, handle, url, name, summary_html, inbox, shared_inbox, outbox, followers, featured, moderators, created_at)
    select actor, 'person', 'person-' || n, '{base}/people/person-' || n, 'Person ' || n, '',
        '{base}/people/person-' || n || '/inbox', '{base}/inbox', '{base}/people/person-' || n || '/outbox',
        '{base}/people/person-' || n || '/followers', '{base}/people/person-' || n || '/featured', null, at from people
    union all
    select actor, 'group', 'bench-' || n, '{base}/groups/bench-' || n, 'Group ' || n, '<p>' || pg_temp.prose(2) || '</p>',
        '{base}/groups/bench-' || n || '/inbox', '{base}/inbox', '{base}/groups/bench-' || n || '/outbox',
        '{base}/groups/bench-' || n || '/followers', '{base}/groups/bench-' || n || '/featured',
        '{base}/groups/bench-' || n || '/moderators', at from rooms;
insert into actor_keys (id, actor_id, key_id, algorithm, public_der, private_der, fetched_at)
    select pg_temp.v7(now()), id, url || '#main-key', 'rsa', decode('{public}', 'base64'), decode('{private}', 'base64'), now()
    from actors where handle like 'person-%' or handle like 'bench-%';
insert into actor_keys (id, actor_id, key_id, algorithm, public_der, private_der, fetched_at)
    select pg_temp.v7(now()), a.id, a.url || '#ed25519-key', 'ed25519', k.public_der, k.private_der, now()
    from actors a, (select public_der, private_der from actor_keys where algorithm = 'ed25519' limit 1) as k
    where a.handle like 'person-%' or a.handle like 'bench-%';
insert into members (id, actor_id, email, email_confirmed_at, state, created_at, digest)
    select member, actor, 'person-' || n || '@example.org', at, 'active', at, 'never' from people;
insert into sessions (id, token_hash, member_id, kind, csrf, created_at, seen_at, expires_at)
    select pg_temp.v7(now()), sha256('{session}'::bytea), member, kind, 'bench-csrf', now(), now(), now() + interval '9 days'
    from people, (values ('web')) as kinds (kind) where n = 1;
insert into groups (id, purpose, visibility, posting, joining, description_source, created_at)
    select actor, 'discussion', 'public', 'anyone', 'open', pg_temp.prose(2), at from rooms;
insert into memberships (id, followed_id, follower_id, state, role, follow_url, created_at, accepted_at)
    select pg_temp.v7(r.at), r.actor, p.actor, 'accepted', case when p.n = r.n then 'moderator' else 'member' end,
        '{base}/activities/' || r.n || '-' || p.n, p.at, p.at
    from people p join rooms r on p.n % 50 = r.n % 50 or p.n % 10 = r.n % 10;

-- 200 roots in each group over a year; the first root of the first group gets the long thread.
create temp table roots on commit drop as
    select n, pg_temp.v7(at) as id, at, 1 + n % 50 as room, 1 + (n * 7) % 2000 as author
    from (select n, now() - interval '365 days' + n * interval '52 minutes' as at from generate_series(1, 10000) as n) as times;
insert into posts (id, url, group_id, author_id, root_id, kind, title, body_source, body_html, language, local,
        created_at, published_at, context)
    select t.id, '{base}/posts/' || pg_temp.letters(t.id), r.actor, p.actor, t.id, 'discussion',
        'Question ' || t.n || ': how do you follow up after the first year of reintegration?',
        body, '<p>' || body || '</p>', 'en', true, t.at, t.at, '{base}/posts/' || pg_temp.letters(t.id) || '/context'
    from roots t join rooms r on r.n = t.room join people p on p.n = t.author, lateral (select pg_temp.prose(5 + t.n % 4)) as text (body);
create temp table answers on commit drop as
    select n, pg_temp.v7(at) as id, at, root, root_at, room, author from (
        select a.n, t.id as root, t.at as root_at, t.room, 1 + (a.n * 13) % 2000 as author,
            t.at + interval '1 hour' + (a.n % 3000) * interval '1 second' as at
        from generate_series(1, 50000) as a (n) join roots t on t.n = case when a.n <= 250 then 50 else 1 + a.n % 10000 end
    ) as placed;
insert into posts (id, url, group_id, author_id, root_id, parent_id, depth, kind, body_source, body_html, language, local,
        created_at, published_at, context)
    select a.id, '{base}/posts/' || pg_temp.letters(a.id), r.actor, p.actor, a.root, a.root, 1, 'reply',
        body, '<p>' || body || '</p>', 'en', true, a.at, a.at, '{base}/posts/' || pg_temp.letters(a.root) || '/context'
    from answers a join rooms r on r.n = a.room join people p on p.n = a.author, lateral (select pg_temp.prose(2 + a.n % 3)) as text (body);
insert into post_counts (post_id, replies, answered_at)
    select t.id, count(a.id), max(a.at) from roots t left join answers a on a.root = t.id group by t.id;

-- What the groups' outboxes list: the newest 40 of each.
insert into activities (id, url, actor_id, kind, object_key, group_id, audience_id, form, listed, body, created_at)
    select i.id, '{base}/activities/' || pg_temp.letters(i.id), t.actor, 'Announce', t.url, t.actor, t.actor, 'a1', true,
        json_build_object('@context', 'https://www.w3.org/ns/activitystreams', 'id', '{base}/activities/' || pg_temp.letters(i.id),
            'type', 'Announce', 'actor', t.group_url, 'to', json_build_array('https://www.w3.org/ns/activitystreams#Public'),
            'object', json_build_object('id', t.url || '#create', 'type', 'Create', 'actor', t.author_url,
                'object', json_build_object('id', t.url, 'type', 'Page', 'name', t.title, 'content', t.body_html,
                    'attributedTo', t.author_url, 'audience', t.group_url)))::text, t.published_at
    from (select p.*, g.id as actor, g.url as group_url, a.url as author_url,
            row_number() over (partition by p.group_id order by p.published_at desc) as place
        from posts p join actors g on g.id = p.group_id join actors a on a.id = p.author_id
        where p.parent_id is null and g.handle like 'bench-%') as t, lateral (select pg_temp.v7(t.published_at) as id) as i
    where t.place <= 40 order by t.published_at;
commit;
