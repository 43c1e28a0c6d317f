/** A shell pattern (`*`, `?`, `[…]`) as a regular expression for one path; `*` doesn't cross a slash. */
export function compileGlob(pattern: string): RegExp {
	const source = pattern
		.replace(/[.+^${}()|\\]/g, '\\$&')
		.replace(/\*+/g, '[^/]*')
		.replace(/\?/g, '[^/]');
	try {
		return new RegExp(`^${source}$`);
	} catch {
		return new RegExp(`^${source.replace(/[[\]]/g, '\\$&')}$`);
	}
}
