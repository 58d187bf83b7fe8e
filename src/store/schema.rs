// Written from the migrated database by tests/schema.rs (UPDATE_SCHEMA=1); do not edit.

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    activities (seq) {
        seq -> Int8,
        xid -> Int8,
        id -> Uuid,
        url -> Text,
        actor_id -> Uuid,
        kind -> Text,
        object_key -> Text,
        post_id -> Nullable<Uuid>,
        group_id -> Nullable<Uuid>,
        audience_id -> Nullable<Uuid>,
        form -> Text,
        inboxes -> Array<Text>,
        listed -> Bool,
        body -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    actor_keys (id) {
        id -> Uuid,
        actor_id -> Uuid,
        key_id -> Text,
        algorithm -> Text,
        public_der -> Bytea,
        private_der -> Nullable<Bytea>,
        fetched_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    actors (id) {
        id -> Uuid,
        host_id -> Nullable<Uuid>,
        kind -> Text,
        handle -> Text,
        url -> Text,
        name -> Text,
        summary_html -> Text,
        inbox -> Text,
        shared_inbox -> Nullable<Text>,
        outbox -> Nullable<Text>,
        followers -> Nullable<Text>,
        featured -> Nullable<Text>,
        moderators -> Nullable<Text>,
        icon -> Nullable<Text>,
        approves_followers -> Bool,
        fetched_at -> Nullable<Timestamptz>,
        gone_at -> Nullable<Timestamptz>,
        suspended_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    articles (post_id) {
        post_id -> Uuid,
        summary -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    attachments (id) {
        id -> Uuid,
        post_id -> Uuid,
        file_id -> Nullable<Uuid>,
        url -> Nullable<Text>,
        role -> Text,
        name -> Text,
        alt -> Text,
        language -> Nullable<Text>,
        media_type -> Nullable<Text>,
        size -> Nullable<Int8>,
        pages -> Nullable<Int4>,
        sha256 -> Nullable<Text>,
        position -> Int2,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    attempts (id) {
        id -> Int8,
        subject -> Text,
        kind -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    bans (id) {
        id -> Uuid,
        group_id -> Uuid,
        actor_id -> Uuid,
        reason -> Text,
        until_at -> Nullable<Timestamptz>,
        content_removed_at -> Nullable<Timestamptz>,
        banned_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        lifted_at -> Nullable<Timestamptz>,
        lifted_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    bounces (address) {
        address -> Text,
        count -> Int2,
        last_at -> Timestamptz,
        marked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    closed_inboxes (inbox) {
        inbox -> Text,
        host_id -> Uuid,
        status -> Int2,
        closed_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    copies (url) {
        url -> Text,
        hash -> Nullable<Text>,
        size -> Int8,
        media_type -> Text,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        thumbnail -> Nullable<Text>,
        fetched_at -> Timestamptz,
        used_at -> Timestamptz,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    deliveries (post_id, host_id) {
        post_id -> Uuid,
        host_id -> Uuid,
        state -> Text,
        status -> Nullable<Int2>,
        reason -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    digests (member_id) {
        member_id -> Uuid,
        plan -> Text,
        due_at -> Timestamptz,
        told_until -> Timestamptz,
        stopped -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    documents (post_id) {
        post_id -> Uuid,
        group_id -> Uuid,
        kind -> Text,
        title -> Text,
        config -> Text,
        words -> TsVector,
        type_code -> Nullable<Text>,
        year -> Nullable<Int2>,
        organisation -> Text,
        languages -> Array<Text>,
        countries -> Array<Text>,
        themes -> Array<Text>,
        published_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    files (id) {
        id -> Uuid,
        hash -> Text,
        size -> Int8,
        media_type -> Text,
        name -> Text,
        pages -> Nullable<Int4>,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        thumbnail -> Nullable<Text>,
        uploaded_by -> Nullable<Uuid>,
        remote_url -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    groups (id) {
        id -> Uuid,
        purpose -> Text,
        visibility -> Text,
        posting -> Text,
        joining -> Text,
        language -> Text,
        description_source -> Text,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        archived_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    highlights (post_id) {
        post_id -> Uuid,
        position -> Int2,
        chosen_by -> Nullable<Uuid>,
        chosen_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    hosts (id) {
        id -> Uuid,
        name -> Text,
        software -> Nullable<Text>,
        version -> Nullable<Text>,
        group_aware -> Bool,
        rfc9421 -> Bool,
        policy -> Text,
        note -> Text,
        last_heard_at -> Nullable<Timestamptz>,
        software_checked_at -> Nullable<Timestamptz>,
        failures -> Int4,
        failing_since -> Nullable<Timestamptz>,
        retry_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        paused_at -> Nullable<Timestamptz>,
        gone_at -> Nullable<Timestamptz>,
        cursor_xid -> Int8,
        cursor_seq -> Int8,
        changed_at -> Timestamptz,
        created_at -> Timestamptz,
        failed_at -> Nullable<Timestamptz>,
        failing_days -> Int4,
        missed -> Int8,
        missed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    inbox (seq) {
        seq -> Int8,
        url -> Text,
        kind -> Text,
        actor_url -> Text,
        host -> Text,
        object_key -> Text,
        body -> Text,
        received_at -> Timestamptz,
        tries -> Int2,
        run_at -> Timestamptz,
        lease_until -> Nullable<Timestamptz>,
        failed_at -> Nullable<Timestamptz>,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    invites (id) {
        id -> Uuid,
        token_hash -> Bytea,
        created_by -> Uuid,
        role -> Text,
        email -> Nullable<Text>,
        note -> Text,
        max_uses -> Int4,
        uses -> Int4,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    jobs (id) {
        id -> Int8,
        kind -> Text,
        key -> Nullable<Text>,
        payload -> Jsonb,
        run_at -> Timestamptz,
        tries -> Int2,
        lease_until -> Nullable<Timestamptz>,
        parked_at -> Nullable<Timestamptz>,
        error -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    journal (seq) {
        seq -> Int8,
        xid -> Int8,
        at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        verb -> Text,
        post_id -> Nullable<Uuid>,
        group_id -> Nullable<Uuid>,
        subject_id -> Nullable<Uuid>,
        data -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    leases (name) {
        name -> Text,
        holder -> Uuid,
        until -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    mails (id) {
        id -> Uuid,
        member_id -> Nullable<Uuid>,
        recipient -> Text,
        kind -> Text,
        window_key -> Nullable<Text>,
        subject -> Text,
        text_part -> Text,
        html_part -> Text,
        unsubscribe -> Nullable<Text>,
        language -> Text,
        created_at -> Timestamptz,
        run_at -> Timestamptz,
        tries -> Int2,
        lease_until -> Nullable<Timestamptz>,
        sent_at -> Nullable<Timestamptz>,
        failed_at -> Nullable<Timestamptz>,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    members (id) {
        id -> Uuid,
        actor_id -> Uuid,
        email -> Text,
        email_confirmed_at -> Nullable<Timestamptz>,
        password -> Nullable<Text>,
        role -> Text,
        state -> Text,
        reason -> Text,
        organisation -> Text,
        country -> Nullable<Text>,
        spoken -> Array<Text>,
        bio_source -> Text,
        language -> Text,
        time_zone -> Text,
        digest -> Text,
        digest_hour -> Int2,
        theme -> Text,
        last_visit_at -> Nullable<Timestamptz>,
        previous_visit_at -> Nullable<Timestamptz>,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    memberships (id) {
        id -> Uuid,
        followed_id -> Uuid,
        follower_id -> Uuid,
        state -> Text,
        role -> Text,
        reason -> Text,
        follow_url -> Text,
        created_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
        appointed_at -> Nullable<Timestamptz>,
        from_elsewhere -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    mentions (post_id, actor_id) {
        post_id -> Uuid,
        actor_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    notices (id) {
        id -> Uuid,
        member_id -> Uuid,
        kind -> Text,
        actor_id -> Nullable<Uuid>,
        post_id -> Nullable<Uuid>,
        group_id -> Nullable<Uuid>,
        cause -> Text,
        created_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    partnerships (host_id) {
        host_id -> Uuid,
        state -> Text,
        by_us -> Bool,
        invitation -> Text,
        actor_url -> Text,
        inbox -> Text,
        trouble -> Text,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    post_counts (post_id) {
        post_id -> Uuid,
        replies -> Int4,
        reactions -> Int4,
        known_replies -> Int4,
        asked_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    posts (id) {
        id -> Uuid,
        url -> Text,
        group_id -> Uuid,
        author_id -> Uuid,
        root_id -> Uuid,
        parent_id -> Nullable<Uuid>,
        depth -> Int2,
        kind -> Text,
        title -> Text,
        body_source -> Nullable<Text>,
        body_html -> Text,
        sanitiser -> Int2,
        language -> Text,
        local -> Bool,
        created_at -> Timestamptz,
        published_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        announced_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<Uuid>,
        removed_reason -> Text,
        removed_there_at -> Nullable<Timestamptz>,
        locked_at -> Nullable<Timestamptz>,
        locked_by -> Nullable<Uuid>,
        pinned_at -> Nullable<Timestamptz>,
        pinned_by -> Nullable<Uuid>,
        context -> Nullable<Text>,
        page_url -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    reactions (post_id, actor_id, kind) {
        post_id -> Uuid,
        actor_id -> Uuid,
        kind -> Text,
        url -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    readers (name) {
        name -> Text,
        xid -> Int8,
        seq -> Int8,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    reads (member_id, root_id) {
        member_id -> Uuid,
        root_id -> Uuid,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    received (url) {
        url -> Text,
        received_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    reports (id) {
        id -> Uuid,
        group_id -> Nullable<Uuid>,
        post_id -> Nullable<Uuid>,
        actor_id -> Uuid,
        reporter_id -> Nullable<Uuid>,
        host_id -> Nullable<Uuid>,
        reason -> Text,
        state -> Text,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    resources (post_id) {
        post_id -> Uuid,
        authors -> Array<Text>,
        year -> Nullable<Int2>,
        type_code -> Text,
        organisation -> Text,
        publisher -> Text,
        series -> Text,
        languages -> Array<Text>,
        countries -> Array<Text>,
        themes -> Array<Text>,
        doi -> Nullable<Text>,
        isbn -> Nullable<Text>,
        link -> Nullable<Text>,
        licence -> Text,
        source_key -> Nullable<Text>,
        reviewed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    revisions (id) {
        id -> Uuid,
        post_id -> Uuid,
        editor_id -> Uuid,
        title -> Text,
        body_source -> Nullable<Text>,
        body_html -> Text,
        record -> Nullable<Jsonb>,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    sessions (id) {
        id -> Uuid,
        token_hash -> Bytea,
        member_id -> Uuid,
        kind -> Text,
        csrf -> Text,
        agent -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    settings (key) {
        key -> Text,
        value -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    terms (scheme, code) {
        scheme -> Text,
        code -> Text,
        names -> Jsonb,
        position -> Int4,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    tokens (token_hash) {
        token_hash -> Bytea,
        purpose -> Text,
        member_id -> Nullable<Uuid>,
        bound_to -> Text,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    told (subject) {
        subject -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use diesel_full_text_search::TsVector;

    tombstones (url) {
        url -> Text,
        former_kind -> Text,
        buried_at -> Timestamptz,
    }
}

diesel::joinable!(activities -> actors (actor_id));
diesel::joinable!(actor_keys -> actors (actor_id));
diesel::joinable!(actors -> hosts (host_id));
diesel::joinable!(articles -> posts (post_id));
diesel::joinable!(attachments -> files (file_id));
diesel::joinable!(attachments -> posts (post_id));
diesel::joinable!(bans -> groups (group_id));
diesel::joinable!(closed_inboxes -> hosts (host_id));
diesel::joinable!(deliveries -> hosts (host_id));
diesel::joinable!(deliveries -> posts (post_id));
diesel::joinable!(digests -> members (member_id));
diesel::joinable!(documents -> groups (group_id));
diesel::joinable!(documents -> posts (post_id));
diesel::joinable!(files -> members (uploaded_by));
diesel::joinable!(groups -> actors (id));
diesel::joinable!(groups -> members (created_by));
diesel::joinable!(highlights -> members (chosen_by));
diesel::joinable!(highlights -> posts (post_id));
diesel::joinable!(invites -> members (created_by));
diesel::joinable!(mails -> members (member_id));
diesel::joinable!(members -> actors (actor_id));
diesel::joinable!(mentions -> actors (actor_id));
diesel::joinable!(mentions -> posts (post_id));
diesel::joinable!(notices -> actors (actor_id));
diesel::joinable!(notices -> groups (group_id));
diesel::joinable!(notices -> members (member_id));
diesel::joinable!(notices -> posts (post_id));
diesel::joinable!(partnerships -> hosts (host_id));
diesel::joinable!(post_counts -> posts (post_id));
diesel::joinable!(posts -> groups (group_id));
diesel::joinable!(reactions -> actors (actor_id));
diesel::joinable!(reactions -> posts (post_id));
diesel::joinable!(reads -> members (member_id));
diesel::joinable!(reads -> posts (root_id));
diesel::joinable!(reports -> groups (group_id));
diesel::joinable!(reports -> hosts (host_id));
diesel::joinable!(reports -> members (reporter_id));
diesel::joinable!(reports -> posts (post_id));
diesel::joinable!(resources -> posts (post_id));
diesel::joinable!(revisions -> actors (editor_id));
diesel::joinable!(revisions -> posts (post_id));
diesel::joinable!(sessions -> members (member_id));
diesel::joinable!(tokens -> members (member_id));

diesel::allow_tables_to_appear_in_same_query!(activities, actor_keys, actors, articles, attachments, attempts, bans, bounces, closed_inboxes, copies, deliveries, digests, documents, files, groups, highlights, hosts, inbox, invites, jobs, journal, leases, mails, members, memberships, mentions, notices, partnerships, post_counts, posts, reactions, readers, reads, received, reports, resources, revisions, sessions, settings, terms, tokens, told, tombstones);
