import * as v from 'valibot';
import {
	directorySchema,
	driverSchema,
	goneSchema,
	manifestSchema,
	outsideSchema,
	platformSchema,
} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import type {RecordCheck} from './reader.ts';

const schemas = {
	driver: driverSchema,
	directory: directorySchema,
	platform: platformSchema,
	gone: goneSchema,
	outside: outsideSchema,
	manifest: manifestSchema,
} as const;

/** What does not fit the schema in a value: the field (`signals.tree.files`) and why. Null where all fits. */
export function findMisfit(kind: keyof typeof schemas, value: unknown): {field: string; why: string} | null {
	const result = v.safeParse(schemas[kind], value, {abortEarly: true});
	if (result.success) return null;
	const issue = result.issues[0];
	const field = v.getDotPath(issue) ?? '(the whole record)';
	if (issue.type === 'strict_object') {
		return {field, why: issue.received === 'undefined' ? 'is missing' : 'is not a field of the schema'};
	}
	return {field, why: `is ${issue.received}: ${issue.message}`};
}

/** Refuses a record that does not fit the schema, with its file, line and field. */
export const checkRecord: RecordCheck = (kind, record, where) => {
	const misfit = findMisfit(kind, record);
	if (misfit === null) return;
	throw new UserError(
		`${where.file}${where.line === null ? '' : `, line ${where.line()}`}: ${misfit.field} ${misfit.why}.`,
		'The data set does not fit this driverdex: driverdex validate lists every misfit.',
	);
};
