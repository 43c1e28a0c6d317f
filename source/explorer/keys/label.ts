const names: Readonly<Record<string, string>> = {
	down: '↓',
	up: '↑',
	left: '←',
	right: '→',
	pagedown: 'PgDn',
	pageup: 'PgUp',
	home: 'Home',
	end: 'End',
	delete: 'Del',
	'shift+tab': 'shift-tab',
	f1: 'F1',
};

/** The first of some keys as a person reads it; '' where the configuration left none. */
export const firstLabel = ([key]: readonly string[]) => (key === undefined ? '' : keyLabel(key));

/** A key as a person reads it: `ctrl+c` is `^C`. */
export function keyLabel(key: string): string {
	if (/^ctrl\+[a-z]$/.test(key)) return `^${key.at(-1)!.toUpperCase()}`;
	if (key.startsWith('alt+')) return `alt-${keyLabel(key.slice(4))}`;
	return names[key] ?? key;
}
