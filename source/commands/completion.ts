import {queryFields} from '../dossier/query/query.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
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
const wholeValues = closed.flatMap(({name, values}) => values.map(value => `${name}:${value}`));

/** `driverdex completion SHELL`: a script for the shell to source. Names are completed by asking `list`. */
export function completion(context: Context): number {
	const [shell] = context.input;
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

/** What the names offered are made of, as a set of a shell's patterns; others would have to be quoted, and none is real. */
const nameLetters = 'A-Za-z0-9_,.+-';

/**
 * Names of modules that begin with `$word`, a line each; a comma would be taken for the next value. What stands in a
 * data set is text that others wrote: it passes through a shell only as lines that are read, never as words that the
 * shell expands.
 */
const listNames = (word: string) =>
	`driverdex list --format csv -- "module:${word}*" 2>/dev/null | sed -e 1d -e 's/^"\\([^"]*\\)".*/\\1/' -e t -e 's/,.*//'`;

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
	done < <(${listNames(`\${word//,/?}`)})
}
_driverdex() {
	local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}"
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		_driverdex_offer "$word" ${commands.join(' ')}
		return
	fi
	case "$word" in -*)
		case "$command" in
${flagCases.join('\n')}
		esac
		return;;
	esac
	case "$command" in
		show) [ \${#word} -ge 2 ] && _driverdex_names "$word";;
		list)
			# bash breaks words at a colon: a value stands alone after its field.
			local field=
			[ "$word" = : ] && { field="\${COMP_WORDS[COMP_CWORD-1]}"; word=; }
			[ "\${COMP_WORDS[COMP_CWORD-1]}" = : ] && field="\${COMP_WORDS[COMP_CWORD-2]}"
			case "$field" in
${closed.map(({name, values}) => `				${name}) _driverdex_offer "$word" ${values.join(' ')};;`).join('\n')}
				'') _driverdex_offer "$word" ${fields.join(' ')}; compopt -o nospace 2>/dev/null;;
			esac;;
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
_driverdex() {
	emulate -L zsh
	local word="\${words[CURRENT]}"
	local -a names
	if (( CURRENT == 2 )); then
		compadd -- ${commands.join(' ')}
		return
	fi
	case "\${words[2]}" in
${flagCases.join('\n')}
	esac
	case "\${words[2]}" in
		show)
			(( \${#word} >= 2 )) || return
			names=("\${(@f)$(${listNames(`\${word//,/?}`)})}")
			names=("\${(@)names:#*[^${nameLetters}]*}")
			names=("\${(@M)names:#\${word}*}")
			compadd -- "\${(@)names:#}";;
		list)
			case "$word" in
				*:*) compadd -- ${wholeValues.join(' ')};;
				*) compadd -S '' -- ${fields.join(' ')};;
			esac;;
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
complete -c driverdex -n '__fish_seen_subcommand_from list' -a '${fields.join(' ')} ${wholeValues.join(' ')}'
complete -c driverdex -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c driverdex -n '__fish_seen_subcommand_from host audit news survey validate import assess backtest diff' -F
function __driverdex_names
	set -l word (commandline -ct)
	test (string length -- "$word") -ge 2; or return
	set -l pattern (string replace -a -- , '?' "$word")
	for one in (${listNames('$pattern')})
		string match -q -r -- '^[${nameLetters}]+$' $one; or continue
		test (string sub -l (string length -- "$word") -- $one) = "$word"; and echo $one
	end
end
complete -c driverdex -n '__fish_seen_subcommand_from show' -a '(__driverdex_names)'
`;
}
