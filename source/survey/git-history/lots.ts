/** More items at fault than this, and a lot that fails is given up as a whole: each of them costs several gits. */
const mostAtFault = 500;

/**
 * Has `ask` answer many items at once. It resolves to null, or to git's complaint if anything went wrong, and then
 * no item of that lot is answered. Such a lot is asked for again by halves, until the items at fault stand alone:
 * `giveUp` gets each of them, with the complaint.
 */
export class Lots<Item> {
	private atFault = 0;
	private readonly ask: (lot: readonly Item[]) => Promise<string | null>;
	private readonly giveUp: (item: Item, reason: string) => void;

	constructor(
		ask: (lot: readonly Item[]) => Promise<string | null>,
		giveUp: (item: Item, reason: string) => void,
	) {
		this.ask = ask;
		this.giveUp = giveUp;
	}

	/** Resolves when every item is answered or given up. */
	async answer(lot: readonly Item[]): Promise<void> {
		if (lot.length === 0) return;
		const reason = await this.ask(lot);
		if (reason === null) return;
		if (lot.length === 1 || this.atFault >= mostAtFault) {
			this.atFault += lot.length;
			for (const item of lot) this.giveUp(item, reason);
			return;
		}
		const middle = lot.length >> 1;
		await this.answer(lot.slice(0, middle));
		await this.answer(lot.slice(middle));
	}
}
