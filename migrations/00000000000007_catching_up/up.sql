-- What a host that was away gets is read by its audiences and by its name, not by scanning the stream.
create index activities_audience on activities (audience_id, xid, seq) where audience_id is not null;
create index activities_named on activities (xid, seq) where inboxes <> '{}';
