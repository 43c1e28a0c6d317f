/** Lines of a bordered table without rules between its rows: border, heading, rule, rows, border. */
export function tableHeight(rows: number): number {
	return rows === 0 ? 0 : rows + 4;
}
