package com.trixtech.booking.gateway.charges;

/** The tables. Made at the first start, and left as they are at each later one. */
public final class Schema {
  /**
   * A write and its line in the ledger are one transaction, and one thread writes: {@code
   * ledger.seq} has no gap that is filled later. The checks are a second lock behind {@link Books}.
   */
  public static final String SQL =
      """
      CREATE TABLE IF NOT EXISTS secret (bytes BLOB NOT NULL) STRICT;
      INSERT INTO secret SELECT randomblob(32) WHERE NOT EXISTS (SELECT 1 FROM secret);
      CREATE TABLE IF NOT EXISTS charge (
        key TEXT PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('SUCCEEDED', 'DECLINED', 'CANCELLED')),
        currency TEXT,
        minor INTEGER,
        card TEXT, -- its print: never the number
        reference TEXT,
        reason TEXT,
        refunded INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        CHECK ((state = 'CANCELLED') = (minor IS NULL)),
        CHECK (refunded = 0 OR (state = 'SUCCEEDED' AND refunded BETWEEN 0 AND minor))
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS refund (
        key TEXT PRIMARY KEY,
        charge TEXT NOT NULL REFERENCES charge,
        currency TEXT NOT NULL,
        minor INTEGER NOT NULL CHECK (minor > 0),
        created_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS ledger (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        charge TEXT,
        reference TEXT,
        currency TEXT,
        minor INTEGER,
        at TEXT NOT NULL
      ) STRICT;
      """;

  private Schema() {}
}
