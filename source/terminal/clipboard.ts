/** Longest text that is copied: terminals cut or refuse more (xterm and tmux take about 74,994 bytes of base64). */
export const longestCopy = 56_000;

/**
 * The OSC 52 sequence that puts text on the clipboard of the person's own terminal, also over SSH; null when it
 * is too long. Inside tmux and screen it is wrapped so that they hand it on.
 */
export function copySequence(
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): string | null {
	const bytes = Buffer.from(text);
	if (bytes.length > longestCopy) return null;
	const sequence = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
	if (environment.TMUX) return `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
	if (/^screen/.test(environment.TERM ?? '')) {
		// screen takes device control strings of at most 768 bytes: the rest goes into further ones.
		const pieces = sequence.match(/[\s\S]{1,760}/g) ?? [];
		return pieces.map(piece => `\u001bP${piece}\u001b\\`).join('');
	}
	return sequence;
}
