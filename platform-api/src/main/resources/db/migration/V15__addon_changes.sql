-- An attachment that takes the place of another one of the same name, once its add-on is there.
alter table addon_attachment add column waiting boolean not null default false;
alter table addon_attachment drop constraint addon_attachment_app_id_name_key;
create unique index addon_attachment_name on addon_attachment (app_id, name) where not waiting;

-- The plan that it is being given.
alter table addon add column changing_to text;
-- What it stands for was there before the row was: if it cannot be had back, the row goes, and nothing else.
alter table addon add column adopted boolean not null default false;
