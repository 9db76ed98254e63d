-- A transfer that somebody cancelled ends when what it made is cleaned up, as one that fails does.
alter table transfer drop constraint transfer_state_check;
alter table transfer add constraint transfer_state_check
    check (state in ('pending', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled'));
