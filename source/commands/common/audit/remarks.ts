import {knownSince} from '../../../dossier/gone/words.ts';
import type {Manifest} from '../../../dossier/schema.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import {isOlder} from '../../../machine/facts.ts';
import type {Audit, LostOption} from '../../../machine/judge-config.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Context} from '../context.ts';
import {type Judgement, remarkLine} from '../risk-output.ts';
import {standingOf} from './found.ts';

/** Whether a configuration asks for what is not known, and is older than anything that is. */
export function isBeforeKnowledge(
	{config, lost}: Pick<Audit, 'config' | 'lost'>,
	manifest: Manifest,
): boolean {
	return lost.some(one => isUnknown(one)) && isOlder(config.version, knownSince(manifest).release);
}

/** Whether nothing at all is known of an option. */
const isUnknown = ({built, platform}: LostOption) => built.length === 0 && platform === undefined;

/** How much was judged of each configuration, and what of it was not. */
export function remarks(context: Context, audits: readonly Audit[], judgement: Judgement): void {
	const idle = audits.filter(({config}) => isIdleDiff(config));
	// A change of fifty files says once that it switches nothing on.
	if (idle.length > 1) remarkLine(context, `${counted(idle.length, 'file')} of the diff switch no option on`);
	const query = context.flags.query as string | undefined;
	for (const {config, rows, enabled, lost} of audits) {
		if (isIdleDiff(config)) {
			if (idle.length > 1) continue;
			remarkLine(context, `${config.name} is ${config.label} that switches no option on`);
			for (const note of config.notes) remarkLine(context, `${config.name}: ${note}`);
			continue;
		}
		for (const text of takenFor(config)) remarkLine(context, `${config.name} ${text}`);
		const options = new Set(rows.map(({option}) => option)).size;
		remarkLine(
			context,
			`${config.name}: ${grouped(options)} of ${counted(config.enabled.size, 'enabled option')} ${options === 1 ? 'enables a driver' : 'enable drivers'} at risk (${judgement.failOn}), ${grouped(rows.length)} of ${counted(enabled.length, 'driver')}`,
		);
		if (query !== undefined) {
			const wanted = enabled.filter(row => judgement.isWanted(row));
			const atRisk = rows.filter(({row}) => judgement.isWanted(row)).length;
			remarkLine(
				context,
				`${config.name}: ${counted(wanted.length, 'enabled driver')} ${wanted.length === 1 ? 'matches' : 'match'} --query ${query}, ${grouped(atRisk)} of them at risk${wanted.length > atRisk ? `; --fail-on '${query}' lists them all` : ''}`,
			);
		}
		const {treeVersion} = judgement.dataset.manifest;
		const absent = lost.filter(({platform}) => platform?.standing !== 'announced');
		const platforms = absent.filter(({platform}) => platform !== undefined).length;
		const built = absent.filter(({built, platform}) => built.length > 0 && platform === undefined);
		const gone = built.filter(({isGone}) => isGone).length;
		const leftOut = built.filter(one => standingOf(one) === 'not-in-source').length;
		const moved = built.length - gone - leftOut;
		const others = absent.filter(isUnknown).length;
		if (absent.length > 0) {
			remarkLine(
				context,
				`${config.name}: ${counted(absent.length, 'enabled option')} ${absent.length === 1 ? 'is' : 'are'} not in Linux ${treeVersion}: ${grouped(gone)} of drivers that are gone, ${grouped(moved)} of drivers that others build now, ${platforms === 0 ? '' : `${counted(platforms, 'platform')}, `}${leftOut === 0 ? '' : `${grouped(leftOut)} of drivers that the surveyed source leaves out, `}${grouped(others)} of no driver that is known`,
			);
		}
		const going = lost.length - absent.length;
		if (going > 0)
			remarkLine(
				context,
				`${config.name}: ${counted(going, 'enabled platform')} ${going === 1 ? 'is' : 'are'} announced to go`,
			);
		if (isBeforeKnowledge({config, lost}, judgement.dataset.manifest)) {
			const {release} = knownSince(judgement.dataset.manifest);
			remarkLine(
				context,
				`${config.name} is of Linux ${config.version}; what was gone before ${release} is not known here: some of these ${grouped(others)} may have built drivers`,
			);
		}
		for (const problem of [...config.notes, ...config.problems])
			remarkLine(context, `${config.name}: ${problem}`);
	}
}

/** What a configuration was taken for, where that is not just a `.config`. */
function takenFor({kind, label, isPartial, written, enabled, defaults}: KernelConfig): string[] {
	if (kind === 'config') return [];
	if (defaults !== null) return [`is ${label}: ${counted(written.size, 'option')} over ${defaults.name}`];
	if (!isPartial) return [`is ${label}`];
	const fill = '--defaults-from CONFIG fills in the rest';
	if (kind === 'diff' || kind === 'diffconfig') {
		const judged =
			enabled.size === 1
				? 'option that it switches on was'
				: `${grouped(enabled.size)} options that it switches on were`;
		return [`is ${label}, partial: only the ${judged} judged; ${fill}`];
	}
	return [
		`is ${label}, partial: only the ${counted(written.size, 'option')} written here ${written.size === 1 ? 'was' : 'were'} judged; ${fill}`,
	];
}

const isIdleDiff = ({kind, enabled, defaults}: KernelConfig) =>
	(kind === 'diff' || kind === 'diffconfig') && enabled.size === 0 && defaults === null;
