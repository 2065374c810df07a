-- EXACT is the database's type for exact decimals. SQLite has none and keeps them as text.
CREATE TABLE IF NOT EXISTS checkpoint (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    customer BIGINT NOT NULL,
    pipeline BIGINT NOT NULL
);
INSERT INTO checkpoint VALUES (1, 0, 0) ON CONFLICT DO NOTHING;

-- What was heard of customers and deals, for when one is won. No part of the partner file.
CREATE TABLE IF NOT EXISTS heard_customers (id TEXT PRIMARY KEY, name TEXT, credit_code TEXT);
CREATE TABLE IF NOT EXISTS heard_deals (id TEXT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS partners (
    id TEXT PRIMARY KEY,
    name TEXT,
    credit_code TEXT,
    since TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sales_orders (
    id TEXT PRIMARY KEY,
    deal TEXT NOT NULL,
    subject TEXT,
    partner TEXT REFERENCES partners,
    amount EXACT,
    currency TEXT,
    won_at TEXT NOT NULL,
    cancelled_at TEXT
);
-- Written once and never changed: what was wrong is taken back by an entry that counters it.
CREATE TABLE IF NOT EXISTS ledger (
    entry BIGINT PRIMARY KEY,
    sales_order TEXT NOT NULL REFERENCES sales_orders,
    partner TEXT REFERENCES partners,
    amount EXACT NOT NULL,
    currency TEXT NOT NULL,
    at TEXT NOT NULL
)
