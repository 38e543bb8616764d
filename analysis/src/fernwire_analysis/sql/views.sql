-- SPDX-License-Identifier: Apache-2.0
-- The tables, with the rows that count: of each capture those of the last time that it was read. Run it in the folder
-- of the tables. At the end of a run of collect no other rows are left, and the files alone hold the same.
SET TimeZone = 'UTC';

CREATE OR REPLACE VIEW captures AS
    FROM read_parquet('captures/*.parquet')
    QUALIFY row_number() OVER (PARTITION BY capture ORDER BY run DESC, part DESC) = 1;

CREATE OR REPLACE VIEW sessions AS
    FROM read_parquet('sessions/*/*.parquet', hive_partitioning = true) SEMI JOIN captures USING (capture, part);

CREATE OR REPLACE VIEW records AS
    FROM read_parquet('records/*/*.parquet', hive_partitioning = true) SEMI JOIN captures USING (capture, part);

CREATE OR REPLACE VIEW notes AS
    FROM read_parquet('notes/*/*.parquet', hive_partitioning = true) SEMI JOIN captures USING (capture, part);
