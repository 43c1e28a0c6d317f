/** Run by pack.mjs: DATA OUT BUILD writes the data set in the folder DATA into the file OUT, behind the program on standard input. */
import {readFileSync, writeFileSync} from 'node:fs';
import {packArchive} from '../../dataset/archive/pack.ts';
import {datasetFiles, optionalFiles, readWhole} from '../../dataset/files.ts';
import {readManifest} from '../../dataset/open-files.ts';
import {isUserError} from '../../dossier/user-error.ts';

const [data, out, build] = process.argv.slice(2) as [string, string, string];
try {
	const {files} = readManifest(data);
	const named = [...datasetFiles, ...optionalFiles].filter(file => files[file] !== undefined);
	const contents = new Map<string, Buffer>(
		(['manifest.json', ...named] as const).map(file => [file, readWhole(data, file)]),
	);
	writeFileSync(out, packArchive(contents, {build, program: readFileSync(0)}));
} catch (error) {
	if (!isUserError(error)) throw error;
	console.error(`${error.message}\n${error.advice}`);
	process.exitCode = error.status;
}
