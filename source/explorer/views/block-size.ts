import type {Block} from './detail.ts';

/** Lines of a table: its heading and its rows. */
export function tableHeight(rows: number): number {
	return rows === 0 ? 0 : rows + 1;
}

/** Lines that a block takes. */
export function blockHeight(block: Block): number {
	return block.kind === 'lines' ? block.lines.length : tableHeight(block.rows.length);
}
