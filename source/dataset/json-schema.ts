import {toJsonSchema} from '@valibot/to-json-schema';
import {askedSchema} from '../dossier/reference-dossier.ts';
import {
	directorySchema,
	driverSchema,
	goneSchema,
	manifestSchema,
	outsideSchema,
	platformSchema,
} from '../dossier/schema.ts';
import {loosenForPacking} from './packing/packed-json-schema.ts';

/**
 * JSON Schema 2020-12 of the records as they lie on disk, generated from the schema that the program itself uses: see
 * packing/ for what a record on disk may leave out.
 */
export function jsonSchema(): object {
	const packed = (schema: Parameters<typeof toJsonSchema>[0]) => {
		const converted = convert(schema);
		loosenForPacking(converted);
		return converted;
	};
	const convert = (schema: Parameters<typeof toJsonSchema>[0]) => {
		const {$schema: _, ...rest} = toJsonSchema(schema, {target: 'draft-2020-12'});
		return rest;
	};
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'driverdex data set',
		description:
			'A line of drivers.ndjson is a driver, a line of directories.ndjson a directory, a line of platforms.ndjson a platform, a line of gone.ndjson a driver that is gone, a line of outside.ndjson something of the kernel that is not surveyed, manifest.json a manifest.',
		oneOf: ['driver', 'directory', 'platform', 'gone', 'outside', 'manifest'].map(name => ({
			$ref: `#/$defs/${name}`,
		})),
		$defs: {
			driver: packed(driverSchema),
			directory: packed(directorySchema),
			platform: convert(platformSchema),
			gone: convert(goneSchema),
			outside: convert(outsideSchema),
			manifest: convert(manifestSchema),
		},
	};
}

/** JSON Schema 2020-12 of the dossier that a model is asked for, on one path. */
export function askedJsonSchema(path: string): object {
	const {properties, ...schema} = toJsonSchema(askedSchema, {target: 'draft-2020-12'});
	return {...schema, properties: {...properties, driver_path: {const: path}}};
}
