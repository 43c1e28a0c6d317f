import {looksLikeDirective, opensDirective, readDirective} from '../../modprobe/directives.ts';
import type {Gathering, InputKind, LineReader} from '../gathering.ts';

/** A shell's line that writes some into a file: `echo "install cramfs /bin/false" >> /etc/modprobe.d/cis.conf`. */
const written =
	/^\s*(?:sudo\s+)?(?:\/\S*\/)?(?:echo|printf)\s+(?:-\w+\s+)?(?:'%s\\n'\s+|"%s\\n"\s+)?(?:(["'])(.*?)\1\s*|([^\s"'|>][^"'|>]*))(?:>>?|\|)[^|]*modprobe/;
/** A line that only a script has. */
const script =
	/^#!|<<|^EO\w+$|^\s*(?:if|then|fi|for|done|sudo|cat|echo|printf|chmod|apt|yum|dnf|modprobe)\b|[|>]\s*\S/;
/** Comments, and what stands above each of several files in one text: `blacklist.conf`, `-----`, `[/etc/modprobe.d/x]`. */
const heading = /^#|^[-=]{3,}$|^[\w.-]+\.conf:?$|^\[?\/(?:etc|usr|lib|run)\/\S*\]?:?$|^==> .* <==$/;
/** Directives that are kept. */
const mostKept = 20_000;

/** A block list or any other file of modprobe.d. */
export const modprobeD: InputKind = {
	name: 'modprobe.d',
	hasLongLines: true,
	read: gathering => new DirectiveReader(gathering),
};

class DirectiveReader implements LineReader {
	private readonly gathering: Gathering;
	/** A line that ends in a backslash, with the number of its first part. */
	private open: {text: string; line: number} | null = null;
	private isScript = false;
	private blocking = 0;
	private all = 0;

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return this.blocking > 0 ? 'a block list of modprobe.d' : 'a file of modprobe.d';
	}

	take(line: string): boolean {
		const [, , quoted, plain] = written.exec(line) ?? [];
		const told = (quoted ?? plain)?.split('\\n').filter(part => looksLikeDirective(part)) ?? [];
		for (const part of told) this.keep(part, this.gathering.line);
		if (told.length > 0) {
			this.isScript = true;
			return true;
		}
		const open = this.open;
		if (open === null && !(line.endsWith('\\') ? opensDirective(line) : looksLikeDirective(line)))
			return false;
		const text = `${open?.text ?? ''}${line}`;
		const number = open?.line ?? this.gathering.line;
		if (text.endsWith('\\') && text.length < 65_536) {
			this.open = {text: text.slice(0, -1), line: number};
			return true;
		}
		this.open = null;
		this.keep(text, number);
		return true;
	}

	end(): void {
		if (this.open !== null) this.keep(this.open.text, this.open.line);
		this.open = null;
	}

	/** Lines that nobody understood, where nothing but modprobe.d was there: they are told by their numbers. */
	strays(lines: readonly {line: number; text: string}[]): boolean {
		const others = lines.filter(({text}) => !heading.test(text.trim()));
		// A script that writes a block list has lines of its own, and so has a page that tells of one.
		if (
			this.all === 0 ||
			others.length > this.all ||
			this.isScript ||
			lines.some(({text}) => script.test(text))
		)
			return false;
		for (const {line, text} of others) this.keep(text, line);
		return true;
	}

	private keep(text: string, line: number): void {
		const directive = readDirective(text, {file: this.gathering.file, line});
		if (directive === null) return;
		this.all += 1;
		const {effect, modules} = directive;
		if (effect === 'blocks' || effect === 'ignores-aliases' || effect === 'alias-off') this.blocking += 1;
		if (this.gathering.directives.length >= mostKept) return;
		this.gathering.directives.push(directive);
		for (const module of modules) this.gathering.module(module, 'directive');
	}
}
