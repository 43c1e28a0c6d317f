/**
 * Characters that act on a terminal, or on the reading order, instead of being read: C0 and C1 controls, DEL,
 * bidirectional embeddings, overrides and isolates, zero-width characters, line and paragraph separators,
 * the byte order mark, interlinear marks and tag characters.
 */
const acting =
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const actingEverywhere = new RegExp(acting.source, 'gu');
const loneSurrogate = /[\ud800-\udfff]/u;

/** Longest text that is drawn; what lies beyond it is cut, so that no record can make a frame slow. */
const longest = 4000;

/**
 * Text from outside made fit for a terminal: what would act is shown (control pictures U+2400 to U+2421, `�`
 * for the rest), never sent. Newlines and tabs become spaces unless `keepNewlines` is asked for.
 */
export function sanitise(text: string, options: {keepNewlines?: boolean; ascii?: boolean} = {}): string {
	let short = text.length > longest ? `${text.slice(0, longest)}…` : text;
	if (loneSurrogate.test(short)) short = short.toWellFormed();
	if (acting.test(short)) {
		short = short.replace(actingEverywhere, character => {
			const code = character.codePointAt(0)!;
			if (code === 0x0a && options.keepNewlines) return '\n';
			if (code === 0x09 || code === 0x0a || code === 0x0d) return ' ';
			if (options.ascii) return '?';
			if (code < 0x20) return String.fromCharCode(0x2400 + code);
			return code === 0x7f ? '␡' : '\ufffd';
		});
	}
	return options.ascii ? toAscii(short) : short;
}

const lookAlikes: Record<string, string> = {
	'–': '-',
	'—': '-',
	'−': '-',
	'…': '...',
	'‘': "'",
	'’': "'",
	'“': '"',
	'”': '"',
	'×': 'x',
	'·': '-',
	'→': '->',
	'®': '(R)',
	'™': '(TM)',
	'©': '(C)',
	µ: 'u',
	μ: 'u',
	'≥': '>=',
	'≤': '<=',
	'≠': '!=',
};

/** Text in ASCII alone: accents dropped, known signs spelt out, anything else `?`. */
export function toAscii(text: string): string {
	if (/^[\x00-\x7f]*$/.test(text)) return text;
	return text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\0-\x7f]/gu, character => lookAlikes[character] ?? '?');
}
