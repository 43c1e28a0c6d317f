/**
 * Names of Kbuild objects, of folders under drivers/ and sound/ and of CONFIG symbols, as all of Linux 5.10 to 7.3 are written.
 * Nothing that a shell, a terminal or a path would take for more than a name is among them, so that names can be
 * completed, printed and searched for as they are.
 */
export const objectName = /^[A-Za-z0-9_][A-Za-z0-9_,.+-]*$/;
export const kernelFolder = /^(?:drivers|sound)(?:\/[A-Za-z0-9_][A-Za-z0-9_,.+-]*)*$/;
export const configSymbol = /^[A-Za-z0-9_]+$/;

/** Whether a path is one that a record may have as its id or directory. */
export function isKernelPath(path: string): boolean {
	return kernelFolder.test(path);
}

/** Whether a name is one that a record may have as its CONFIG symbol. */
export function isConfigSymbol(name: string): boolean {
	return configSymbol.test(name);
}
