-- What keys, tenants and end users may do, where that is not left to the configuration. "owner" is the
-- key's id, nothing for a tenant, and for end users the caller's own id of one or * for each that has no
-- row. Null: not set here; 0: unlimited. "size_max" is WxH or a number of pixels.
CREATE TABLE usage_limits (
  kind TEXT NOT NULL CHECK (kind IN ('key', 'tenant', 'user')),
  tenant TEXT NOT NULL,
  owner TEXT NOT NULL,
  requests_per_minute INTEGER,
  images_per_minute INTEGER,
  concurrency INTEGER,
  queue_depth INTEGER,
  size_max TEXT,
  quality_max TEXT,
  PRIMARY KEY (kind, tenant, owner)
);
