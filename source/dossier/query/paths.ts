/** A path below a directory, or beside it where it begins with `../`. */
export function joinPath(directory: string, file: string): string {
	const parts = directory.split('/');
	for (const part of file.split('/')) {
		if (part === '..') parts.pop();
		else parts.push(part);
	}
	return parts.join('/');
}
