import type {Sign, SignKind} from '../../../dossier/schema.ts';

/** So many of a kind are kept at most: the first say enough. */
export const perKind = 3;

/** Signs in the order in which they were found, each value of a kind once. */
export class SignCollector {
	readonly signs: Sign[] = [];

	add(sign: SignKind, value: string | null, at: string): void {
		const alike = this.signs.filter(known => known.sign === sign);
		if (alike.length < perKind && !alike.some(known => known.value === value)) {
			this.signs.push({sign, value, at});
		}
	}
}
