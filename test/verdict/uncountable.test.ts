import {expect, it} from 'vitest';
import {isUncountable} from '../../source/dossier/reach/shipped.ts';
import type {DriverRecord, Signals} from '../../source/dossier/schema.ts';
import type {Evidence} from '../../source/verdict/evidence.ts';
import {boardRules} from '../../source/verdict/rules/boards.ts';
import {workRules} from '../../source/verdict/rules/work.ts';
import {makeDriver} from '../support/sample.ts';

const releases = Array.from({length: 14}, (_, index) => ({
	release: `6.${index}`,
	date: `2024-${String((index % 12) + 1).padStart(2, '0')}-01`,
	snapshot: null,
	missing: [],
}));

function evidenceOf(signals: Partial<Signals>, options: Partial<DriverRecord> = {}): Evidence {
	const {assessments: _, ...record} = {...makeDriver('drivers/net/eddy'), ...options};
	return {
		record: {...record, signals: {...record.signals, ...signals}},
		treeVersion: '6.13',
		asOf: '2026-11-15',
		releases,
	};
}

it('says that no machine has it only where some could have been counted', () => {
	const population = {machines: 0, byClass: null, device: null, source: 'device-population-2023-03'};
	const told = (date: string, ...aliases: string[]) =>
		isUncountable({
			aliases,
			signals: {population, since: {release: '6.1', date, earliest: false, source: 'x.c'}},
		});
	const own = 'pci:v00008086d00001502sv*sd*bc*sc*i*';
	expect(told('2022-12-11', own)).toBe(false);
	expect(told('2023-04-23', own)).toBe(true);
	const made = 'pci:v000015ADd000007C0sv*sd*bc*sc*i*';
	expect(told('2022-12-11', made)).toBe(true);
	expect(told('2022-12-11', made, own)).toBe(false);
	// Those who counted knew it by its former name.
	const since = {release: '6.3', date: '2023-04-23', earliest: false, source: 'x.c'};
	const earlier = {
		id: 'drivers/net/swirl',
		release: '5.10',
		date: '2020-12-13',
		earliest: true,
		until: '6.2',
	};
	expect(isUncountable({aliases: [own], signals: {population, since, earlier}})).toBe(false);
});

it('speaks of boards neither for what AMBA finds nor against what has no maker', () => {
	const signs = [{sign: 'device-tree' as const, value: null, at: 'drivers/net/eddy.c:1'}];
	const said = (boards: number, buses: string[], ...aliases: string[]) =>
		boardRules
			.filter(
				rule =>
					rule.look(
						evidenceOf(
							{signs, boards: {boards, overlays: 0, families: [], moreFamilies: 0}},
							{buses, aliases},
						),
					) !== null,
			)
			.map(({name}) => name);
	expect(said(9, ['of', 'platform'], 'of:N*T*Cacme,eddy')).toEqual(['on-boards']);
	expect(said(9, ['amba', 'of'], 'of:N*T*Cacme,eddy')).toEqual([]);
	expect(said(0, ['of', 'platform'], 'of:N*T*Cacme,eddy')).toEqual(['on-no-board']);
	expect(said(0, ['of', 'platform'], 'of:N*T*Cgpio-simulator')).toEqual([]);
});

it('does not call quiet since before the release that changed it, which lists that were not read may have had', () => {
	const lines = [null, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0];
	const changes = {files: lines, added: lines, removed: lines, substantive: lines};
	const patches = (last: string | null): Signals['patches'] => ({
		...{list: 'netdev', lists: [{list: 'netdev', since: '2021-11-15', until: '2026-11-15'}]},
		...{since: '2021-11-15', until: '2026-11-15', total: 2, atLeast: false, authors: 1, last: null},
		...{monthly: Array.from({length: 61}, () => 0), elsewhere: {total: 0, last: null}},
		substantive: {total: 0, authors: 0, last: last === null ? null : {date: last, messageId: 'a@b'}},
	});
	const text = (last: string | null) =>
		workRules
			.find(({name}) => name === 'quiet')!
			.look(evidenceOf({releases: changes, patches: patches(last), commits: null}))?.text;
	expect(text('2021-12-01')).toBe('no work of substance since Linux 6.5');
	expect(text(null)).toBe('no work of substance since Linux 6.5');
	expect(text('2024-07-01')).toBe('no work of substance since 2024-07-01');
});
