-- Two more forms: of what is for software that understands groups, the part for software that believes what is embedded,
-- and the part for software that asks for everything again at its id (NodeBB).
alter table activities drop constraint activities_form_check,
    add constraint activities_form_check check (form in ('a1', 'a1-whole', 'a1-by-id', 'a2', 'all', 'named'));
