/** Who looks after all that one vendor has in a subsystem, as the authors of posted patches tell. */

/** So many patches at least, and so great a share of all, make an author or an employer one of them. */
const fewestPatches = 5;
const shareOfAuthor = 1 / 20;
const shareOfEmployer = 1 / 8;

interface Counts {
	total: number;
	byAuthor: Map<number, number>;
	byEmployer: Map<number, number>;
}

/** Counts the pieces of work on each family of `vendorsOf` by author and by employer, as hashes; 0 is nobody's employer. */
export class VendorsPeople {
	private readonly families = new Map<number, Counts>();
	private readonly byAuthor = new Map<number, Set<number>>();

	add(family: number, author: number, employer: number): void {
		const known = this.byAuthor.get(author);
		if (known === undefined) this.byAuthor.set(author, new Set([family]));
		else known.add(family);
		let counts = this.families.get(family);
		if (counts === undefined) {
			counts = {total: 0, byAuthor: new Map(), byEmployer: new Map()};
			this.families.set(family, counts);
		}
		counts.total++;
		counts.byAuthor.set(author, (counts.byAuthor.get(author) ?? 0) + 1);
		counts.byEmployer.set(employer, (counts.byEmployer.get(employer) ?? 0) + 1);
	}

	/** For how many families an author sent patches. */
	familiesOf(author: number): number {
		return this.byAuthor.get(author)?.size ?? 0;
	}

	/** Whether an author, or those with the same employer, sent a good part of all there is. To be asked when all are known. */
	has(family: number, author: number, employer: number): boolean {
		const counts = this.families.get(family);
		if (counts === undefined) return false;
		const {total, byAuthor, byEmployer} = counts;
		const isMany = (count: number, share: number) => count >= Math.max(fewestPatches, total * share);
		if (isMany(byAuthor.get(author) ?? 0, shareOfAuthor)) return true;
		return employer !== 0 && isMany(byEmployer.get(employer) ?? 0, shareOfEmployer);
	}
}

/** Who gives addresses to anybody: those of one employ nobody. */
const everybodys =
	/^(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|gmx|web|163|126|qq|foxmail|sina|protonmail|proton|pm|mail|icloud|me|posteo|mailbox|fastmail|wanadoo|free|orange|sourceforge|kernel|linux|infradead|yandex|disroot|riseup|tutanota)\./;

/** The domain of an address by which those of one employer are known (`quicinc.com`); '' where it is anybody's. */
export function employerOf(address: string): string {
	const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
	const isShared = labels.length > 2 && labels.at(-1)!.length === 2 && labels.at(-2)!.length <= 3;
	const domain = labels.slice(isShared ? -3 : -2).join('.');
	return domain === '' || everybodys.test(domain) ? '' : domain;
}
