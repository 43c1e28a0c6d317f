-- fleet.parquet is what fleet-parquet.sql wrote; drivers.csv what driverdex list --format csv > drivers.csv did
CREATE VIEW fleet AS SELECT * FROM 'fleet.parquet';
CREATE VIEW drivers AS SELECT * FROM read_csv('drivers.csv', header = true);
