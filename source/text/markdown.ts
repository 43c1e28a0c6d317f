import {sanitise} from './sanitise.ts';

/** Text that Markdown shows as it is: its signs escaped, control characters made visible. */
export function markdownText(text: string): string {
	return sanitise(text).replace(/[\\`*_<>[\]|#]/g, '\\$&');
}
