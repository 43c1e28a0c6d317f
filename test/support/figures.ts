import type {DriverRecord, Manifest} from '../../source/dossier/schema.ts';

/** What a text says that its record does not, found without the code that wrote it: a list of complaints. */
type Check = (match: RegExpExecArray) => boolean;

/** Lines that a release changes in earnest before it is said to have brought work. */
const workLines = 10;

/**
 * The figures of a summary that its record does not hold. A figure stands in a text of the record that is told as it is
 * (names, titles, sections, reasons), or in a sentence whose every figure is counted anew here: what is left is foreign.
 */
export function foreignFigures(
	text: string,
	record: DriverRecord,
	manifest: Pick<Manifest, 'releases' | 'distributions'>,
	users: readonly string[] = [],
): string[] {
	const wrong: string[] = [];
	// Families of boards and former names are called as chips are: they are looked at before names are taken out.
	const rest = text
		.toLowerCase()
		.replace(/(?:one|[\d,]+) boards? of the tree ha(?:s|ve) such a device, [^.;]*(?=[.;])/g, clause => {
			if (!saysBoards(clause, record.signals.boards ?? null)) wrong.push(clause);
			return '';
		})
		.replace(/ \((?:as (\S+) until ([\d.]+)|at first as (\S+))\)/g, (clause, until, release, first) => {
			const {earlier} = record.signals;
			const isItsName = earlier?.id.toLowerCase().endsWith(`/${until ?? first}`) === true;
			if (!isItsName || (release !== undefined && release !== earlier.until)) wrong.push(clause);
			return '';
		});
	let left = withoutTexts(rest, record, users);
	for (const [sentence, holds] of sentences(record, manifest, users)) {
		left = left.replace(compiled(sentence), (...match) => {
			if (!holds(match as unknown as RegExpExecArray)) wrong.push(match[0] as string);
			return '';
		});
	}
	return [...wrong, ...(left.match(/\S*\d\S*/g) ?? [])];
}

const expressions = new Map<string, RegExp>();

/** Each sentence's expression is compiled once: it is held against thousands of summaries. */
function compiled(sentence: string): RegExp {
	const known = expressions.get(sentence) ?? new RegExp(sentence, 'g');
	expressions.set(sentence, known);
	return known;
}

