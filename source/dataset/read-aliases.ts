import type {DriverRecord} from '../dossier/schema.ts';

const aliasesKey = Buffer.from('"aliases":');

/** The modalias patterns of a record, without parsing the rest of it where it is laid out as we write it. */
export function readAliases(record: Buffer): readonly string[] | null {
	const start = record.indexOf(aliasesKey);
	if (start < 0 || record[start + aliasesKey.length] === 0x6e) return null;
	// A list of texts ends where a bracket stands between a quote and the next field's name.
	const end = record.indexOf('],"', start);
	try {
		return JSON.parse(record.toString('utf8', start + aliasesKey.length, end + 1)) as string[];
	} catch {
		return parsedAliases(record);
	}
}

function parsedAliases(record: Buffer): readonly string[] | null {
	try {
		return (JSON.parse(record.toString('utf8')) as DriverRecord).aliases;
	} catch {
		// A damaged record knows of no devices; who opens it is told what is wrong with it.
		return null;
	}
}
