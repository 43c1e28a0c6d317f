/**
 * The two conversions of flag names that meow asks of its dependencies, for names in ASCII kebab-case and
 * camelCase, which is what ours are. The packages it bundles convert every script of the world: their Unicode
 * expressions cost 10 ms at each start.
 */
export function decamelize(text, {separator = '_'} = {}) {
	return text.replace(/[A-Z]/g, letter => separator + letter.toLowerCase());
}

const mapKeys = (object, rename) =>
	Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));

export function decamelizeKeys(object, {separator, exclude = []} = {}) {
	return mapKeys(object, key => (exclude.includes(key) ? key : decamelize(key, {separator})));
}

export function camelcaseKeys(object, {exclude = []} = {}) {
	const isKept = key => exclude.some(kept => (typeof kept === 'string' ? kept === key : kept.test(key)));
	return mapKeys(object, key =>
		isKept(key) ? key : key.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase()),
	);
}
