"""The tables of a library, as the list of steps that lead to them.

Owns every ``CREATE`` and ``ALTER`` there is: a library of version *n* has taken the first *n* steps of
:data:`MIGRATIONS`, and ``PRAGMA user_version`` says *n*.  A step that was once released is never edited.

What the architecture promises is held by triggers, whoever writes: serials, episodes, texts and events are never
deleted, a kept text and an event never change, and the counts of a serial are those of its episodes.  Times are ISO
8601 texts in UTC with microseconds, so that they sort as they read.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x5473757A
"""``PRAGMA application_id``: "Tsuz"; tells our files from other programs'."""

_FIRST: Final = """
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE serial (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  author TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'ongoing' CHECK (status IN ('ongoing', 'complete', 'paused')),
  tags TEXT NOT NULL DEFAULT '',              -- one a line, sorted
  ordered_by_reader INTEGER NOT NULL DEFAULT 0,
  episodes INTEGER NOT NULL DEFAULT 0,        -- kept by triggers, notices left out
  read INTEGER NOT NULL DEFAULT 0,
  saved INTEGER NOT NULL DEFAULT 0,
  added_at TEXT NOT NULL,
  checked_at TEXT,
  next_check_at TEXT,
  read_at TEXT,
  touched INTEGER NOT NULL DEFAULT 0,         -- sequence of the last place kept in it
  removed_at TEXT,
  named_hosts TEXT NOT NULL DEFAULT '',       -- typed by the reader, so they may be private; one a line
  failure TEXT NOT NULL DEFAULT ''            -- of the last look for news, in one line
);

CREATE TABLE episode (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  serial_id INTEGER NOT NULL REFERENCES serial (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  number TEXT,
  kind TEXT NOT NULL DEFAULT 'main',
  section TEXT NOT NULL DEFAULT '',
  published TEXT,
  note TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  added_at TEXT NOT NULL,
  is_new INTEGER NOT NULL DEFAULT 0,          -- came after the first import
  gone_at TEXT,
  state TEXT NOT NULL DEFAULT 'unread' CHECK (state IN ('unread', 'reading', 'read')),
  fraction REAL NOT NULL DEFAULT 0,
  locator TEXT,
  furthest TEXT,
  furthest_fraction REAL NOT NULL DEFAULT 0,
  read_at TEXT,
  touched INTEGER NOT NULL DEFAULT 0,
  revision_id INTEGER REFERENCES revision (id),
  origin TEXT,
  characters INTEGER NOT NULL DEFAULT 0,
  words INTEGER NOT NULL DEFAULT 0,
  missing TEXT NOT NULL DEFAULT '',
  hint TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0,           -- failed in a row
  failed_at TEXT
);
CREATE UNIQUE INDEX episode_position ON episode (serial_id, position);

CREATE TABLE address (
  serial_id INTEGER NOT NULL REFERENCES serial (id),
  key TEXT NOT NULL,                          -- canonical, for matching only
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  url TEXT NOT NULL,
  how TEXT NOT NULL,                          -- listed, redirect, canonical, or the rung that joined it
  seen_at TEXT NOT NULL,
  PRIMARY KEY (serial_id, key)
) WITHOUT ROWID;
CREATE INDEX address_episode ON address (episode_id);
CREATE INDEX address_key ON address (key);

CREATE TABLE revision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  origin TEXT NOT NULL,
  url TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  dated TEXT,                                 -- of an archive's snapshot
  digest BLOB NOT NULL,
  characters INTEGER NOT NULL,
  words INTEGER NOT NULL,
  suspect TEXT NOT NULL DEFAULT '',           -- why it did not become the current text
  document BLOB NOT NULL                      -- JSON, zlib
);
CREATE INDEX revision_episode ON revision (episode_id);
CREATE INDEX revision_digest ON revision (digest);

CREATE TABLE raw (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  url TEXT NOT NULL,
  content_type TEXT NOT NULL,
  body BLOB NOT NULL                          -- bytes as they came, zlib
);

CREATE TABLE revision_raw (
  revision_id INTEGER NOT NULL REFERENCES revision (id),
  page INTEGER NOT NULL,
  raw_id INTEGER NOT NULL REFERENCES raw (id),
  PRIMARY KEY (revision_id, page)
) WITHOUT ROWID;

CREATE TABLE carried (
  episode_id INTEGER PRIMARY KEY REFERENCES episode (id),
  seen_at TEXT NOT NULL,
  html BLOB NOT NULL                          -- the text as feed or API carries it, zlib
);

CREATE TABLE source (
  serial_id INTEGER NOT NULL REFERENCES serial (id),
  rank INTEGER NOT NULL,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (serial_id, rank)
) WITHOUT ROWID;

CREATE TABLE validator (
  serial_id INTEGER NOT NULL REFERENCES serial (id),
  url TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  digest BLOB NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (serial_id, url)
) WITHOUT ROWID;

CREATE TABLE frame (
  serial_id INTEGER NOT NULL REFERENCES serial (id),
  host TEXT NOT NULL,
  learned_at TEXT NOT NULL,
  value TEXT NOT NULL,                        -- JSON
  PRIMARY KEY (serial_id, host)
) WITHOUT ROWID;

CREATE TABLE robots (
  host TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  fetched_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE event (
  device TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,                      -- uid of the serial or episode
  target INTEGER,                             -- of an undo: the sequence taken back
  body TEXT NOT NULL,                         -- JSON
  PRIMARY KEY (device, sequence)
) WITHOUT ROWID;
CREATE INDEX event_step ON event (device, sequence) WHERE kind IN ('mark', 'edit', 'order');
CREATE UNIQUE INDEX event_undone ON event (device, target) WHERE kind = 'undo';

CREATE TRIGGER episode_added AFTER INSERT ON episode WHEN new.kind <> 'notice' BEGIN
  UPDATE serial SET
    episodes = episodes + 1,
    read = read + (new.state = 'read'),
    saved = saved + (new.revision_id IS NOT NULL)
  WHERE id = new.serial_id;
END;

CREATE TRIGGER episode_counted AFTER UPDATE OF kind, state, revision_id ON episode
WHEN (old.kind = 'notice') <> (new.kind = 'notice')
  OR (old.state = 'read') <> (new.state = 'read')
  OR (old.revision_id IS NULL) <> (new.revision_id IS NULL) BEGIN
  UPDATE serial SET
    episodes = episodes + (new.kind <> 'notice') - (old.kind <> 'notice'),
    read = read + (new.kind <> 'notice' AND new.state = 'read')
                - (old.kind <> 'notice' AND old.state = 'read'),
    saved = saved + (new.kind <> 'notice' AND new.revision_id IS NOT NULL)
                  - (old.kind <> 'notice' AND old.revision_id IS NOT NULL)
  WHERE id = new.serial_id;
END;

CREATE TRIGGER serial_stays BEFORE DELETE ON serial BEGIN SELECT RAISE(ABORT, 'a serial is never deleted'); END;
CREATE TRIGGER episode_stays BEFORE DELETE ON episode BEGIN SELECT RAISE(ABORT, 'an episode is never deleted'); END;
CREATE TRIGGER episode_keeps_home BEFORE UPDATE OF id, uid, serial_id ON episode
BEGIN SELECT RAISE(ABORT, 'an episode keeps its identity'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'a text is never deleted'); END;
CREATE TRIGGER revision_keeps BEFORE UPDATE OF id, episode_id, document ON revision
BEGIN SELECT RAISE(ABORT, 'a kept text never changes'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_keeps BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
"""

