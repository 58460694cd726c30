-- A tenant's standing receivers. "events" are words with blanks between them; secrets are derived, never stored.
CREATE TABLE webhook_endpoint (
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  active SMALLINT NOT NULL,
  generation INTEGER NOT NULL,
  rotated BIGINT,
  created BIGINT NOT NULL,
  description TEXT
);
CREATE INDEX webhook_endpoint_listed ON webhook_endpoint (tenant, id);

-- What a request asked to be told; written with its job. "ended" is when that job ended.
CREATE TABLE webhook_wish (
  job TEXT NOT NULL,
  number INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  occasion TEXT NOT NULL,
  image INTEGER,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  composer TEXT NOT NULL,
  ended BIGINT,
  PRIMARY KEY (job, number)
);
CREATE INDEX webhook_wish_ended ON webhook_wish (ended) WHERE ended IS NOT NULL;

-- What is to be sent, or was. "lane" is tenant and host; "next_try" is null once ended, and the end of the claim
-- while a try is in progress ("claimed" says since when); "claims" counts claims and fences late results.
CREATE TABLE webhook_delivery (
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  job TEXT,
  image INTEGER,
  event TEXT NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  lane TEXT NOT NULL,
  composer TEXT NOT NULL,
  endpoint TEXT,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  claims BIGINT NOT NULL,
  claimed BIGINT,
  next_try BIGINT,
  created BIGINT NOT NULL,
  ended BIGINT,
  status INTEGER,
  problem TEXT
);
-- Claiming: the lanes that wait, and the oldest of one lane; how long to sleep.
CREATE INDEX webhook_delivery_lane ON webhook_delivery (lane, next_try) WHERE next_try IS NOT NULL;
CREATE INDEX webhook_delivery_next ON webhook_delivery (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX webhook_delivery_claimed ON webhook_delivery (claimed) WHERE claimed IS NOT NULL;
-- Listing, newest first.
CREATE INDEX webhook_delivery_listed ON webhook_delivery (tenant, id);
CREATE INDEX webhook_delivery_state ON webhook_delivery (tenant, state, id);
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint, id) WHERE endpoint IS NOT NULL;
CREATE INDEX webhook_delivery_endpoint_state ON webhook_delivery (endpoint, state, id) WHERE endpoint IS NOT NULL;
CREATE INDEX webhook_delivery_job ON webhook_delivery (job, id) WHERE job IS NOT NULL;
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended) WHERE ended IS NOT NULL;

-- The log of tries. "number" is the claim it belongs to: a gap is a try whose result a crash took along.
CREATE TABLE webhook_try (
  delivery TEXT NOT NULL,
  number BIGINT NOT NULL,
  begun BIGINT NOT NULL,
  took_millis BIGINT NOT NULL,
  status INTEGER,
  problem TEXT,
  answer TEXT,
  PRIMARY KEY (delivery, number)
);
