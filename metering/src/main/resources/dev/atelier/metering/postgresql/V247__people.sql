-- Who may sign in through a provider of identities, each with a key of their own whose secret nobody has: by
-- it jobs, money and limits are theirs. "name" is what the audit log calls them.
CREATE TABLE people (
  issuer TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  api_key TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES api_keys (id),
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (issuer, subject, tenant)
);

-- Who did it, where that was a person who had signed in so.
ALTER TABLE audit_log ADD COLUMN person TEXT COLLATE "C";