_SECOND_LOOKS: Final = """
ALTER TABLE episode ADD COLUMN changed_at TEXT;                    -- when a new text took an old one's place
ALTER TABLE episode ADD COLUMN looked_at TEXT;                     -- when its page was last asked for again
ALTER TABLE episode ADD COLUMN suspect TEXT NOT NULL DEFAULT '';   -- why the last look did not give its text
ALTER TABLE episode ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;    -- not saved, and its page is gone

CREATE TABLE joined (
  id INTEGER PRIMARY KEY,
  serial_id INTEGER NOT NULL REFERENCES serial (id),
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  key TEXT NOT NULL,                          -- canonical, of the address that was joined
  url TEXT NOT NULL,
  rung TEXT NOT NULL,
  at TEXT NOT NULL,
  was TEXT NOT NULL,                          -- JSON: the row's attributes before
  parted_at TEXT                              -- when the reader took it back
);
CREATE INDEX joined_serial ON joined (serial_id);
"""

_DEVICES: Final = """
CREATE TABLE alias (
  uid TEXT PRIMARY KEY,                       -- of a serial or episode, as another device calls it
  ours TEXT NOT NULL                          -- the uid of the same one here
) WITHOUT ROWID;
CREATE INDEX alias_ours ON alias (ours);
CREATE INDEX event_subject ON event (subject);
CREATE INDEX event_seen ON event (device, sequence) WHERE kind = 'seen';
"""

