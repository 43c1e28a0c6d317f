/** A word in single quotes, as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
	return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * A word as a POSIX shell reads it back: quoted where it holds anything but letters, digits and `_-./:=,@%+`, or begins with
 * `=`, which zsh takes for a command's path.
 */
export function shellWord(word: string): string {
	return /^[\w\-./:,@%+][\w\-./:=,@%+]*$/.test(word) ? word : shellQuoted(word);
}
