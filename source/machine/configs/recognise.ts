import {UserError} from '../../dossier/user-error.ts';
import {annotations} from './annotations.ts';
import type {Asked, ConfigReader, ReadConfig} from './config.ts';
import {configScript} from './config-script.ts';
import {diffOf} from './diff.ts';
import {diffconfig} from './diffconfig.ts';
import {dotConfig} from './dot-config.ts';
import {refuseForeign} from './foreign.ts';
import {nix} from './nix.ts';
import {openwrt} from './openwrt.ts';

/** What kinds of text there are, in the order in which they are tried: what is told by more comes first. */
const readers: readonly ConfigReader[] = [annotations, openwrt, configScript, nix, dotConfig, diffconfig];

const diff = diffOf((text, asked) => {
	const reader = readers.find(one => one.recognises(text, asked.name));
	return reader?.read(text, asked)[0] ?? null;
});

/** What the names of files are for that were no configuration. */
export const whatIsRead =
	'Name a .config, /proc/config.gz, a defconfig or fragment, a diff of two configurations, a kernel image, or an SPDX document of one.';

/**
 * What configurations a text holds: one, or of a diff one for each file that it changes. Throws a UserError where it is
 * none, or another program's.
 */
export function recogniseConfigs(given: string, asked: Asked): ReadConfig[] {
	const text = ofMail(given);
	const isPatch = diff.recognises(text, asked.name);
	if (!isPatch) refuseForeign(text, asked.name);
	const found = isPatch
		? diff.read(text, asked)
		: (readers.find(reader => reader.recognises(text, asked.name))?.read(text, asked) ?? []);
	if (found.some(({written}) => written.size > 0)) return found.filter(({written}) => written.size > 0);
	if (isPatch) {
		throw new UserError(
			`${asked.name} is a diff, but none of a kernel configuration.`,
			'No line that it adds or takes away sets an option (CONFIG_NAME=value).',
		);
	}
	throw new UserError(
		`${asked.name} is no kernel configuration: nothing in it sets an option, as CONFIG_NAME=value does.`,
		whatIsRead,
	);
}

/** The text of a saved mail, whose sender had `=` written as `=3D`; any other as it is. */
function ofMail(text: string): string {
	const head = text.slice(0, 65_536);
	if (!/^Content-Transfer-Encoding:[ \t]*quoted-printable/im.test(head)) return text;
	return text
		.replace(/=\r?\n/g, '')
		.replace(/=([0-9A-F]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