_LEFT_OUT: Final = """
ALTER TABLE episode ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;  -- the reader left it out of the contents
CREATE INDEX episode_hidden ON episode (serial_id, position) WHERE hidden;

DROP INDEX event_step;
CREATE INDEX event_step ON event (device, sequence) WHERE kind IN ('mark', 'edit', 'order', 'hide');

DROP TRIGGER episode_counted;
CREATE TRIGGER episode_counted AFTER UPDATE OF kind, state, revision_id, hidden ON episode
WHEN (old.kind = 'notice') <> (new.kind = 'notice')
  OR (old.state = 'read') <> (new.state = 'read')
  OR (old.revision_id IS NULL) <> (new.revision_id IS NULL)
  OR old.hidden <> new.hidden BEGIN
  UPDATE serial SET
    episodes = episodes + (new.kind <> 'notice' AND NOT new.hidden) - (old.kind <> 'notice' AND NOT old.hidden),
    read = read + (new.kind <> 'notice' AND NOT new.hidden AND new.state = 'read')
                - (old.kind <> 'notice' AND NOT old.hidden AND old.state = 'read'),
    saved = saved + (new.kind <> 'notice' AND NOT new.hidden AND new.revision_id IS NOT NULL)
                  - (old.kind <> 'notice' AND NOT old.hidden AND old.revision_id IS NOT NULL)
  WHERE id = new.serial_id;
END;
"""

_LOOKS: Final = """
CREATE TABLE chosen (
  serial_id INTEGER PRIMARY KEY REFERENCES serial (id),
  value TEXT NOT NULL,                        -- JSON: settings that keys have changed for it
  changed_at TEXT NOT NULL
);

CREATE TABLE image (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  media_type TEXT NOT NULL,
  width INTEGER NOT NULL,                     -- pixels
  height INTEGER NOT NULL,
  body BLOB NOT NULL                          -- as it came; it is packed already
);

CREATE TABLE episode_image (
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  address TEXT NOT NULL,                      -- as the text has it
  image_id INTEGER REFERENCES image (id),     -- NULL where it did not come
  reason TEXT NOT NULL DEFAULT '',
  asked_at TEXT NOT NULL,
  PRIMARY KEY (episode_id, address)
) WITHOUT ROWID;

CREATE TABLE image_look (
  revision_id INTEGER PRIMARY KEY REFERENCES revision (id),
  at TEXT NOT NULL                            -- when all of its images had been asked for
);
"""

