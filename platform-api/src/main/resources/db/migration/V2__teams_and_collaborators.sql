-- An app belongs to an account or to a team. Who else may use it is a collaborator, or a member of that team.

create table team (
    id         uuid primary key,
    name       text        not null unique,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table team_member (
    id         uuid primary key,
    team_id    uuid        not null references team on delete cascade,
    account_id uuid        not null references account on delete cascade,
    role       text        not null check (role in ('admin', 'member')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (team_id, account_id)
);
create index team_member_account on team_member (account_id);

alter table app add column team_id uuid references team;
alter table app add column locked boolean not null default false;
alter table app alter column owner_id drop not null;
alter table app add constraint app_has_one_owner check (deleting or (owner_id is null) <> (team_id is null));
create index app_team on app (team_id);

create table app_collaborator (
    id          uuid primary key,
    app_id      uuid        not null references app on delete cascade,
    account_id  uuid        not null references account on delete cascade,
    permissions text        not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    unique (app_id, account_id)
);
create index app_collaborator_account on app_collaborator (account_id);
comment on column app_collaborator.permissions is 'words of Permission, in lower case, separated by commas';
