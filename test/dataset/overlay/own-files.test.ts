import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {writeWhole} from '../../../source/dataset/overlay/own-files.ts';
import {ownPlaces} from '../../../source/dataset/overlay/places.ts';
import {noteSeen, readSeen} from '../../../source/dataset/overlay/seen.ts';
import {changeWatched, readWatched} from '../../../source/dataset/overlay/watched.ts';
import {makePerson} from '../../support/person.ts';

describe("a person's own files", () => {
	it('lie where XDG says, and below HOME where it says nothing or nothing absolute', () => {
		expect(ownPlaces({HOME: '/home/a', XDG_DATA_HOME: '/d', XDG_STATE_HOME: 'relative'})).toEqual({
			overlay: '/d/driverdex',
			state: '/home/a/.local/state/driverdex',
			config: '/home/a/.config/driverdex',
		});
		expect(ownPlaces({})).toEqual({overlay: null, state: null, config: null});
		expect(ownPlaces({HOME: '/home/a'}, 'here').overlay).toBe('here');
	});

	it('are written whole, over another only if that is meant, and leave no draft', () => {
		const {folder} = makePerson();
		const path = join(folder, 'deep/file');
		expect(writeWhole(path, ['a', 'b'], {isNew: true, makesFolder: true})).toBe(true);
		expect(writeWhole(path, ['c'], {isNew: true})).toBe(false);
		expect(readFileSync(path, 'utf8')).toBe('ab');
		expect(writeWhole(path, ['c'])).toBe(true);
		expect(readFileSync(path, 'utf8')).toBe('c');
		expect(readdirSync(join(folder, 'deep'))).toEqual(['file']);
		expect(() => writeWhole(join(folder, 'none/x'), ['x'])).toThrow(/Can't write/);
		expect(() => writeWhole('/dev/null/none/x', ['x'], {makesFolder: true})).toThrow(
			/Nothing was changed|Can't write/,
		);
		mkdirSync(join(folder, 'taken'));
		expect(() => writeWhole(join(folder, 'taken'), ['x'])).toThrow(/Can't write/);
		expect(readdirSync(folder).sort()).toEqual(['deep', 'taken']);
	});

	it('keep what another driverdex watched meanwhile', () => {
		const {overlay} = makePerson();
		changeWatched(overlay, all => [...all, {id: 'drivers/a/a', since: '2026-01-01'}]);
		changeWatched(overlay, all => [...all, {id: 'drivers/b/b', since: '2026-01-02'}]);
		expect(readWatched(overlay).map(({id}) => id)).toEqual(['drivers/a/a', 'drivers/b/b']);
		expect(readWatched(null)).toEqual([]);
	});

	it('are refused where they hold something else, and never overwritten then', () => {
		const {overlay, state} = makePerson();
		mkdirSync(overlay, {recursive: true});
		writeFileSync(join(overlay, 'watched.json'), '{"driverdexWatched": 1, "drivers": [{"id": 3}]}');
		expect(() => changeWatched(overlay, () => [])).toThrow(/is not what driverdex wrote/);
		expect(readFileSync(join(overlay, 'watched.json'), 'utf8')).toContain('"id": 3');
		noteSeen(state, {'drivers/a/a': {recommendation: 'keep', risk: 0.1, deletions: [], cves: ['CVE-1']}});
		expect(readSeen(state)).toMatchObject({at: null, drivers: {'drivers/a/a': {risk: 0.1}}});
		writeFileSync(join(state, 'seen.json'), '{"driverdexSeen": 1, "drivers": {"drivers/a/a": {}}}');
		expect(() => readSeen(state)).toThrow(/incomplete/);
	});
});