_SEARCH: Final = """
-- Grams alone, in rows that the next two tables explain.  Rows are never taken out: those of an old text or title
-- point to what is no more there, and are passed over.
CREATE VIRTUAL TABLE gram USING fts5 (tokens, content='', detail='none', columnsize=0, tokenize='ascii', prefix='1');

CREATE TABLE passage (
  id INTEGER PRIMARY KEY,                     -- serial's id * 2^24 + a running number
  episode_id INTEGER NOT NULL,
  revision_id INTEGER NOT NULL,
  block INTEGER NOT NULL,                     -- its first
  blocks INTEGER NOT NULL,
  part INTEGER NOT NULL,                      -- of one long block, from 0 on; -1: whole blocks
  piece_block INTEGER NOT NULL,               -- the first block of the piece that holds it
  piece_at INTEGER NOT NULL,                  -- bytes of the packed document before that piece
  piece_size INTEGER NOT NULL                 -- 0: the document was not packed in pieces
);
CREATE INDEX passage_revision ON passage (revision_id);

CREATE TABLE headline (
  id INTEGER PRIMARY KEY,                     -- as a passage's, less 2^62
  episode_id INTEGER                          -- NULL for the serial's own title and author
);

CREATE TABLE unindexed (
  kind TEXT NOT NULL CHECK (kind IN ('serial', 'episode', 'text')),
  subject INTEGER NOT NULL,                   -- id of the serial, the episode, or the episode whose text it is
  PRIMARY KEY (kind, subject)
) WITHOUT ROWID;

CREATE TRIGGER serial_named AFTER INSERT ON serial
BEGIN INSERT OR IGNORE INTO unindexed VALUES ('serial', new.id); END;
CREATE TRIGGER serial_renamed AFTER UPDATE OF title, author ON serial
WHEN old.title <> new.title OR old.author <> new.author
BEGIN INSERT OR IGNORE INTO unindexed VALUES ('serial', new.id); END;
CREATE TRIGGER episode_named AFTER INSERT ON episode
BEGIN INSERT OR IGNORE INTO unindexed VALUES ('episode', new.id); END;
CREATE TRIGGER episode_renamed AFTER UPDATE OF title ON episode WHEN old.title <> new.title
BEGIN INSERT OR IGNORE INTO unindexed VALUES ('episode', new.id); END;
CREATE TRIGGER episode_reworded AFTER UPDATE OF revision_id ON episode
WHEN new.revision_id IS NOT NULL AND new.revision_id IS NOT old.revision_id
BEGIN INSERT OR IGNORE INTO unindexed VALUES ('text', new.id); END;

INSERT INTO unindexed SELECT 'serial', id FROM serial;
INSERT INTO unindexed SELECT 'episode', id FROM episode;
INSERT INTO unindexed SELECT 'text', id FROM episode WHERE revision_id IS NOT NULL;
"""

_NOTES: Final = """
-- What the reader keeps of an episode, as the log's events add up to it; rows may be made anew from those at any time.
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  uid TEXT NOT NULL,
  kind TEXT NOT NULL,
  words TEXT NOT NULL,
  color TEXT NOT NULL,
  anchor TEXT,                                -- JSON; NULL: it is about the whole episode
  block INTEGER NOT NULL,                     -- where it stood when it was made; -1: the whole episode
  offset INTEGER NOT NULL,
  made_at TEXT,
  folded TEXT NOT NULL,                       -- its words and its quotation as a search compares them, kana alike
  UNIQUE (episode_id, uid)
);
CREATE INDEX note_uid ON note (uid);
CREATE INDEX event_note ON event (subject) WHERE kind = 'note';
DROP INDEX event_step;
CREATE INDEX event_step ON event (device, sequence) WHERE kind IN ('mark', 'edit', 'order', 'hide', 'note');
"""

_SILENCES: Final = """
CREATE TABLE silence (
  host TEXT PRIMARY KEY,
  since TEXT NOT NULL,                        -- when it first did not answer; it has not answered since
  checked_at TEXT NOT NULL,
  checks INTEGER NOT NULL                     -- apart from each other
) WITHOUT ROWID;
"""

COUNTED: Final = {
    "episodes": "1",
    "read": "{row}.state = 'read'",
    "saved": "{row}.revision_id IS NOT NULL",
    "reading": "{row}.state = 'reading'",
    "fresh": "{row}.is_new AND {row}.state = 'unread'",
    "lost": "{row}.lost AND {row}.revision_id IS NULL",
    "gone": "{row}.gone_at IS NOT NULL",
    "changed": "{row}.state <> 'unread' AND coalesce({row}.changed_at > {row}.read_at, 0)",
}
"""What a serial counts of its episodes, notices and what was left out not among them."""

