/** What drivers are asked for by, beside names and devices, and who depends on them: links.idx of an open data set. */

import type {IndexRow} from '../dossier/index-row.ts';
import type {Dependents} from '../dossier/summary/dependents.ts';
import {countMark, dependentMarks, linkKinds} from './tables/keys.ts';
import type {Tables} from './tables/tables.ts';

/** A CVE without `CVE-`, a firmware file, a name that a driver registers under. */
export type LinkKind = 'cve' | 'firmware' | 'name';

/** Each is null in a data set without links.idx. */
export interface Links {
	/** The drivers in whose records it stands, in the default order. */
	drivers(kind: LinkKind, key: string): IndexRow[] | null;
	/** Every key of a kind. */
	keys(kind: LinkKind): string[] | null;
	/** Who depends on a driver. */
	dependents(id: string): Dependents | null;
}

/** Reads them from the tables; `rowsAt` reads rows by the places of their lines. */
export function createLinks(tables: Tables, rowsAt: (places: Iterable<string>) => IndexRow[]): Links {
	return {
		drivers(kind, key) {
			const table = tables.links();
			return table && rowsAt(table.find(linkKinds[kind] + key));
		},
		keys(kind) {
			const table = tables.links();
			if (table === null) return null;
			const start = linkKinds[kind].length;
			const lines = table.section(linkKinds[kind]).split('\n').slice(1, -1);
			return lines.map(line => Buffer.from(line.slice(start, line.indexOf('\t')), 'latin1').toString('utf8'));
		},
		dependents(id) {
			const table = tables.links();
			if (table === null) return null;
			const none = () => ({modules: [], total: 0});
			const dependents: Dependents = {symbol: none(), softdep: none(), select: none(), bus: none()};
			for (const place of table.find(linkKinds.dependents + id)) {
				const way = wayOf(place);
				const [own, word] = [dependents[way], place.slice(dependentMarks[way].length)];
				if (word.startsWith(countMark)) own.total = Number(word.slice(countMark.length));
				else {
					own.modules.push(word);
					own.total++;
				}
			}
			return dependents;
		},
	};
}

function wayOf(place: string): keyof Dependents {
	if (place.startsWith(dependentMarks.softdep)) return 'softdep';
	if (place.startsWith(dependentMarks.select)) return 'select';
	return place.startsWith(dependentMarks.bus) ? 'bus' : 'symbol';
}
