drop table told, bounces, digests, mails, jobs, received, inbox, leases, deliveries, activities, notices, readers, journal, documents, highlights,
    articles, resources, attachments, files, reads, tombstones, reactions, revisions, post_counts, posts, memberships,
    groups, terms, attempts, invites, tokens, sessions, members, actor_keys, actors, hosts, settings;
