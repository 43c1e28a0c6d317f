import {completeQuery} from '../dossier/query/complete.ts';
import {queryFields} from '../dossier/query/query.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {sanitise} from '../text/sanitise.ts';
import type {Context} from './common/context.ts';
import {commandLines, commonFlags, flagName} from './common/flags.ts';

const commands = commandLines.flatMap(({name}) => (name === '' ? [] : [name]));

const flagsOf = (name: string) => {
	const command = commandLines.find(line => line.name === name)!;
	return Object.keys({...command.flags, ...commonFlags}).map(flagName);
};

const fields = queryFields.map(({name}) => `${name}:`);
/** Fields whose values are of a closed list. */
const closed = queryFields.flatMap(({name, values}) => (values === undefined ? [] : [{name, values}]));
/** Fields whose values the data set knows: it is asked for those that begin as what is typed. */
const open = queryFields.flatMap(({name, valuesOf}) => (valuesOf === undefined ? [] : [name]));
const wholeValues = closed.flatMap(({name, values}) => values.map(value => `${name}:${value}`));

/** `driverdex completion SHELL`: a script for the shell to source. Names are completed by asking `list`. */
export function completion(context: Context): number {
	const [shell, ...words] = context.input;
	if (shell === 'query') return goOn(context, words.join(' '));
	const script = scripts[shell ?? ''];
	if (script === undefined) {
		throw new UserError(
			shell === undefined
				? 'completion wants the name of a shell.'
				: `completion does not know the shell "${shell}".`,
			'It knows bash, zsh and fish: source <(driverdex completion bash).',
			exitStatus.usage,
		);
	}
	context.out(script());
	return exitStatus.ok;
}

/** `driverdex completion query WORD`: how a word of a query can go on, a line each; what the scripts ask. */
function goOn(context: Context, text: string): number {
	const dataset = context.openDataset();
	try {
		const completion = completeQuery(text, () => dataset.rows()[0]?.joins);
		const lines = (completion?.words ?? []).map(word => `${sanitise(completion!.before + word)}\n`);
		context.out(lines.join(''));
		return lines.length > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset.close();
	}
}

/** What the names offered are made of, as a set of a shell's patterns; others would have to be quoted, and none is real. */
const nameLetters = 'A-Za-z0-9_,.+-';
/** What the values offered are made of, with their fields. */
const valueLetters = `A-Za-z0-9_,.+:/@=-`;
/** Flags whose value is a query. */
const queryFlags = ['--fail-on', '--query'];

/**
 * Names of modules that begin with `$word`, a line each; a comma would be taken for the next value. What stands in a
 * data set is text that others wrote: it passes through a shell only as lines that are read, never as words that the
 * shell expands.
 */
const listNames = (word: string) =>
	`driverdex list --format csv -- "module:${word}*" 2>/dev/null | sed -e 1d -e 's/^"\\([^"]*\\)".*/\\1/' -e t -e 's/,.*//'`;

/** CONFIG symbols that begin with CONFIG_`$rest`, likewise. */
const listSymbols = (rest: string) =>
	`driverdex list --format csv --columns config -- "config:${rest}*" 2>/dev/null | tr -d '\\r' | sed -e 1d -e 's/^/CONFIG_/' | sort -u`;

/** What `show` is offered in bash and zsh: symbols where the word begins as they do, else names. */
const listWords = `case "$word" in CONFIG_*) ${listSymbols(`\${word#CONFIG_}`)};; *) ${listNames(`\${word//,/?}`)};; esac`;

/** A value as a word of bash and zsh: `9>10` would write into a file. */
const shellWord = (value: string) => (/[<>]/.test(value) ? `'${value}'` : value);
/** The same within a text that fish has in single quotes. */
const fishWord = (value: string) => value.replaceAll(/[<>]/g, '\\$&');

const scripts: Readonly<Record<string, () => string>> = {bash, zsh, fish};

function bash(): string {
	const flagCases = commands.map(
		name => `		${name}) _driverdex_offer "$word" ${flagsOf(name).join(' ')};;`,
	);
	return `# bash completion for driverdex: source <(driverdex completion bash)
# Offers those of the words that begin with the first one. compgen -W would expand them.
_driverdex_offer() {
	local word="$1" one
	shift
	for one; do
		[[ "$one" == "$word"* ]] && COMPREPLY+=("$one")
	done
}
_driverdex_names() {
	local word="$1" one
	while IFS= read -r one; do
		[[ "$one" == "$word"* && "$one" != *[!${nameLetters}]* ]] && COMPREPLY+=("$one")
	done < <(${listWords})
}
_driverdex_values() {
	local field="$1" word="$2" one
	while IFS= read -r one; do
		one="\${one#"$field:"}"
		[[ "$one" == "$word"* && "$one" != *[!${valueLetters}]* ]] && COMPREPLY+=("$one")
	done < <(driverdex completion query -- "$field:$word" 2>/dev/null)
}
_driverdex_query() {
	# bash breaks words at a colon: a value stands alone after its field.
	local word="$1" field=
	[ "$word" = : ] && { field="\${COMP_WORDS[COMP_CWORD-1]}"; word=; }
	[ "\${COMP_WORDS[COMP_CWORD-1]}" = : ] && field="\${COMP_WORDS[COMP_CWORD-2]}"
	case "$field" in
${closed.map(({name, values}) => `		${name}) _driverdex_offer "$word" ${values.map(shellWord).join(' ')};;`).join('\n')}
		${open.join('|')}) _driverdex_values "$field" "$word";;
		'') _driverdex_offer "$word" ${fields.join(' ')}; compopt -o nospace 2>/dev/null;;
	esac
}
_driverdex() {
	local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" back
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		_driverdex_offer "$word" ${commands.join(' ')}
		return
	fi
	# A flag whose value is a query stands one to three words back, as the query is broken.
	for back in 1 2 3; do
		[ "$COMP_CWORD" -gt "$back" ] || break
		case "\${COMP_WORDS[COMP_CWORD-back]}" in
			${queryFlags.join('|')}) _driverdex_query "$word"; return;;
		esac
	done
	case "$word" in -*)
		case "$command" in
${flagCases.join('\n')}
		esac
		return;;
	esac
	case "$command" in
		show) [ \${#word} -ge 2 ] && _driverdex_names "$word";;
		list) _driverdex_query "$word";;
		completion) _driverdex_offer "$word" bash zsh fish;;
	esac
	return 0
}
# Where nothing is offered, files are.
complete -o default -F _driverdex driverdex
`;
}

