-- What only the newer form knows was for one kind of software; the older code hands it to nobody.
update activities set form = 'named' where form in ('a1-whole', 'a1-by-id');
alter table activities drop constraint activities_form_check,
    add constraint activities_form_check check (form in ('a1', 'a2', 'all', 'named'));
