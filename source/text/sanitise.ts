/**
 * Characters that act on a terminal, or on the reading order, instead of being read: C0 and C1 controls, DEL,
 * bidirectional embeddings, overrides and isolates, zero-width characters, line and paragraph separators,
 * the byte order mark, interlinear marks and tag characters.
 */
const acting =
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const actingEverywhere = new RegExp(acting.source, 'gu');
const loneSurrogate = /[\ud800-\udfff]/u;

/** Printable ASCII, which most texts are: nothing in it acts, and each sign has one cell. */
const plain = /^[\x20-\x7e]*$/;

export function isPlain(text: string): boolean {
	return plain.test(text);
}

/** Longest text that is drawn; what lies beyond it is cut, so that no record can make a frame slow. */
const longest = 4000;

/**
 * Text from outside made fit for a terminal: what would act is shown (control pictures U+2400 to U+2421, `�`
 * for the rest), never sent. Newlines and tabs become spaces unless `keepNewlines` is asked for.
 */
export function sanitise(text: string, options: {keepNewlines?: boolean; ascii?: boolean} = {}): string {
	let short = text.length > longest ? `${text.slice(0, longest)}…` : text;
	if (isPlain(short)) return short;
	if (loneSurrogate.test(short)) short = short.toWellFormed();
	if (acting.test(short)) {
		short = short.replace(actingEverywhere, character => {
			const code = character.codePointAt(0)!;
			if (code === 0x0a && options.keepNewlines) return '\n';
			if (code === 0x09 || code === 0x0a || code === 0x0d) return ' ';
			return visible(character, options.ascii ?? false);
		});
	}
	return options.ascii ? toAscii(short) : short;
}

/** How a sign that acts is shown instead. */
function visible(character: string, ascii: boolean): string {
	if (ascii) return '?';
	const code = character.codePointAt(0)!;
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	return code === 0x7f ? '␡' : '\ufffd';
}

const actingInPrint = new RegExp(`(?!\\r?\\n|\\t)${acting.source}`, 'u');
/** Signs of which some may act; most texts have none, which is seen in a third of the time. */
const beyondPrint = /[^\t\n\x20-\x7e]/;
/** The looks of theme.ts and the links of link.ts, whole; behind them what acts and is neither. */
const ownOrActing = new RegExp(
	String.raw`(\u001b\[(?:[1247]|2[247]|39|[39][0-7]|38;5;\d{1,3})(?:;(?:[1247]|2[247]|39|[39][0-7]|38;5;\d{1,3}))*m|\u001b\]8;;(?:[hH][tT]{2}[pP][sS]?:\/\/[\x21-\x7e]*)?\u001b\\)|${actingInPrint.source}`,
	'gu',
);

/**
 * The door of standard output and of standard error: nothing that acts on a terminal or on the order of reading passes,
 * whoever forgot to sanitise it. Newlines and tabs pass, carriage returns at the end of a line (CSV has them), and where
 * `styled` the program's own colours and links. Longer texts than `sanitise` takes come through whole.
 */
export function fitToPrint(text: string, options: {styled?: boolean; ascii?: boolean} = {}): string {
	if (!beyondPrint.test(text) || !actingInPrint.test(text)) return text;
	return text.replace(ownOrActing, (sign, own: string | undefined) =>
		own !== undefined && options.styled ? own : visibleAll(sign, options.ascii ?? false),
	);
}

/** Of a sequence of our own form that is not to be sent, its first sign acts, and the others do not. */
function visibleAll(signs: string, ascii: boolean): string {
	return signs.replace(actingEverywhere, sign => visible(sign, ascii));
}

/**
 * A value as JSON for a terminal, a pipe or a file: what would act stands as `\uXXXX`, which every parser reads back.
 * `indent` as JSON.stringify takes it.
 */
export function jsonText(value: unknown, indent = ''): string {
	const json = JSON.stringify(value, null, indent);
	if (!beyondPrint.test(json) || !actingInPrint.test(json)) return json;
	return json.replace(actingEverywhere, sign => {
		if (sign === '\n' || sign === '\t') return sign;
		return [...Array(sign.length).keys()]
			.map(at => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`)
			.join('');
	});
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
