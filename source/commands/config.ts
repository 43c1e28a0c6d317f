import {configurationFile, seenFile} from '../dataset/overlay/places.ts';
import {exitStatus} from '../dossier/user-error.ts';
import {type ReadConfiguration, readConfiguration} from '../explorer/personal/configuration.ts';
import {configurationJsonSchema} from '../explorer/personal/configuration-json-schema.ts';
import {jsonText, sanitise} from '../text/sanitise.ts';
import {table} from '../text/table.ts';
import {cellWidth, wrap} from '../text/width.ts';
import {type Context, themeOf} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {refuseWords} from './common/risk-output.ts';

/** A value that is in force, and what decided it. */
interface Effective {
	name: string;
	value: unknown;
	/** `default`, the file and line, a flag, or a variable of the environment. */
	from: string;
}

/** `driverdex config`: what is in force, and where each value comes from. A configuration that is refused is status 1. */
export function config(context: Context): number {
	refuseWords(context, 'config', 'It prints what is in force; edit config.json to change it.');
	if (context.flags.schema === true) {
		context.out(`${jsonText(configurationJsonSchema(), '\t')}\n`);
		return exitStatus.ok;
	}
	const format = readFormat(context);
	const values = [...chosen(context, readConfiguration(context.places.config)), ...places(context)];
	const theme = themeOf(context);
	const shown = (value: unknown) => (typeof value === 'string' ? value : jsonText(value));
	const cells = values.map(({name, value, from}) => [name, shown(value), from]);
	const columns = ['name', 'value', 'from'].map(heading => ({heading}));
	printAnswer(context, format, {
		table: () => {
			const clean = cells.map(row => row.map(cell => sanitise(cell, {ascii: theme.ascii})));
			return linesText(
				table(theme, columns, context.terminal.output ? broken(clean, context.columns) : clean),
			);
		},
		json: () => Object.fromEntries(values.map(({name, value, from}) => [name, {value, from}])),
		ndjson: () => values,
		columns,
		rows: () => cells,
	});
	return exitStatus.ok;
}

/** Rows of which none is wider than a terminal: values and places go on below, the wider of the two first. */
function broken(rows: readonly (readonly string[])[], width: number): string[][] {
	const widest = [0, 1, 2].map(column => Math.max(...rows.map(row => cellWidth(row[column]!))));
	const room = Math.max(2 * leastWidth, width - widest[0]! - 4);
	// Neither gets less than half while the other does not need the rest.
	const half = Math.floor(room / 2);
	const from = Math.min(widest[2]!, Math.max(half, room - widest[1]!));
	const value = room - from;
	return rows.flatMap(([name = '', ...texts]) => {
		const [values, places] = texts.map((text, index) => wrap(text, index === 0 ? value : from));
		const height = Math.max(values!.length, places!.length);
		return Array.from({length: height}, (_, line) => [
			line === 0 ? name : '',
			values![line] ?? '',
			places![line] ?? '',
		]);
	});
}

/** Cells that a value, or where it comes from, has at the least. */
const leastWidth = 10;

/** What config.json may decide. */
function chosen({environment, flags}: Context, read: ReadConfiguration | null): Effective[] {
	const from = (name: Parameters<ReadConfiguration['lineOf']>[0]) => {
		const line = read?.lineOf(name) ?? null;
		return line === null ? 'default' : `${read!.path}:${line}`;
	};
	const {keys = {}, commands = [], columns = null} = read?.settings ?? {};
	const isPlain = flags.color === 'never' || (flags.color === 'auto' && Boolean(environment.NO_COLOR));
	return [
		isPlain
			? {name: 'theme', value: 'none', from: flags.color === 'never' ? '--color' : 'NO_COLOR'}
			: {name: 'theme', value: read?.theme ?? 'auto', from: from('theme')},
		{name: 'query', value: read?.query ?? '', from: from('query')},
		{name: 'columns', value: columns ?? 'those that fit', from: from('columns')},
		{name: 'mouse', value: read?.mouse ?? false, from: from('mouse')},
		{name: 'keys', value: keys, from: from('keys')},
		{
			name: 'commands',
			value: commands,
			from: from('commands'),
		},
	];
}

/** Where things lie. */
function places({data, environment, flags, places: own}: Context): Effective[] {
	const home = (variable: string) => {
		const value = environment[variable] ?? '';
		return value.startsWith('/') ? variable : 'HOME';
	};
	const place = (name: string, value: string | null, from: string): Effective =>
		value === null ? {name, value: 'nowhere', from: 'HOME is not set'} : {name, value, from};
	return [
		place(
			'data',
			data,
			flags.data !== undefined ? '--data' : environment.DRIVERDEX_DATA ? 'DRIVERDEX_DATA' : 'default',
		),
		place('config', own.config && configurationFile(own.config), home('XDG_CONFIG_HOME')),
		place('overlay', own.overlay, flags.overlay === undefined ? home('XDG_DATA_HOME') : '--overlay'),
		place('seen', own.state && seenFile(own.state), home('XDG_STATE_HOME')),
	];
}
