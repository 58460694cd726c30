-- What processes that use the same accounts have in common; told in ../migrations. A slot's row is changed twice for each
-- call, and none of its indexed columns: there is room for that in its page.
CREATE TABLE account_slot (
  account TEXT COLLATE "C" NOT NULL,
  slot BIGINT NOT NULL,
  attempt TEXT COLLATE "C",
  job TEXT COLLATE "C",
  node TEXT COLLATE "C",
  taken BIGINT,
  PRIMARY KEY (account, slot)
) WITH (fillfactor = 50);

CREATE TABLE account_health (
  account TEXT COLLATE "C" NOT NULL,
  work TEXT COLLATE "C" NOT NULL,
  failures BIGINT NOT NULL DEFAULT 0,
  probed BIGINT NOT NULL DEFAULT 0,
  benched BIGINT,
  ends BIGINT,
  evidence TEXT COLLATE "C" NOT NULL DEFAULT '',
  probe TEXT COLLATE "C",
  version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account, work)
);

CREATE TABLE account_images (
  account TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  ordered TEXT COLLATE "C" NOT NULL
);

CREATE TABLE account_told (
  account TEXT COLLATE "C" NOT NULL,
  work TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  remaining BIGINT NOT NULL,
  of_images BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  told BIGINT NOT NULL,
  PRIMARY KEY (account, work, name)
);
