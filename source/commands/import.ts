import {importDossiers as applyImports} from '../dataset/import-dossiers.ts';
import {loadDataset} from '../dataset/load.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {counted} from '../text/numbers.ts';
import type {Context} from './common/context.ts';
import {readDossiers} from './common/read-dossiers.ts';
import {writeInto} from './common/write-into.ts';

/** `driverdex import FILE…`: dossiers and facts of published pages, beside the data set's own verdicts. */
export async function importDossiers(context: Context): Promise<number> {
	if (context.input.length === 0) {
		throw new UserError(
			'import wants a file.',
			'A dossier.json, a folder with one dossier.json per driver directory in it, or an NDJSON file of published pages.',
			exitStatus.usage,
		);
	}
	return writeInto(
		context.data,
		{command: 'driverdex import', isNew: false},
		async (writing, interruption) => {
			const imports = readDossiers(context.input, {
				assessor: context.flags.assessor === 'person' ? 'person' : 'dossier',
				origin: (context.flags.origin as string | undefined) ?? null,
			});
			const {manifest, options, gone, outside, platforms, ...records} = loadDataset(context.data);
			await interruption.check();
			const {counts: _counts, files: _files, schemaVersion: _version, ...kept} = manifest;
			const result = applyImports(records, imports);
			await interruption.check();
			writing.write({manifest: kept, ...result, options, gone, outside, platforms});
			for (const [path, count] of result.reached) {
				if (count > 0) context.out(`${path}: applied to ${counted(count, 'record')}\n`);
			}
			for (const path of result.missing)
				context.remark(`${path}: nothing of Linux ${manifest.treeVersion} lies there; left out`);
			return result.missing.length === result.reached.size ? exitStatus.failed : exitStatus.ok;
		},
	);
}
