import type {Block} from './detail.ts';

/** Lines of a bordered table without rules between its rows: border, heading, rule, rows, border. */
export function tableHeight(rows: number): number {
	return rows === 0 ? 0 : rows + 4;
}

/** Lines that a block takes. */
export function blockHeight(block: Block): number {
	return block.kind === 'lines' ? block.lines.length : tableHeight(block.rows.length);
}
