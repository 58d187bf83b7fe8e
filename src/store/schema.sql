-- Writes schema.rs from a migrated database: one diesel table for each table, columns in their order, then a join for
-- each pair of tables with exactly one foreign key between them.
with columns as (
    select c.table_name, c.column_name, c.ordinal_position,
        case c.udt_name
            when 'uuid' then 'Uuid' when 'text' then 'Text' when 'bool' then 'Bool' when 'int2' then 'Int2'
            when 'int4' then 'Int4' when 'int8' then 'Int8' when 'bytea' then 'Bytea' when 'jsonb' then 'Jsonb'
            when 'timestamptz' then 'Timestamptz' when 'date' then 'Date' when '_text' then 'Array<Text>'
            when '_int4' then 'Array<Int4>'
            when 'tsvector' then 'TsVector' else 'unknown: ' || c.udt_name end as base,
        c.is_nullable = 'YES' as nullable
    from information_schema.columns c
    where c.table_schema = current_schema() and c.table_name <> '__diesel_schema_migrations'
), keys as (
    select t.relname as table_name, string_agg(a.attname, ', ' order by array_position(i.indkey::int2[], a.attnum)) as key
    from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
    join pg_attribute a on a.attrelid = t.oid and a.attnum = any (i.indkey)
    where i.indisprimary group by t.relname
), tables as (
    select c.table_name, coalesce(k.key, 'at') as key,
        string_agg(format(E'        %s -> %s,\n', c.column_name,
            case when nullable then 'Nullable<' || base || '>' else base end), '' order by ordinal_position) as body
    from columns c left join keys k using (table_name) group by c.table_name, k.key
), joins as (
    select child.relname as child, parent.relname as parent, min(a.attname::text) as key
    from pg_constraint f
    join pg_class child on child.oid = f.conrelid
    join pg_class parent on parent.oid = f.confrelid
    join pg_namespace n on n.oid = child.relnamespace and n.nspname = current_schema()
    join pg_attribute a on a.attrelid = child.oid and a.attnum = f.conkey[1]
    where f.contype = 'f' and child.oid <> parent.oid
    group by child.relname, parent.relname having count(*) = 1
), written as (
    select 1 as part, table_name as name,
        format(E'diesel::table! {\n    use diesel::sql_types::*;\n    use diesel_full_text_search::TsVector;\n\n    %s (%s) {\n%s    }\n}\n',
            table_name, key, body) as line
    from tables
    union all
    select 2, child || parent, format('diesel::joinable!(%s -> %s (%s));', child, parent, key) from joins
    union all
    select 3, '', E'\ndiesel::allow_tables_to_appear_in_same_query!(' || string_agg(table_name, ', ' order by table_name) || ');' from tables
)
select line from written order by part, name
