/**
 * Does a source say the sentence that a reason tells? By means of its own: trees, configurations, tables and releases are
 * read here as a person would look into them, not through the survey.
 */
import type {DriverRecord, Source} from '../../dossier/schema.ts';
import {boardSentences} from './board-checks.ts';
import {type Books, type Finding, Unlooked} from './facts.ts';
import {reachSentences} from './reach-checks.ts';
import {releaseSentences} from './release-checks.ts';
import {treeSentences} from './tree-checks.ts';

const sentences = [...releaseSentences, ...treeSentences, ...boardSentences, ...reachSentences];

/** Whether a sentence holds; a text of several clauses is looked at clause by clause, each with the source that fits. */
export function checkSentence(
	record: DriverRecord,
	text: string,
	own: Source,
	{sources, books}: {sources: readonly Source[]; books: Books},
): Finding {
	const clauses = text.split('; ');
	const isWhole = clauses.length === 1 || sentences.some(([form]) => form.exec(text)?.[0] === text);
	let unlooked: Unlooked | null = null;
	for (const clause of isWhole ? [text] : clauses) {
		const found = sentences.find(([form]) => form.test(clause));
		if (found === undefined) {
			unlooked ??= new Unlooked(`nobody knows how to look for "${clause}"`);
			continue;
		}
		const [form, check] = found;
		const match = form.exec(clause)!;
		const findings = (isWhole ? [own] : sources)
			.filter(({kind}) => isWhole || kind === 'tree' || kind === 'maintainers')
			.map(source => check({record, text: clause, source, books}, match));
		if (findings.includes(null)) continue;
		const open = findings.find(finding => finding instanceof Unlooked);
		if (open === undefined)
			return `"${clause}": ${(findings[0] as string | undefined) ?? 'it cites nothing'}`;
		unlooked ??= open as Unlooked;
	}
	return unlooked;
}
