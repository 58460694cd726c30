-- Tokens that took the place of an OAuth2 credential's own. "token" is sealed (AES-256-GCM); a refresh holds the claim.
CREATE TABLE account_tokens (
  account       TEXT    NOT NULL PRIMARY KEY,
  token         TEXT,
  claimed_by    TEXT,
  claimed_until INTEGER NOT NULL
);
