/**
 * Runs SQL in DuckDB: node run.mjs FILE.sql…, the files one after the other over the same tables. What the last statement
 * selects is printed as a line of JSON a row; how long each file took goes to standard error.
 */
import {readFileSync} from 'node:fs';
import {DuckDBInstance} from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
let result;
for (const file of process.argv.slice(2)) {
	const started = performance.now();
	result = await connection.runAndReadAll(readFileSync(file, 'utf8'));
	console.error(`${file}: ${((performance.now() - started) / 1000).toFixed(2)} s`);
}
for (const row of result?.getRowObjectsJson() ?? []) console.log(JSON.stringify(row));
