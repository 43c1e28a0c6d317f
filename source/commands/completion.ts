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

const names = 'driverdex list --format csv 2>/dev/null -- "module:$word*" | tail -n +2 | cut -d, -f1';

const scripts: Readonly<Record<string, () => string>> = {
	bash: () => `# bash completion for driverdex: source <(driverdex completion bash)
_driverdex() {
	local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}"
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "${commands.join(' ')}" -- "$word"))
		return
	fi
	case "$command" in
${commands
	.map(
		name =>
			`		${name}) case "$word" in -*) COMPREPLY=($(compgen -W "${flagsOf(name).join(' ')}" -- "$word")); return;; esac;;`,
	)
	.join('\n')}
	esac
	case "$command" in
		show) [ \${#word} -ge 2 ] && COMPREPLY=($(compgen -W "$(${names})" -- "$word"));;
		list) COMPREPLY=($(compgen -S '' -W "${fields.join(' ')}" -- "$word")); compopt -o nospace;;
		*) COMPREPLY=($(compgen -f -- "$word"));;
	esac
}
complete -F _driverdex driverdex
`,
	zsh: () => `#compdef driverdex
# zsh completion for driverdex: source <(driverdex completion zsh)
_driverdex() {
	local word="\${words[CURRENT]}"
	if (( CURRENT == 2 )); then
		compadd -- ${commands.join(' ')}
		return
	fi
	case "\${words[2]}" in
${commands
	.map(name => `		${name}) [[ "$word" == -* ]] && { compadd -- ${flagsOf(name).join(' ')}; return };;`)
	.join('\n')}
	esac
	case "\${words[2]}" in
		show) (( \${#word} >= 2 )) && compadd -- \${(f)"$(${names})"};;
		list) compadd -S '' -- ${fields.join(' ')};;
		*) _files;;
	esac
}
compdef _driverdex driverdex
`,
	fish: () => `# fish completion for driverdex: driverdex completion fish | source
complete -c driverdex -f
${commands.map(name => `complete -c driverdex -n __fish_use_subcommand -a ${name}`).join('\n')}
${commands
	.flatMap(name =>
		flagsOf(name).map(
			flag => `complete -c driverdex -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
		),
	)
	.join('\n')}
complete -c driverdex -n '__fish_seen_subcommand_from list' -a '${fields.join(' ')}'
complete -c driverdex -n '__fish_seen_subcommand_from host audit survey validate import' -F
function __driverdex_names
	set -l word (commandline -ct)
	${names}
end
complete -c driverdex -n '__fish_seen_subcommand_from show' -a '(__driverdex_names)'
`,
};
