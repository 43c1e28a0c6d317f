import {expect, it} from 'vitest';
import {flag, type PackedRow, packedCells, packRow, unpackRow} from '../../../source/dossier/index-row.ts';
import {listHeading, listRow} from '../../../source/explorer/views/list.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {cellWidth} from '../../../source/text/width.ts';
import {changes, makeDriver} from '../../support/sample.ts';

const options = {selected: false, marked: false, active: false};

it('keeps the sign of a dispute however long the name is', () => {
	for (const module of ['short', 'a_name_that_is_longer_than_any_list_has_room_for']) {
		const record = makeDriver(`drivers/net/${module}`);
		const [verdict] = record.assessments;
		const disputed = {
			...record,
			assessments: [{...verdict!, assessor: 'person' as const, recommendation: 'remove' as const}, verdict!],
		};
		for (const width of [40, 60, 80, 120]) {
			const line = listRow(plainTheme, unpackRow(packRow(disputed, 0, 0)), {...options, width});
			expect(line).toContain(`${module.slice(0, 5)}`);
			expect(line).toContain(plainTheme.glyphs.differs);
			expect(cellWidth(line)).toBe(width);
			expect(listRow(plainTheme, unpackRow(packRow(record, 0, 0)), {...options, width})).not.toContain(
				plainTheme.glyphs.differs,
			);
		}
	}
});

it('marks what fades, beside where two assessments differ', () => {
	const packed = packRow(makeDriver('drivers/net/a-driver-with-a-very-long-name'), 0, 0);
	const marked = packed.with(packedCells.flags, flag.fading | flag.differs) as PackedRow;
	for (const width of [24, 40, 80, 160]) {
		const line = listRow(plainTheme, unpackRow(marked), {...options, width});
		expect(line).toContain(` ${plainTheme.glyphs.differs} ${plainTheme.glyphs.fading}`);
		expect(cellWidth(line)).toBe(width);
		expect(listRow(plainTheme, unpackRow(packed), {...options, width})).not.toContain(
			plainTheme.glyphs.fading,
		);
	}
});

it('has a heading over each column', () => {
	const row = unpackRow(packRow(makeDriver('drivers/net/x'), 0, 0));
	for (const width of [40, 70, 100, 160]) {
		const heading = listHeading(plainTheme, width);
		expect(cellWidth(heading)).toBe(width);
		const at = heading.indexOf('risk');
		if (at >= 0) {
			expect(listRow(plainTheme, row, {...options, width}).slice(at, at + 4)).toBe(row.risk!.toFixed(2));
		}
	}
});

it('sends nothing of a name that acts on a terminal', () => {
	const record = {...makeDriver('drivers/net/x'), module: 'a\u001b[2Jb\u202ec', subsystem: 'net'};
	for (const selected of [false, true]) {
		const line = listRow(plainTheme, unpackRow(packRow(record, 0, 0)), {...options, selected, width: 80});
		expect(line).toContain('a␛[2Jb\ufffdc');
		expect(cellWidth(line)).toBe(80);
	}
});

it('tells bars of releases from bars of months, the newest always in one column', () => {
	const line = (releases: ReturnType<typeof changes>) => {
		const row = unpackRow(packRow(makeDriver('drivers/net/x', {signals: {releases}}), 0, 0));
		return listRow(plainTheme, row, {...options, width: 80});
	};
	const at = listHeading(plainTheme, 80).indexOf('activity');
	expect(line(changes(3, 2000)).slice(at, at + 16)).toBe(`${' '.repeat(10)}▂█ rel`);
	expect(line(changes(0, 0)).slice(at, at + 16)).toBe(`${' '.repeat(12)} rel`);
	expect(
		line(null)
			.slice(at, at + 16)
			.trim(),
	).toBe(plainTheme.glyphs.unknown.repeat(5));
});