/** The text without what it takes from the record as it is. */
function withoutTexts(text: string, record: DriverRecord, users: readonly string[]): string {
	const {module, title, directory, kconfig, signals, assessments} = record;
	const told = [
		module,
		directory,
		...users,
		...(title === null ? [] : [title, title.replace(/\s+/g, ' ').replace(/[\s.,;:]+$/, '')]),
		...(kconfig === null ? [] : [`CONFIG_${kconfig.symbol}`, ...(kconfig.prompt ? [kconfig.prompt] : [])]),
		...(signals.maintainers?.section ? [signals.maintainers.section.replace(/\s+/g, ' ')] : []),
		...assessments.flatMap(({replacement, reasons}) => [
			...(replacement === null ? [] : [replacement]),
			...reasons.map(reason => reason.text),
		]),
	];
	// A title loses its article, `driver` before a name, or a capital, and quotation marks are told as simple ones.
	const forms = told
		.filter(one => /\d/.test(one))
		.flatMap(one => [one, one.replaceAll(/["“”]/g, "'"), one.replace(/^(?:an?|the|driver) /i, '')]);
	let left = text.toLowerCase();
	for (const form of forms.map(one => one.toLowerCase()).sort((a, b) => b.length - a.length)) {
		left = left.replaceAll(form, '');
	}
	// `Support for X` is told as `supports X`.
	for (const form of forms) {
		const [, rest] = /^(?:enable )?support (?:for|of) (.+)$/i.exec(form) ?? [];
		if (rest !== undefined) left = left.replaceAll(rest.toLowerCase(), '');
	}
	// Of some titles parts are told, without a driver's version or a page: their words stand for themselves.
	const parts = (title ?? '').split(/[\s,;:()]+/).filter(word => /[a-z].*\d|\d.*[a-z]|^\d\.\d$/i.test(word));
	for (const part of parts.map(word => word.toLowerCase()).sort((a, b) => b.length - a.length)) {
		left = left.replaceAll(
			new RegExp(`(?<![\\w.-])${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-]|\\.\\d)`, 'g'),
			'',
		);
	}
	return left;
}

function sentences(
	record: DriverRecord,
	{releases, distributions = []}: Pick<Manifest, 'releases' | 'distributions'>,
	users: readonly string[],
): [string, Check][] {
	const {signals} = record;
	const steps = signals.releases?.substantive ?? [];
	const at = (release: string | undefined) => releases.findIndex(one => one.release === release);
	let [known, worked, newest] = [0, 0, ''];
	for (let index = Math.max(1, steps.length - 12); index < steps.length; index++) {
		const lines = steps[index] ?? null;
		if (lines === null) continue;
		known++;
		if (lines < workLines) continue;
		worked++;
		newest = releases[index]!.release;
	}
	const after = (release: string | undefined, counts: readonly (number | null)[] | undefined) =>
		at(release) < 0 ? [Number.NaN] : (counts ?? []).slice(at(release) + 1).map(count => count ?? 0);
	const families = new Map<string, string>();
	let answers = 0;
	for (const [index, {family, configurations}] of distributions.entries()) {
		const value = signals.distributions?.values.charAt(index) ?? '-';
		// Where an option is offered for compile tests alone, nobody could ship the driver.
		const at = value === '-' ? undefined : signals.distributions?.at[answers++];
		const isForTests = value === 'n' && configurations[at ?? -1]?.testsCompiling === true;
		families.set(family, (families.get(family) ?? '') + (isForTests ? '-' : value));
	}
	const on = [...families.values()].filter(values => /[ym]/.test(values)).length;
	const off = [...families.values()].filter(values => /^[-n]*n[-n]*$/.test(values)).length;
	const support = (signals.support ?? []).filter(({device}) => device === null);
	const machines = Math.max(signals.population?.machines ?? 0, signals.population?.byClass ?? 0);
	const release = String.raw`(\d+(?:\.\d+)+)`;
	// Where releases before one were not surveyed, all that a change may have come with are told.
	const step = String.raw`((?:\d+(?:\.\d+)+, )*(?:\d+(?:\.\d+)+ or )?\d+(?:\.\d+)+)`;
	const stepOf = (name: string | undefined) => {
		const missing = releases[at(name)]?.missing ?? [];
		return missing.length === 0 ? name : `${missing.join(', ')} or ${name}`;
	};
	const nameOf = (told: string | undefined) => told?.split(' ').at(-1);
	const isStep = (told: string | undefined, name: string | undefined) => told === stepOf(name);
	return [
		[
			`since linux ${step}( or earlier)?`,
			match => {
				// Under another name or in another place it came earlier.
				const {since, earlier} = signals;
				const first = earlier ?? since;
				if (first === null || (match[2] !== undefined) !== first.earliest) return false;
				const isListed = earlier === undefined && since!.source.startsWith('lkddb');
				return first.earliest || isListed ? match[1] === first.release : isStep(match[1], first.release);
			},
		],
		[
			`gone in ${release} and back in ${release}`,
			match => signals.away?.some(({from, back}) => from === match[1] && back === match[2]) === true,
		],
		[
			`with new device ids as late as ${step}`,
			match => {
				const known = (record.aliasSince ?? []).map(since => at(since ?? ''));
				const newest = at(nameOf(match[1]));
				const isNewer = Math.max(...known) === newest && newest > at(signals.since?.release);
				return isNewer && isStep(match[1], releases[newest]?.release);
			},
		],
		[
			`(\\d+) of the last (\\d+) releases(?: surveyed)? brought work on it, ${step} most recently`,
			match => Number(match[1]) === worked && Number(match[2]) === known && isStep(match[3], newest),
		],
		[
			'every one of the last (\\d+) releases(?: surveyed)? brought work on it',
			match => Number(match[1]) === known && worked === known,
		],
		[
			`of the last (\\d+) releases(?: surveyed)? only ${step} brought work on it`,
			match => Number(match[1]) === known && worked === 1 && isStep(match[2], newest),
		],
		[
			`no release since ${release} changed more than a few lines of it, tree-wide edits aside`,
			match => after(match[1], steps).every(lines => lines < workLines),
		],
		[
			`only tree-wide edits and the like reached it since ${release}`,
			match => after(match[1], steps).every(lines => lines === 0),
		],
		[
			`not a line of it changed since ${release}`,
			match =>
				[signals.releases?.added, signals.releases?.removed].every(counts =>
					after(match[1], counts).every(lines => lines === 0),
				),
		],
		[
			'(\\d+) of (\\d+) distribution families',
			match => Number(match[1]) === on && Number(match[2]) === families.size,
		],
		['none of the (\\d+) distribution families that could', match => Number(match[1]) === off && on === 0],
		['that option builds (\\d+) drivers', match => Number(match[1]) === signals.distributions?.drivers],
		[
			'rhel dropped it in (\\d+)',
			match => {
				const removed = support.filter(({state}) => state === 'removed').map(one => one.release);
				return removed.includes(match[1]!) && support.at(-1)?.state === 'removed';
			},
		],
		[
			'rhel (\\d+) no longer maintains it',
			match => support.at(-1)?.release === match[1] && support.at(-1)?.state === 'unmaintained',
		],
		[
			'rhel (\\d+) does not have it',
			match => support.at(-1)?.release === match[1] && support.every(({state}) => state === 'removed'),
		],
		[
			'(\\d+) overlays? of the tree, and none of its boards,',
			match => signals.boards?.boards === 0 && Number(match[1]) === signals.boards.overlays,
		],
		['([\\d,]+) probed machines had', match => Number(match[1]!.replaceAll(',', '')) === machines],
		['(\\d+) more need', match => Number(match[1]) < users.length],
		['an i(2|3)c driver', match => record.buses.includes(`i${match[1]}c`)],
	];
}

/** Whether a clause on boards counts them and their families as the record does. */
function saysBoards(clause: string, boards: NonNullable<DriverRecord['signals']['boards']> | null): boolean {
	if (boards === null) return false;
	const [count, rest = ''] = clause.split(/ such a device, /);
	const told = /^one /.test(count!) ? 1 : Number(/^[\d,]+/.exec(count!)?.[0].replaceAll(',', ''));
	if (told !== boards.boards) return false;
	const {families, moreFamilies} = boards;
	const only = /^(?:of|all) (\S+)$/.exec(rest);
	if (only !== null) return families.length === 1 && families[0]!.family === only[1];
	let left = boards.boards;
	let named = 0;
	for (const [, number, family] of rest.matchAll(/([\d,]+) ((?!in |other )[a-z][^\s,]*)/g)) {
		const amount = Number(number!.replaceAll(',', ''));
		if (!families.some(one => one.family === family && one.boards === amount)) return false;
		left -= amount;
		named++;
	}
	const others = /([\d,]+) in (\d+) other famil(?:y|ies)$/.exec(rest);
	return others === null
		? left === 0 && named === families.length + moreFamilies
		: Number(others[1]!.replaceAll(',', '')) === left &&
				Number(others[2]) === families.length + moreFamilies - named;
}
