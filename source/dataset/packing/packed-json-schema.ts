/** What the JSON Schema of a record becomes for a packed one: fields may be missing, addresses may be short. */
import {
	boardsPart,
	directoryPart,
	driverPart,
	needPart,
	type Part,
	patchesPart,
	reasonPart,
	rulesPart,
	signalsPart,
	signPart,
} from './fields.ts';

interface Schema {
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	anyOf?: Schema[];
	oneOf?: Schema[];
	pattern?: string;
}

/** By path within a record: what is left out where it is usual, or where another field or the manifest says it. */
const gaps: readonly [path: string, fields: readonly string[]][] = [
	['', usualOf(driverPart)],
	['', usualOf(directoryPart)],
	['needs', usualOf(needPart)],
	['signals', usualOf(signalsPart)],
	['signals.tree', ['version']],
	['signals.patches', [...usualOf(patchesPart), 'since', 'until', 'last']],
	['signals.patches.lists', ['since', 'until']],
	['signals.boards', usualOf(boardsPart)],
	['signals.boards.families', ['boards']],
	['signals.signs', usualOf(signPart)],
	['assessments', [...usualOf(rulesPart), 'date']],
	['assessments.reasons', usualOf(reasonPart)],
	['assessments.sources', ['host']],
];

function usualOf({usual}: Part): string[] {
	return Object.keys(usual);
}

/** Changes the schema of a driver or directory in its place. */
export function loosenForPacking(schema: object): void {
	for (const [path, fields] of gaps) {
		for (const part of partsAt([schema as Schema], path)) {
			part.required = (part.required ?? []).filter(field => !fields.includes(field));
		}
	}
	for (const source of partsAt([schema as Schema], 'assessments.sources')) {
		// Packed addresses begin with the number of one of the manifest's bases.
		if (source.properties?.url !== undefined) delete source.properties.url.pattern;
	}
}

/** The objects at a path; lists, and what may be null or one of several, are looked into. */
function partsAt(schemas: readonly Schema[], path: string): Schema[] {
	const objects = schemas.flatMap(inside);
	if (path === '') return objects;
	const [key, ...rest] = path.split('.');
	return partsAt(
		objects.flatMap(({properties}) => properties?.[key!] ?? []),
		rest.join('.'),
	);
}

function inside(schema: Schema): Schema[] {
	if (schema.items !== undefined) return inside(schema.items);
	const choices = schema.anyOf ?? schema.oneOf;
	return choices === undefined ? [schema] : choices.flatMap(inside);
}
