import {isLost} from '../../../dossier/gone/words.ts';
import type {Platform} from '../../../dossier/schema.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import type {Audit, AuditRow, LostOption} from '../../../machine/judge-config.ts';
import {doomedDrivers} from '../../../machine/platforms.ts';
import type {Judgement} from '../risk-output.ts';

/** What is printed of an audit. */
export interface Report {
	audits: readonly Audit[];
	rows: readonly AuditRow[];
	lost: readonly LostOption[];
}

/** Configurations by their names. */
export type Configs = ReadonlyMap<string, KernelConfig>;

/** What became of an option that the tree has not. `not-in-source`: the package that was surveyed is known to leave it out; `platform-…`: how a platform stands. */
export function standingOf({isGone, built, platform}: LostOption): string {
	if (platform !== undefined && platform.standing !== 'not-an-option') return `platform-${platform.standing}`;
	if (isGone) return 'gone';
	if (built.length === 0) return 'not-an-option';
	return built.every(record => record.fate === null || isLost(record)) ? 'not-in-source' : 'moved';
}

/** A judgement by which what can't do without a platform that is announced to go is at risk, whatever its own verdict. */
export function withDoomedPlatforms(judgement: Judgement, platforms: readonly Platform[]): Judgement {
	const doomed = doomedDrivers(platforms);
	if (doomed.size === 0) return judgement;
	return {
		...judgement,
		isAtRisk: row => judgement.isAtRisk(row) || doomed.has(row.id),
		why: row => (judgement.isAtRisk(row) ? judgement.why(row) : (doomed.get(row.id) ?? judgement.why(row))),
	};
}
