/**
 * The folders at the top of a kernel tree whose objects are surveyed, in the order of their names. Every reader of
 * trees, histories and mails asks here.
 */
export const surveyedFolders = ['drivers', 'sound'] as const;

/** The surveyed folders in words, for help and remarks. */
export const surveyedInWords = surveyedFolders.map(folder => `${folder}/`).join(' or ');

/** Whether a path, relative to the kernel's top folder, is a surveyed folder. */
export function isSurveyedFolder(path: string): boolean {
	return (surveyedFolders as readonly string[]).includes(path);
}

/** Whether a path, relative to the kernel's top folder, lies below a surveyed folder. */
export function isSurveyed(path: string): boolean {
	return path.startsWith('drivers/') || path.startsWith('sound/');
}

/**
 * A path that may leave out `drivers/`, as people write it, from the kernel's top folder: `net/wan` is
 * `drivers/net/wan`, while `sound/pci` stays what it is. It starts with no slash.
 */
export function fromTopFolder(path: string): string {
	return isSurveyed(path) || isSurveyedFolder(path) ? path : `drivers/${path}`;
}

/** The same of a path with the slashes around it that a shell leaves there: `./drivers/net/wan/`. */
export function fromTopFolderAsTyped(path: string): string {
	return fromTopFolder(path.replace(/^\.?\//, '').replace(/(?<!\/)\/+$/, ''));
}

/** A source's or a module's path without its ending, as ids have it. */
export function withoutSourceEnding(path: string): string {
	return path.replace(/\.(?:c|S|rs|o|ko)$/, '');
}
