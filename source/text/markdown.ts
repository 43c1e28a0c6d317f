import {sanitise} from './sanitise.ts';

/**
 * Text that Markdown shows as it is: signs that could begin something, an entity, a formula or HTML among them, escaped,
 * control characters made visible, and no line begins in it.
 */
export function markdownText(text: string): string {
	return sanitise(text).replace(/[\\`*_<>[\]|#&~$]/g, '\\$&');
}

/**
 * A line that we composed of our words, names and texts of others: nothing in it becomes HTML, a link, a picture or an
 * entity; but a mail address in `<>` stays, as MAINTAINERS has it. What stands between single backticks is code, in which Markdown has no escapes and needs none.
 */
export function markdownLine(line: string): string {
	return sanitise(line)
		.replace(/`{2,}/g, "'")
		.split(/(`[^`]*`)/)
		.map((part, index) =>
			index % 2 === 1 ? part : part.replace(/[\\[\]`]|<(?![\w.+-]+@[\w.-]+>)|&(?=[#\w])/g, '\\$&'),
		)
		.join('');
}

/** An address within `<` and `>`: what could end it is percent-encoded. */
export function markdownAddress(address: string): string {
	return `<${address.replace(/[^\x21-\x7e]|[<>\\`|]/gu, sign => encodeURIComponent(sign.toWellFormed()))}>`;
}
