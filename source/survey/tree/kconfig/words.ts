/** What an option's prompt and help say of the option itself: that it is deprecated, that it is to go. The texts are thrown away. */

/** A word said of the option itself, and the line that says it. */
export interface Decline {
	word: string;
	at: string;
}

/** Where a text announces the end of the option's thing. */
export interface Ending {
	at: string;
	/** The year that it names; null where it names none. */
	year: number | null;
	/** Whether it says that the thing will go, not only that it may. */
	isCertain: boolean;
}

/** What the texts of one definition say of it; null where they don't say so. */
export interface OptionWords {
	decline: Decline | null;
	ending: Ending | null;
}

/** Characters of a sentence: what goes on longer is none, and each is held against patterns. */
const longestSentence = 4000;

/** A line of a help text, and its place. */
export interface HelpLine {
	text: string;
	at: string;
}

/** A sentence, and where each of its lines begins in it. */
interface Sentence {
	text: string;
	lines: {start: number; at: string}[];
}

const word = '(deprecated|legacy|obsolete|orphaned|unused)';
/** Driver, implementation: what an option offers. */
const thing = '(?:drivers?|implementation)';
/** A prompt marks its thing behind its name, in brackets, or calls it a legacy driver. */
const promptPatterns = [
	new RegExp(String.raw`[([](?![^)\]]*\bfor |legacy behaviou?r)(?:[^)\]]*\b)?${word}\b[^)\]]*[)\]]`, 'i'),
	new RegExp(String.raw`(?<![\w-])(?<!\bfor )${word} (?:[\w/]+ ){0,2}?${thing}\b`, 'i'),
	/\bwithout (?:any )?(?:known |remaining )?(users)\b/i,
];
/** What a help text may call its own option. */
const self =
	'(?:option|driver|module|component|interface|framework|abi|api|code|support|subsystem|file system|platform|machine|soc|board|device driver|symbol)s?';
const adverbs = '(?:(?:now|currently|considered|marked|mostly|completely|as|an?|the) )*';
const helpPatterns = [
	new RegExp(
		String.raw`\b(?:this|these)(?: \w+)? ${self}(?: version)? (?:is|are|was|has been|have been) ${adverbs}${word}\b`,
		'i',
	),
	new RegExp(
		String.raw`\bthis (?:is|was|has been) ${adverbs}${word}(?: ${thing}\b|[.,]|$| (?:and|in favou?r|since|by)\b)`,
		'i',
	),
	new RegExp(String.raw`\bthis ${word} (?:\w+ )?${thing}\b`, 'i'),
	new RegExp(String.raw`^${word}(?::|\.| (?:[\w/]+ )*?${thing}\b)`, 'i'),
];
/** "The vfio-amba driver is deprecated": of the option only where the name is its own. */
const named = new RegExp(
	String.raw`^(?:the )?([\w-]+)(?: ${thing}| platform| support)? (?:is|are) ${adverbs}(deprecated|obsolete)\b`,
	'i',
);

const endingWords =
	/\b(?:(?:scheduled|planned|slated) for removal|(?:will|(?:is|are) (?:going|about) to|(?:is|are) to|may|shall) (?:be removed|go away))\b/i;
/** What stands behind a condition is no date: "will be removed when the last machine …". */
const condition = /^[^.,;]*?\b(?:when|once|if|as soon as|in (?:the )?future)\b/i;
/** Whose end it is: the option's own thing, by a word for it. */
const ownEnd =
	/\b(?:this|these|the) (?:\w+ )??(?:platforms?|socs?|machines?|boards?|drivers?|options?|modules?|interfaces?)\b|^it\b|^(?:this|these)\b/i;
const otherEnd =
	/\bnot covered\b|\bwhich will\b|\b(?:earlier|older|other|specific|some) (?:[\w-]+ ){0,10}(?:variants|options|models|versions)\b/i;

