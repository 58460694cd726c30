-- Who is signed in with a browser. Of its cookie only the SHA-256 is kept; "id" names it to people. "issuer"
-- and "person" are of who signed in through a provider of identities, null of who did with a key.
CREATE TABLE browser_sessions (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  api_key TEXT NOT NULL REFERENCES api_keys (id),
  issuer TEXT,
  person TEXT,
  created BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX browser_sessions_newest ON browser_sessions (api_key, created);
CREATE INDEX browser_sessions_by_tenant ON browser_sessions (tenant, created);
CREATE INDEX browser_sessions_by_end ON browser_sessions (expires);
