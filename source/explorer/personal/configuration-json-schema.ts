import {toJsonSchema} from '@valibot/to-json-schema';
import {configurationSchema} from './configuration-schema.ts';

/** JSON Schema 2020-12 of config.json, from the schema that the program itself uses; docs/config.schema.json holds it. */
export function configurationJsonSchema(): object {
	const {$schema, ...rest} = toJsonSchema(configurationSchema, {target: 'draft-2020-12'});
	return {$schema, title: 'driverdex config.json', ...rest};
}
