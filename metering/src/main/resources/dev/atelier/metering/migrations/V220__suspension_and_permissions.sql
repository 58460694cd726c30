-- When a tenant was suspended; its keys are refused from then on.
ALTER TABLE tenants ADD COLUMN suspended BIGINT;

-- What a key may be used for: ids of models and names of dialects, separated by blanks; null: all.
ALTER TABLE api_keys ADD COLUMN models TEXT;
ALTER TABLE api_keys ADD COLUMN dialects TEXT;
