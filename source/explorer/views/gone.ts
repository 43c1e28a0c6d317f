import {
	deletionInWords,
	fateInWords,
	isLost,
	monthInWords,
	placeInWords,
	shortPattern,
} from '../../dossier/gone/words.ts';
import {mailAddress} from '../../dossier/mail-address.ts';
import type {GoneRecord, Successor} from '../../dossier/schema.ts';
import {treeAddress} from '../../dossier/source-links.ts';
import {markdownAddress, markdownText} from '../../text/markdown.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Style, Theme} from '../../text/theme.ts';
import {wrap} from '../../text/width.ts';

/** Ids that are shown; a driver of boards may have hundreds. */
const mostIds = 12;

/** Whether nobody can tell what became of it. */
const isUntold = ({fate}: GoneRecord) => fate === null || fate === 'unknown';

/** How grave a fate is: a removed driver is lost, of one that moved only the name is. */
export function fateStyle(record: GoneRecord): Style {
	return isUntold(record) ? 'quiet' : isLost(record) ? 'remove' : 'accent';
}

/** The sign of a fate, with the sentence. */
export function fateSign(theme: Theme, record: GoneRecord): string {
	return isUntold(record) ? '?' : isLost(record) ? theme.glyphs.verdict.remove : theme.glyphs.arrow;
}

/** What is known of a driver that is gone, as lines of at most some width; `claims` says who claims its devices now. */
export function goneLines(
	theme: Theme,
	record: GoneRecord,
	width: number,
	claims: string | null = null,
): string[] {
	const plain = (text: string) => sanitise(text, {ascii: theme.ascii});
	const folded = (text: string, indent = ' ') =>
		wrap(plain(text), Math.max(20, width - indent.length)).map(line => `${indent}${line}`);
	const heading = (text: string) => ['', theme.paint('heading', ` ${text}`)];
	const {id, module, option, title, deletion, section, since, lastRelease, ids, evidence} = record;
	const name = option === null ? '' : `  CONFIG_${option}`;
	const lines = [
		` ${theme.paint('strong', plain(module))}${theme.paint('quiet', name)}`,
		...folded(id),
		...(title === null ? [] : folded(title)),
		'',
		...folded(`${fateSign(theme, record)} ${fateInWords(record)}`).map(line =>
			theme.paint(fateStyle(record), line),
		),
	];
	// Where the fate says which release was its last, it is not said again.
	const isSaid = fateInWords(record).includes(`${lastRelease.release} (${monthInWords(lastRelease.date)})`);
	const times = [
		...(isSaid ? [] : [`last in Linux ${lastRelease.release} (${monthInWords(lastRelease.date)})`]),
		...(since === null ? [] : [`known since ${since.release}`]),
	];
	if (times.length > 0) lines.push(...folded(times.join(', ')));
	if (section !== null) lines.push(...folded(`looked after as: ${section}`));
	if (deletion !== null) {
		lines.push(...heading('Deleted by'), ...folded(deletionInWords(deletion)));
		lines.push(...folded(mailAddress(deletion.list, deletion.messageId)));
	}
	const instead = isLost(record) ? insteadOf(record) : [];
	if (instead.length > 0) lines.push(...heading('Instead'), ...instead.flatMap(text => folded(text)));
	if (ids !== null) {
		const more = ids.length > mostIds ? [`and ${ids.length - mostIds} more`] : [];
		lines.push(
			...heading('Devices'),
			...folded([...ids.slice(0, mostIds).map(shortPattern), ...more].join(', ')),
		);
		if (claims !== null) lines.push(...folded(claims));
	}
	lines.push(...heading('Sources'));
	for (const [index, {release, at, claim}] of evidence.entries()) {
		lines.push(...folded(`[${index + 1}] Linux ${release}, ${at}: ${claim}`));
	}
	return lines;
}

/** What serves its devices now; nothing of one whose fate is not known: it may be there by another name. */
function insteadOf({fate, successors}: GoneRecord): string[] {
	if (successors.length === 0)
		return fate === 'unknown' ? [] : ['No other driver is known to serve its devices.'];
	return successors.map(one => `${placeInWords(one)}, ${witnessInWords(one)}`);
}

function witnessInWords({by, witness}: Successor): string {
	return by === 'id' ? `which claims ${witness} too` : `which the mail names (${witness})`;
}

/** The same as Markdown, to paste into an issue. */
export function goneMarkdown(record: GoneRecord, claims: string | null = null): string {
	const {id, module, option, title, deletion, evidence} = record;
	const lines = [`# ${markdownText(module)}`, ''];
	if (title !== null) lines.push(markdownText(title), '');
	lines.push(`- Path: \`${id}\``);
	if (option !== null) lines.push(`- Option: \`CONFIG_${option}\``);
	lines.push(`- Fate: **${markdownText(fateInWords(record))}**`);
	if (deletion !== null) {
		const address = mailAddress(deletion.list, deletion.messageId);
		lines.push(`- Deleted by ${markdownText(deletionInWords(deletion))}: ${markdownAddress(address)}`);
	}
	if (isLost(record)) {
		for (const text of insteadOf(record)) lines.push(`- Instead: ${markdownText(text)}`);
	}
	if (claims !== null) lines.push(`- Devices: ${markdownText(claims)}`);
	lines.push('', '## Sources', '');
	for (const {release, at, claim} of evidence) {
		const place = at.includes('/') ? markdownAddress(treeAddress(at, release)) : markdownText(at);
		lines.push(`1. Linux ${markdownText(release)}, ${markdownText(at)}: ${markdownText(claim)} ${place}`);
	}
	return `${lines.join('\n')}\n`;
}
