/** A command line that can be tried, from docs/examples/, on the shipped data. */
export interface Example {
	line: string;
	about: string;
	/** The exit statuses that it may have, where it is not 0 alone: what it finds may differ from machine to machine. */
	statuses?: readonly number[];
	/** What it needs beside the program: it is tried in a terminal, or not at all where only a person has the files. */
	needs?: 'terminal' | 'own files';
}

const atRisk = [0, 1, 2];

const examples: Readonly<Record<string, readonly Example[]>> = {
	'': [
		{line: 'driverdex', about: 'all drivers, those at risk first', needs: 'terminal'},
		{line: 'driverdex sub:infiniband', about: 'the explorer, narrowed to a subsystem', needs: 'terminal'},
		{line: 'driverdex --mine', about: 'only what this machine has or you watch', needs: 'terminal'},
	],
	show: [
		{line: 'driverdex show mlx4_ib', about: 'one dossier'},
		{line: 'driverdex show CONFIG_E1000E --json', about: 'the record of the driver of an option'},
		{line: 'driverdex show 15b3:1003', about: 'who claims a device, and since which release'},
		{line: 'driverdex show r8712u', about: 'a driver that is gone: since when, why, what instead'},
	],
	list: [
		{
			line: 'driverdex list rec:remove --columns module,risk,title --limit 5',
			about: 'what is on its way out',
		},
		{line: 'driverdex list state:fading sub:net --format csv', about: 'what fades, for a spreadsheet'},
		{line: 'driverdex list state:gone --limit 5', about: 'what earlier kernels had'},
	],
	host: [
		{line: 'driverdex host', about: 'the drivers of this machine, worst first', statuses: atRisk},
		{line: 'driverdex host --from server.lspci', about: 'what somebody pasted', statuses: [0, 1]},
		{
			line: 'driverdex host --from server.lspci --fail-on rhel:removed',
			about: 'at risk is what RHEL dropped',
			statuses: [0, 1],
		},
	],
	audit: [
		{
			line: 'driverdex audit server.config',
			about: 'the options that enable drivers at risk',
			statuses: [0, 1],
		},
		{
			line: 'driverdex audit --fragment server.config',
			about: 'a fragment that turns them off',
			statuses: [0, 1],
		},
		{
			line: 'driverdex audit server.config --against rhel',
			about: 'what you enable and RHEL has off',
			statuses: [0, 1],
		},
	],
	news: [
		{
			line: 'driverdex news --since 2026-06-01',
			about: 'dated news of what you watch or run',
			statuses: atRisk,
		},
	],
	survey: [
		{
			line: 'driverdex survey --tree linux --releases linux.git --lore linux-rdma.git --out my-data',
			about: 'a data set of your own tree, its releases and one mailing list',
			needs: 'own files',
		},
	],
	rank: [
		{line: 'driverdex rank sub:net --format csv', about: 'which directories of a subsystem are dormant'},
	],
	probe: [
		{
			line: "driverdex probe floppy --with 'my-agent --json'",
			about: 'a dossier by a model of your choice',
			needs: 'own files',
		},
	],
	verify: [
		{
			line: 'driverdex verify --tree linux',
			about: 'whether what the dossiers cite stands in the tree',
			needs: 'own files',
		},
	],
	import: [
		{
			line: 'driverdex import dossier.json --origin vendor',
			about: 'verdicts made elsewhere, beside ours',
			needs: 'own files',
		},
	],
	assess: [{line: 'driverdex assess --explain floppy', about: 'every rule that speaks of a driver'}],
	backtest: [
		{
			line: 'driverdex backtest data-6.1 linux-6.12',
			about: 'how right the verdicts of 6.1 were',
			needs: 'own files',
		},
	],
	diff: [{line: 'driverdex diff data-7.2 data-7.3', about: 'what a new survey changed', needs: 'own files'}],
	validate: [{line: 'driverdex validate', about: 'every record and citation of the shipped data'}],
	config: [{line: 'driverdex config', about: 'what is in force, and where it comes from'}],
	completion: [{line: 'driverdex completion bash', about: 'for source <(driverdex completion bash)'}],
};

/** The examples of a command; '' is driverdex alone. */
export function examplesOf(command: string): readonly Example[] {
	return examples[command] ?? [];
}

/** All of them, by command. */
export const allExamples: readonly Example[] = Object.values(examples).flat();
