alter table partner_grant
    -- State of the add-on, by its updated_at, in which its apps last got what the provider says; null if it said something since.
    add column published             timestamptz,
    -- When the provider first failed to remove the add-on.
    add column removal_failing_since timestamptz;
