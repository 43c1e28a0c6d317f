import {knownSince} from '../../../dossier/gone/words.ts';
import type {Manifest} from '../../../dossier/schema.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import type {Audit} from '../../../machine/judge-config.ts';
import {isOlder} from '../../../machine/judge-host.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Context} from '../context.ts';
import {type Judgement, remarkLine} from '../risk-output.ts';

/** Whether a configuration asks for what is not known, and is older than anything that is. */
export function isBeforeKnowledge(
	{config, lost}: Pick<Audit, 'config' | 'lost'>,
	manifest: Manifest,
): boolean {
	return lost.some(({built}) => built.length === 0) && isOlder(config.version, knownSince(manifest).release);
}

/** How much was judged of each configuration, and what of it was not. */
export function remarks(context: Context, audits: readonly Audit[], judgement: Judgement): void {
	for (const {config, rows, enabled, lost} of audits) {
		for (const text of takenFor(config)) remarkLine(context, `${config.name} ${text}`);
		const options = new Set(rows.map(({option}) => option)).size;
		remarkLine(
			context,
			`${config.name}: ${grouped(options)} of ${counted(config.enabled.size, 'enabled option')} ${options === 1 ? 'enables a driver' : 'enable drivers'} at risk (${judgement.failOn}), ${grouped(rows.length)} of ${counted(enabled.length, 'driver')}`,
		);
		const {treeVersion} = judgement.dataset.manifest;
		const gone = lost.filter(({isGone}) => isGone).length;
		const moved = lost.filter(({built, isGone}) => built.length > 0 && !isGone).length;
		const others = lost.length - gone - moved;
		if (lost.length > 0) {
			remarkLine(
				context,
				`${config.name}: ${counted(lost.length, 'enabled option')} ${lost.length === 1 ? 'is' : 'are'} not in Linux ${treeVersion}: ${grouped(gone)} of drivers that are gone, ${grouped(moved)} of drivers that others build now, ${grouped(others)} of no driver that is known`,
			);
		}
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
		return [
			`is ${label}: only the ${counted(enabled.size, 'option')} that it switches on ${enabled.size === 1 ? 'was' : 'were'} judged; ${fill}`,
		];
	}
	return [
		`is ${label}, partial: only the ${counted(written.size, 'option')} written here ${written.size === 1 ? 'was' : 'were'} judged; ${fill}`,
	];
}
