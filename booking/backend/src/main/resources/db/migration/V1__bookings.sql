-- What must never happen is refused here, whatever the application does: two bookings of one room in one night, two
-- charges for one booking, two effects of one key.
CREATE EXTENSION IF NOT EXISTS btree_gist; -- brings "=" on text into a GiST index

CREATE TABLE room (
  id text PRIMARY KEY,
  house text NOT NULL,
  type text NOT NULL,
  beds int NOT NULL CHECK (beds > 0),
  guests int NOT NULL CHECK (guests > 0),
  price_minor bigint NOT NULL CHECK (price_minor > 0), -- one night
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  description text NOT NULL
);

CREATE TABLE booking (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- pages are cut by it
  code text NOT NULL UNIQUE, -- for people
  room text NOT NULL REFERENCES room,
  stay daterange NOT NULL CHECK (NOT isempty(stay) AND lower(stay) IS NOT NULL AND upper(stay) IS NOT NULL),
  guests int NOT NULL CHECK (guests > 0),
  guest_name text NOT NULL,
  guest_email text NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor > 0), -- the whole stay, as it was agreed
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('PendingPayment', 'Confirmed', 'Cancelled', 'Expired')),
  hold_expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT booking_no_overlap EXCLUDE USING gist (room WITH =, stay WITH &&)
    WHERE (state IN ('PendingPayment', 'Confirmed'))
);

CREATE INDEX booking_nights ON booking USING gist (stay) WHERE state IN ('PendingPayment', 'Confirmed');
CREATE INDEX booking_holds ON booking (hold_expires_at) WHERE state = 'PendingPayment';

-- An intent to charge, stored before the provider hears of it. Its key is the key at the provider.
CREATE TABLE payment (
  key uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  booking uuid NOT NULL REFERENCES booking,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('Pending', 'Succeeded', 'Declined', 'Refunding', 'Refunded')),
  reason text CHECK (reason IS NULL OR state = 'Declined'),
  created_at timestamptz NOT NULL DEFAULT now(),
  looks int NOT NULL DEFAULT 0, -- of the settler; the pause grows with them
  look_at timestamptz NOT NULL -- when the settler looks next, while it is Pending or Refunding
);

-- One that may have cost money, at most: a next one only after all before were surely not charged.
CREATE UNIQUE INDEX payment_once ON payment (booking) WHERE state <> 'Declined';
CREATE INDEX payment_by_booking ON payment (booking, seq);
CREATE INDEX payment_unsettled ON payment (look_at) WHERE state IN ('Pending', 'Refunding');

-- The first answer to each key, stored together with its effect. A payment's key has no answer until the provider has
-- answered, and then only one.
CREATE TABLE idempotency_key (
  key text PRIMARY KEY,
  request_hash text NOT NULL, -- never over a card number: those can be guessed from it
  payment uuid REFERENCES payment,
  status int,
  answer text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((status IS NULL) = (answer IS NULL))
);

-- Four houses of fifty rooms.
INSERT INTO room (id, house, type, beds, guests, price_minor, currency, description)
SELECT h.slug || '-' || floor || lpad(door::text, 2, '0'),
       h.name,
       t.type,
       t.beds,
       t.guests,
       t.price + h.extra + (floor - 1) * 300,
       'EUR',
       t.what || ' ' || h.view || CASE WHEN floor = 5 THEN ' Top floor.' ELSE '' END
FROM (VALUES
       ('harbour', 'Harbour House', 3000, 'Looks over the harbour and its boats.'),
       ('garden', 'Garden House', 1500, 'Looks into the old garden.'),
       ('hill', 'Hill House', 2200, 'Looks down on the town and the sea.'),
       ('market', 'Market House', 0, 'In the middle of the town, on the market square.')
     ) AS h (slug, name, extra, view),
     generate_series(1, 5) AS floor,
     (VALUES
       (1, 'Single', 1, 1, 6900, 'Quiet, with a desk by the window.'),
       (2, 'Single', 1, 1, 6900, 'Small and bright, with a wide bed.'),
       (3, 'Double', 1, 2, 9900, 'One large bed and an armchair to read in.'),
       (4, 'Double', 1, 2, 9900, 'One large bed and a bath.'),
       (5, 'Double', 1, 2, 10400, 'One large bed and a balcony.'),
       (6, 'Twin', 2, 2, 9900, 'Two beds and a table for two.'),
       (7, 'Twin', 2, 2, 9900, 'Two beds and a step-free shower.'),
       (8, 'Family', 3, 4, 14900, 'Two rooms with a door between them.'),
       (9, 'Family', 4, 4, 15400, 'Bunk beds for children, and a quiet corner for their parents.'),
       (10, 'Suite', 2, 3, 19900, 'A living room, a bedroom, and a sofa bed.')
     ) AS t (door, type, beds, guests, price, what);
