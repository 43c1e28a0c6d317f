import {describe, expect, it} from 'vitest';
import {type DriverIdentity, matchDrivers} from '../../source/dossier/match-drivers.ts';

const driver = (id: string, symbol: string | null = null, title: string | null = null): DriverIdentity => ({
	id,
	module: id.slice(id.lastIndexOf('/') + 1),
	symbol,
	title,
});
const fate = (older: DriverIdentity, newer: DriverIdentity[], others: DriverIdentity[] = []) => {
	const {kind, to} = matchDrivers([older, ...others], newer).get(older.id)!;
	return to === null ? kind : `${kind} ${to}`;
};

describe('what became of a driver', () => {
	it('is told by path, module, symbol and title, in this order', () => {
		const old = driver('drivers/net/foo', 'FOO', 'The Foo network adapter');
		expect(fate(old, [driver('drivers/net/foo')])).toBe('stays drivers/net/foo');
		expect(fate(old, [driver('drivers/net/x/foo')])).toBe('moved drivers/net/x/foo');
		expect(fate(old, [driver('drivers/net/foo_main', 'FOO')])).toBe('renamed drivers/net/foo_main');
		expect(fate(old, [driver('drivers/net/bar', 'BAR', 'The Foo network adapter')])).toBe(
			'renamed drivers/net/bar',
		);
		expect(fate(old, [driver('drivers/net/bar', 'BAR', 'Another adapter')])).toBe('gone');
	});

	it('takes - and _ for one another', () => {
		expect(fate(driver('drivers/net/a-b'), [driver('drivers/net/x/a_b')])).toBe('moved drivers/net/x/a_b');
	});

	it('does not mistake what was there before for a later self', () => {
		const old = driver('drivers/a/core', 'A');
		const other = driver('drivers/b/core', 'B');
		expect(fate(old, [other], [other])).toBe('gone');
		// A symbol that builds several objects goes on when one of them goes.
		const second = driver('drivers/a/second', 'A');
		expect(fate(old, [second], [second])).toBe('gone');
	});

	it('does not know a driver again by a title that many bear', () => {
		const old = driver('drivers/a/one', 'ONE', 'Generic driver of things');
		const twin = driver('drivers/a/two', 'TWO', 'Generic driver of things');
		expect(fate(old, [driver('drivers/a/new', 'NEW', 'Generic driver of things')], [twin])).toBe('gone');
		expect(fate(driver('drivers/a/x', 'X', 'Driver'), [driver('drivers/a/y', 'Y', 'Driver')])).toBe('gone');
	});

	it('prefers the one with the same symbol, then the nearest', () => {
		const old = driver('drivers/net/x/foo', 'FOO');
		expect(
			fate(old, [driver('drivers/net/y/foo'), driver('drivers/misc/foo', 'FOO'), driver('drivers/foo')]),
		).toBe('moved drivers/misc/foo');
		expect(fate(old, [driver('drivers/foo'), driver('drivers/net/y/foo')])).toBe('moved drivers/net/y/foo');
	});

	it('follows a driver into a folder of its own name', () => {
		const old = driver('drivers/net/foo', 'FOO');
		const within = driver('drivers/net/foo/foo');
		expect(fate(old, [driver('drivers/net/y/foo'), within])).toBe('moved drivers/net/foo/foo');
		expect(fate(old, [within, driver('drivers/net/y/foo')])).toBe('moved drivers/net/foo/foo');
		expect(fate(driver('drivers/net/foo/foo'), [driver('drivers/foo'), driver('drivers/net/foo')])).toBe(
			'moved drivers/net/foo',
		);
	});
});
