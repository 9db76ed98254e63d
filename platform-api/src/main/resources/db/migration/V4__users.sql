-- Accounts of a school: invited, suspended, deleted, and what was done to them.

alter table account add column suspended_at timestamptz;
-- Null until an invitation is accepted: with such an account nobody can log in.
alter table account alter column password_hash drop not null;

-- History outlives accounts: an id that leads nowhere is that of a deleted account.
alter table build drop constraint build_account_id_fkey;
alter table release drop constraint release_account_id_fkey;

-- The secret with which the first administrator is made; only its SHA-256 is kept. There is one row at most.
create table claim (
    only_one    boolean primary key default true check (only_one),
    secret_hash bytea       not null,
    created_at  timestamptz not null
);

-- A link with which somebody chooses a password. An account may have several; using one ends all.
create table invitation (
    secret_hash bytea primary key,
    account_id  uuid        not null references account on delete cascade,
    expires_at  timestamptz not null,
    created_at  timestamptz not null
);
create index invitation_account on invitation (account_id);

-- Apps in maintenance because their owner is suspended; those that were before are not listed.
create table suspended_app (
    app_id uuid primary key references app on delete cascade
);

-- Who did what to which account. No foreign keys: events outlive accounts.
create table audit_event (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    actor_id   uuid,
    actor      text        not null,
    action     text        not null,
    subject_id uuid,
    subject    text        not null,
    detail     text,
    address    text        not null
);
