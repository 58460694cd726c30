-- How long what tenants have is kept, in seconds after a job has ended; null: as the server keeps it.
-- "revision" grows with every change, so that it can be seen which jobs it was applied to.
CREATE TABLE tenant_privacy (
  tenant TEXT PRIMARY KEY REFERENCES tenants (id),
  prompts BIGINT CHECK (prompts >= 0),
  images BIGINT CHECK (images >= 0),
  jobs BIGINT CHECK (jobs >= 0),
  prompts_hashed INTEGER NOT NULL DEFAULT 0,
  revision BIGINT NOT NULL
);
