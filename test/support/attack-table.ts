import type {Reporter, TestModule} from 'vitest/node';
import type {} from './attack.ts';

/** Closes a run with what was tried: a line a door, its hostile inputs, tests, and the tests that failed. */
export default class AttackTable implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		const doors = new Map<string, {tried: number; tests: number; failed: number}>();
		for (const module of modules) {
			for (const test of module.children.allTests()) {
				const {attack} = test.meta();
				if (attack === undefined) continue;
				const sum = doors.get(attack.door) ?? {tried: 0, tests: 0, failed: 0};
				sum.tried += attack.tried;
				sum.tests++;
				if (test.result().state === 'failed') sum.failed++;
				doors.set(attack.door, sum);
			}
		}
		const rows = [...doors].sort(([one], [other]) => (one < other ? -1 : 1));
		const all = rows.reduce(
			(sum, [, row]) => ({
				tried: sum.tried + row.tried,
				tests: sum.tests + row.tests,
				failed: sum.failed + row.failed,
			}),
			{tried: 0, tests: 0, failed: 0},
		);
		const cells = [
			['door', 'hostile inputs', 'tests', 'failed'],
			...[...rows, ['all', all] as const].map(([door, {tried, tests, failed}]) => [
				door,
				tried.toLocaleString('en'),
				String(tests),
				String(failed),
			]),
		];
		const widths = cells[0]!.map((_, column) => Math.max(...cells.map(row => row[column]!.length)));
		const lines = cells.map(row =>
			row
				.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
				.join('  '),
		);
		process.stdout.write(`\n${lines.join('\n')}\n`);
	}
}
