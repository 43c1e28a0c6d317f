/** What of a source's text decides what it says of devices: while it stays the same, so does what was read. */
import {scanChunks} from './chunks.ts';

const telling =
	/\bMODULE_(?:DEVICE_TABLE|ALIAS|FIRMWARE|INFO)|\b\w+_id\b[^;{(]*=|\bamba_id\b|\bdmi_system_id\b|\bcpu_feature\b|_table\b|_ids\b|^[A-Z_][A-Z0-9_]+\s*\(|^(?:typedef\s+)?enum\b/;
const binding =
	/[.>](?:id_table|of_match_table|acpi_match_table|match_table|match_id_table|ids|id|pciidlist)\s*=[^,;{}]+/g;

/** Directives, and declarations that may hold a table or announce one; of Rust all. */
export function speakingText(text: string): string {
	if (!/_id\b|_table\b|_ids\b|MODULE_|DECLARE|IRQCHIP/.test(text)) return '';
	const parts: string[] = [];
	scanChunks(text, {
		onDirective: (start, end) => parts.push(text.slice(start, end)),
		onChunk: ({start, end, body}) => {
			const whole = text.slice(start, body < 0 ? end : body);
			if (telling.test(whole)) parts.push(whole);
		},
	});
	for (const [found] of text.matchAll(binding)) parts.push(found);
	return parts.join('\n');
}
