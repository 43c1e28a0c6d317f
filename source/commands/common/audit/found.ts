import type {KernelConfig} from '../../../machine/configs/config.ts';
import type {Audit, AuditRow, LostOption} from '../../../machine/judge-config.ts';

/** What is printed of an audit. */
export interface Report {
	audits: readonly Audit[];
	rows: readonly AuditRow[];
	lost: readonly LostOption[];
}

/** Configurations by their names. */
export type Configs = ReadonlyMap<string, KernelConfig>;

/** What became of an option that the tree has not. `not-in-source`: the package that was surveyed is known to leave it out. */
export function standingOf({isGone, built}: LostOption): string {
	if (isGone) return 'gone';
	if (built.length === 0) return 'not-an-option';
	return built.every(({fate}) => fate === null || fate === 'removed') ? 'not-in-source' : 'moved';
}