_STORY: Final = "{row}.kind <> 'notice' AND NOT {row}.hidden"


def counted(row: str) -> list[str]:
    """For each count whether an episode, called ``row`` in the statement, is one of it, as 0 or 1."""
    return [f"(({_STORY}) AND ({one}))".format(row=row) for one in COUNTED.values()]


_OLD, _NEW = counted("old"), counted("new")
_ADDED: Final = ", ".join(f"{name} = {name} + {new}" for name, new in zip(COUNTED, _NEW, strict=True))
_MOVED: Final = ", ".join(
    f"{name} = {name} + {new} - {old}" for name, new, old in zip(COUNTED, _NEW, _OLD, strict=True)
)

_SHELF: Final = f"""
ALTER TABLE serial ADD COLUMN archived_at TEXT;                    -- when the reader put it away
ALTER TABLE serial ADD COLUMN grown_at TEXT;                       -- when its last row came; this and the rest
ALTER TABLE serial ADD COLUMN published TEXT;                      -- of its latest episode; are kept by triggers
ALTER TABLE serial ADD COLUMN reading INTEGER NOT NULL DEFAULT 0;
ALTER TABLE serial ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;    -- came after the first import, not opened yet
ALTER TABLE serial ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE serial ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE serial ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER episode_added;
CREATE TRIGGER episode_added AFTER INSERT ON episode BEGIN
  UPDATE serial SET
    {_ADDED},
    grown_at = max(coalesce(grown_at, ''), new.added_at),
    published = nullif(max(coalesce(published, ''), coalesce(new.published, '')), '')
  WHERE id = new.serial_id;
END;

DROP TRIGGER episode_counted;
CREATE TRIGGER episode_counted
AFTER UPDATE OF kind, state, revision_id, hidden, is_new, lost, gone_at, changed_at, read_at ON episode
WHEN ({", ".join(_NEW)}) <> ({", ".join(_OLD)}) BEGIN
  UPDATE serial SET
    {_MOVED}
  WHERE id = new.serial_id;
END;

CREATE TRIGGER episode_dated AFTER UPDATE OF published ON episode WHEN old.published IS NOT new.published BEGIN
  UPDATE serial SET published = CASE
    WHEN old.published = published THEN (SELECT max(published) FROM episode WHERE serial_id = new.serial_id)
    ELSE nullif(max(coalesce(published, ''), coalesce(new.published, '')), '') END
  WHERE id = new.serial_id;
END;

UPDATE serial SET
  (grown_at, published) = (SELECT max(added_at), max(published) FROM episode WHERE serial_id = serial.id),
  ({", ".join(COUNTED)}) = (
    SELECT {", ".join(f"coalesce(sum({one}), 0)" for one in counted("episode"))}
    FROM episode WHERE serial_id = serial.id
  );
"""  # noqa: S608 - made of the constants above

_DRIPS: Final = """
ALTER TABLE serial ADD COLUMN drip TEXT;                           -- NULL, or how it is let out bit by bit
CREATE INDEX event_place ON event (at) WHERE kind = 'place';
"""

_LISTED: Final = """
ALTER TABLE episode ADD COLUMN listed TEXT;                        -- the source's title where ours is the page's
ALTER TABLE episode ADD COLUMN shown TEXT NOT NULL DEFAULT '';     -- the title that its page shows
"""

MIGRATIONS: Final[tuple[str, ...]] = (
    _FIRST,
    _SECOND_LOOKS,
    _DEVICES,
    _LEFT_OUT,
    _LOOKS,
    _SEARCH,
    _NOTES,
    _SILENCES,
    _SHELF,
    _DRIPS,
    _LISTED,
)
"""Scripts, one a version, each run in a transaction of its own after a backup."""