/** What a prompt and a help text say of the symbol that they describe. */
export function readWords(
	symbol: string,
	prompt: {text: string; at: string} | null,
	help: readonly HelpLine[],
): OptionWords {
	const found: OptionWords = {decline: null, ending: null};
	const marked = prompt === null ? null : firstWord(promptPatterns, prompt.text);
	if (marked !== null) {
		found.decline = {word: marked.word === 'users' ? 'unused' : marked.word, at: prompt!.at};
	}
	for (const sentence of sentencesOf(help)) {
		const said = firstWord(helpPatterns, sentence.text) ?? wordOfNamed(symbol, sentence.text);
		if (said !== null) {
			found.decline ??= {word: said.word, at: placeIn(sentence, said.index)};
		}
		const ending = readEnding(sentence, symbol, marked !== null);
		// Of several announcements the first that names a year says most.
		if (ending !== null && (found.ending === null || (found.ending.year === null && ending.year !== null))) {
			found.ending = ending;
		}
	}
	return found;
}

function firstWord(patterns: readonly RegExp[], text: string): {word: string; index: number} | null {
	for (const pattern of patterns) {
		const found = pattern.exec(text);
		if (found !== null) {
			const at = found.index + found[0].toLowerCase().indexOf(found[1]!.toLowerCase());
			return {word: found[1]!.toLowerCase(), index: at};
		}
	}
	return null;
}

function wordOfNamed(symbol: string, text: string): {word: string; index: number} | null {
	const found = named.exec(text);
	return found !== null && isNameOf(found[1]!, symbol)
		? {word: found[2]!.toLowerCase(), index: found[0].length - found[2]!.length}
		: null;
}

/** `vfio-amba` is VFIO_AMBA's, `S3C64XX` ARCH_S3C64XX's. */
function isNameOf(name: string, symbol: string): boolean {
	const letters = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
	return name.length > 2 && letters(symbol).includes(letters(name));
}

function readEnding(sentence: Sentence, symbol: string, isMarked: boolean): Ending | null {
	const {text} = sentence;
	const found = endingWords.exec(text);
	if (found === null) {
		return null;
	}
	const after = text.slice(found.index + found[0].length);
	const year = /\b(20\d\d)\b/.exec(after)?.[1] ?? null;
	const isConditional = condition.test(year === null ? after : after.slice(0, after.indexOf(year)));
	const before = text.slice(0, found.index);
	const subject = /\bsupport for (?:the )?([A-Za-z][\w-]*)/i.exec(before)?.[1];
	const isOwn =
		!otherEnd.test(text) &&
		(isMarked || ownEnd.test(before) || (subject !== undefined && isNameOf(subject, symbol)));
	if (isConditional || !isOwn) {
		return null;
	}
	return {
		at: placeIn(sentence, found.index),
		year: year === null ? null : Number(year),
		isCertain: !/^may\b/i.test(found[0]),
	};
}

/** The sentences of a help text. A blank line ends one too. */
function sentencesOf(help: readonly HelpLine[]): Sentence[] {
	const found: Sentence[] = [];
	let open: Sentence | null = null;
	for (const {text, at} of help) {
		let rest = text.replace(/\s+/g, ' ').trim();
		if (rest === '') {
			open = null;
			continue;
		}
		while (rest !== '') {
			if (open === null) {
				open = {text: '', lines: []};
				found.push(open);
			}
			const end = /[.!?](?=\s|$)/.exec(rest);
			const part = end === null ? rest : rest.slice(0, end.index + 1);
			rest = rest.slice(part.length).trimStart();
			const start = open.text === '' ? 0 : open.text.length + 1;
			open.lines.push({start, at});
			open.text = open.text === '' ? part : `${open.text} ${part}`;
			if (end !== null || open.text.length > longestSentence) {
				open = null;
			}
		}
	}
	return found;
}

function placeIn({lines}: Sentence, index: number): string {
	return (lines.findLast(({start}) => start <= index) ?? lines[0]!).at;
}
