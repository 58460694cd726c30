-- What processes that use the same accounts have in common. A process that has its accounts to itself writes none of it.
-- Each row is the right to one call at once; "attempt" makes it now, a call of "job" in the process "node".
CREATE TABLE account_slot (
  account TEXT    NOT NULL,
  slot    INTEGER NOT NULL,
  attempt TEXT,
  job     TEXT,
  node    TEXT,
  taken   INTEGER,
  PRIMARY KEY (account, slot)
);

-- What failed calls said of an account ("work" is empty) or of one kind of its work; "probe" is the call that tries it.
CREATE TABLE account_health (
  account  TEXT    NOT NULL,
  work     TEXT    NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  probed   INTEGER NOT NULL DEFAULT 0,
  benched  INTEGER,
  ends     INTEGER,
  evidence TEXT    NOT NULL DEFAULT '',
  probe    TEXT,
  version  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, work)
);

-- Images ordered in the last minute, of accounts that take so many: SECOND:IMAGES, separated by commas.
CREATE TABLE account_images (
  account TEXT NOT NULL PRIMARY KEY,
  ordered TEXT NOT NULL
);

-- What an upstream said is left of a limit of its own, for one kind of work.
CREATE TABLE account_told (
  account   TEXT    NOT NULL,
  work      TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  remaining INTEGER NOT NULL,
  of_images INTEGER NOT NULL,
  ends      INTEGER NOT NULL,
  told      INTEGER NOT NULL,
  PRIMARY KEY (account, work, name)
);
