-- No double booking, whatever the application does: the database refuses two active bookings of one resource whose
-- slots overlap. btree_gist brings "=" on text into a GiST index.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE booking (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- pages are cut by it
  resource text NOT NULL,
  slot tstzrange NOT NULL CHECK (NOT isempty(slot) AND lower(slot) IS NOT NULL AND upper(slot) IS NOT NULL),
  customer text NOT NULL,
  idempotency_key text UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  cancelled_at timestamptz,
  CONSTRAINT booking_no_overlap EXCLUDE USING gist (resource WITH =, slot WITH &&) WHERE (cancelled_at IS NULL)
);

CREATE INDEX booking_by_resource ON booking (resource, seq);

-- The first answer to a key. booking_id without a booking means that the first answer was 409; with one, that it was
-- 201 with that booking as it was created. So the stored answer cannot contradict the booking.
CREATE TABLE idempotency_key (
  key text PRIMARY KEY,
  request_hash text NOT NULL,
  booking_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
