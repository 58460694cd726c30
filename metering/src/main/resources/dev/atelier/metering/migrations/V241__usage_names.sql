-- Whose sums name end users: these go before the sums do.
CREATE INDEX usage_days_named ON usage_days (tenant, day) WHERE end_user <> '';
CREATE INDEX usage_days_by_user ON usage_days (tenant, end_user) WHERE end_user <> '';
