/**
 * Longest text that is copied, in bytes: xterm and tmux take about 74,994 bytes of base64, many others less than they
 * say. A dossier as Markdown has 2,000 to 12,000.
 */
export const longestCopy = 56_000;

/** Bytes of a device control string that GNU screen takes, its ends included. */
const screenString = 768;

/**
 * The OSC 52 sequence that puts text on the clipboard of the person's own terminal, also over SSH; null when it is
 * too long. tmux gets it twice: as a request of its own, which it grants under `set-clipboard on`, and wrapped to be
 * handed on, which it does under `allow-passthrough on`, and always did before 3.3. GNU screen hands on what it is
 * given in pieces.
 */
export function copySequence(
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): string | null {
	const bytes = Buffer.from(text);
	if (bytes.length > longestCopy) return null;
	const sequence = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
	if (environment.TMUX) {
		return `${sequence}\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
	}
	if (environment.STY || /^screen/.test(environment.TERM ?? '')) {
		let pieces = '';
		const room = screenString - 4;
		for (let start = 0; start < sequence.length; start += room) {
			pieces += `\u001bP${sequence.slice(start, start + room)}\u001b\\`;
		}
		return pieces;
	}
	return sequence;
}
