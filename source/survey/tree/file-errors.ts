/** Says in words why the file system refused: `no such file`, `permission denied`… */
export function describeError(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	switch (code) {
		case 'ENOENT':
			return 'no such file';
		case 'EACCES':
		case 'EPERM':
			return 'permission denied';
		case 'EISDIR':
			return 'is a directory';
		case 'ELOOP':
			return 'too many symbolic links';
		default:
			if (code !== '') return code;
			return error instanceof Error ? error.message : String(error);
	}
}
