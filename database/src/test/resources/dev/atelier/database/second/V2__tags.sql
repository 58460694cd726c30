CREATE TABLE tag (
  note TEXT NOT NULL REFERENCES note (id),
  name TEXT NOT NULL,
  PRIMARY KEY (note, name)
);
