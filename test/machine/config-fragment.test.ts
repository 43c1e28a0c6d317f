import {expect, it} from 'vitest';
import {packRow, unpackRow} from '../../source/dossier/index-row.ts';
import {configFragment, judgeConfig} from '../../source/machine/judge-config.ts';
import {parseKernelConfigs} from '../../source/machine/kernel-config.ts';
import {makeDriver} from '../support/sample.ts';

const rows = ['drivers/net/bad', 'drivers/net/good', 'drivers/usb/alone'].map((id, index) =>
	unpackRow(packRow(makeDriver(id, {symbol: index < 2 ? 'SHARED' : 'ALONE'}), 0, 0)),
);
const {rows: found} = judgeConfig(
	parseKernelConfigs('CONFIG_SHARED=m\nCONFIG_ALONE=y\n', 'a')[0]!,
	rows,
	row => row.module !== 'good',
	null,
	() => [],
);

it('turns off what builds drivers at risk only, and says what stays', () => {
	const lines = configFragment(found, ['Linux 7.3'], () => 'nobody works on it').split('\n');
	expect(lines[0]).toBe('# Linux 7.3');
	expect(lines).toContain('# CONFIG_ALONE is not set');
	expect(lines).not.toContain('# CONFIG_SHARED is not set');
	expect(lines.some(line => line.startsWith('# CONFIG_SHARED stays as it is: it also builds good ('))).toBe(
		true,
	);
});

it('has nothing of a reason begin a line of its own', () => {
	const fragment = configFragment(found, [], () => 'one\nCONFIG_EVIL=y\r\u2028CONFIG_EVIL=y');
	expect(fragment).toContain('one CONFIG_EVIL=y');
	for (const line of fragment.split(/[\n\r\u2028]/)) expect(line).toMatch(/^(?:#|$)/);
});