function zsh(): string {
	const flagCases = commands.map(
		name => `		${name}) [[ "$word" == -* ]] && { compadd -- ${flagsOf(name).join(' ')}; return };;`,
	);
	return `#compdef driverdex
# zsh completion for driverdex: source <(driverdex completion zsh)
_driverdex_query() {
	local -a values
	case "$1" in
		(${open.join('|')}):*)
			values=("\${(@f)$(driverdex completion query -- "$1" 2>/dev/null)}")
			values=("\${(@)values:#*[^${valueLetters}]*}")
			compadd -- "\${(@)values:#}";;
		*:*) compadd -- ${wholeValues.map(shellWord).join(' ')};;
		*) compadd -S '' -- ${fields.join(' ')};;
	esac
}
_driverdex() {
	emulate -L zsh
	local word="\${words[CURRENT]}"
	local -a names
	if (( CURRENT == 2 )); then
		compadd -- ${commands.join(' ')}
		return
	fi
 	if [[ "\${words[CURRENT-1]}" == (${queryFlags.join('|')}) ]]; then
		_driverdex_query "$word"
		return
	fi
	case "\${words[2]}" in
${flagCases.join('\n')}
	esac
	case "\${words[2]}" in
		show)
			(( \${#word} >= 2 )) || return
			names=("\${(@f)$(${listWords})}")
			names=("\${(@)names:#*[^${nameLetters}]*}")
			names=("\${(@M)names:#\${word}*}")
			compadd -- "\${(@)names:#}";;
		list) _driverdex_query "$word";;
		completion) compadd -- bash zsh fish;;
		*) _files;;
	esac
}
compdef _driverdex driverdex
`;
}

function fish(): string {
	const flags = commands.flatMap(name =>
		flagsOf(name).map(
			flag => `complete -c driverdex -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
		),
	);
	return `# fish completion for driverdex: driverdex completion fish | source
complete -c driverdex -f
${commands.map(name => `complete -c driverdex -n __fish_use_subcommand -a ${name}`).join('\n')}
${flags.join('\n')}
complete -c driverdex -n '__fish_seen_subcommand_from list' -a '${fields.join(' ')} ${wholeValues.map(fishWord).join(' ')}'
function __driverdex_values
	set -l word (commandline -ct)
	string match -q -r '^(${open.join('|')}):' -- "$word"; or return
	for one in (driverdex completion query -- "$word" 2>/dev/null)
		string match -q -r -- '^[${valueLetters}]+$' $one; and echo $one
	end
end
complete -c driverdex -n '__fish_seen_subcommand_from list' -a '(__driverdex_values)'
complete -c driverdex -n 'contains -- (commandline -opc)[-1] ${queryFlags.join(' ')}' -a '${fields.join(' ')} ${wholeValues.map(fishWord).join(' ')} (__driverdex_values)'
complete -c driverdex -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c driverdex -n '__fish_seen_subcommand_from host audit news survey validate import assess backtest diff' -F
function __driverdex_names
	set -l word (commandline -ct)
	test (string length -- "$word") -ge 2; or return
	set -l pattern (string replace -a -- , '?' "$word")
	set -l words
	if string match -q 'CONFIG_*' -- $word
		set -l rest (string sub -s 8 -- $pattern)
		set words (${listSymbols('$rest')})
	else
		set words (${listNames('$pattern')})
	end
	for one in $words
		string match -q -r -- '^[${nameLetters}]+$' $one; or continue
		test (string sub -l (string length -- "$word") -- $one) = "$word"; and echo $one
	end
end
complete -c driverdex -n '__fish_seen_subcommand_from show' -a '(__driverdex_names)'
`;
}
