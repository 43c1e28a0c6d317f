/** What speaks against a driver, as clauses; what is told of its care and its use in sentences of their own is left out. */
import type {Unjudged, Verdict} from './told.ts';

/** So many signs against a driver are told; the rest stands among the reasons. */
const most = 2;

/** Rules that speak of what was posted, announced, or stands in the tree: each is told whatever it weighs. */
const telling: ReadonlySet<string> = new Set([
	'removal-under-way',
	'removal-posted',
	'removal-once-posted',
	'end-announced',
	'todo-announces-removal',
	'path-says-deprecated',
	'its-platform-is-to-go',
	'its-platform-goes',
	'only-for-compile-tests',
	'legacy-framework',
	'option-says-deprecated',
	'in-staging',
	'legacy-bus',
	'nobody-instantiates-it',
	'platform-drivers-posted',
]);

/** Rules on work, looks and use, which the other sentences tell. */
const toldElsewhere: ReadonlySet<string> = new Set([
	'deployments',
	'replacement',
	'style-and-age',
	'quiet',
	'untouched',
	'long-untouched',
	'changed-once',
	'orphaned',
	'desktops-only',
	'shipped-by-nobody',
	'vendor-removed',
	'machines-none',
	'machines-few',
	'on-few-boards',
	'on-no-board',
]);

/** The clauses against it, in the order of the reasons. */
export function against({reasons}: Pick<Verdict, 'reasons'>): string[] {
	return reasons
		.filter(({rule, weight}) => telling.has(rule) || (weight > 0 && !toldElsewhere.has(rule)))
		.map(({text}) => text);
}

/** What speaks most against it, as clauses, without what its title says already: `Legacy clock drivers`. */
export function mostAgainst(verdict: Pick<Verdict, 'reasons'>, {title}: Pick<Unjudged, 'title'>): string[] {
	const isTold = (text: string) => {
		const [, word] = /^its option calls itself (\w+)$/.exec(text) ?? [];
		return word !== undefined && title?.toLowerCase().includes(word) === true;
	};
	return against(verdict)
		.filter(text => !isTold(text))
		.slice(0, most);
}

/** What stands in its place, or that nothing is known to, as a clause; null where that was not looked for. */
export function inItsPlace({recommendation, replacement, reasons}: Verdict): string | null {
	const isAtRisk = recommendation === 'deprecate' || recommendation === 'remove';
	const said = reasons.find(({rule}) => rule === 'replacement')?.text;
	if (said === undefined)
		return replacement === null || !isAtRisk ? null : `${replacement} is named in its place`;
	// Where it stays, that patch is told later, and what is new goes to the one that it names.
	if (!isAtRisk && said.startsWith('the patch that removes it ')) return null;
	return replacement !== null && said.startsWith(replacement)
		? `its hardware has another driver: ${said}`
		: replacement === null && !isAtRisk
			? null
			: said;
}
