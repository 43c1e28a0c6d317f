-- The rows of: driverdex host --from machines --format ndjson > fleet.ndjson
COPY (
	SELECT host, driver, standing, "use", builtIn, path, id
	FROM read_json('fleet.ndjson', format = 'newline_delimited', columns = {
		host: 'VARCHAR', driver: 'VARCHAR', standing: 'VARCHAR', "use": 'VARCHAR',
		builtIn: 'BOOLEAN', path: 'VARCHAR', id: 'VARCHAR'
	})
	ORDER BY path, host
) TO 'fleet.parquet' (FORMAT parquet, COMPRESSION zstd);
