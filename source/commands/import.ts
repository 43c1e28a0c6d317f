import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {type ImportedAssessment, importAssessments} from '../dataset/import-dossiers.ts';
import {loadDataset} from '../dataset/load.ts';
import {writeDataset} from '../dataset/writer.ts';
import {assessmentOf, readReferenceDossier} from '../dossier/reference-dossier.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {counted} from '../text/numbers.ts';
import type {Context} from './common/context.ts';

/** `driverdex import FILE…`: dossiers in the published schema, beside the data set's own verdicts. */
export function importDossiers(context: Context): number {
	if (context.input.length === 0) {
		throw new UserError(
			'import wants a file.',
			'A dossier.json, or a folder with one dossier.json per driver directory in it.',
			exitStatus.usage,
		);
	}
	const assessments = readDossiers(context.input, {
		assessor: context.flags.assessor === 'person' ? 'person' : 'dossier',
		origin: (context.flags.origin as string | undefined) ?? null,
	});
	const {manifest, options, ...records} = loadDataset(context.data);
	const {counts: _counts, files: _files, schemaVersion: _version, ...kept} = manifest;
	const result = importAssessments(records, assessments);
	writeDataset(context.data, {manifest: kept, ...result, options});
	for (const [path, count] of result.reached) {
		if (count > 0) context.out(`${path}: applied to ${counted(count, 'record')}\n`);
	}
	for (const path of result.missing)
		context.remark(`${path}: nothing of Linux ${manifest.treeVersion} lies there; left out`);
	return result.missing.length === assessments.length ? exitStatus.failed : exitStatus.ok;
}

/** Dossiers of files, and of every dossier.json below folders. Throws a UserError that names the bad one. */
export function readDossiers(
	paths: readonly string[],
	options: {assessor: 'dossier' | 'person'; origin: string | null},
): ImportedAssessment[] {
	return paths.flatMap(dossierFiles).map(path => {
		let value: unknown;
		try {
			value = JSON.parse(readFileSync(path, 'utf8'));
		} catch (error) {
			throw new UserError(
				`${path} can't be read: ${(error as Error).message}.`,
				'Give a dossier in the published schema, as JSON. Nothing was imported.',
			);
		}
		return assessmentOf(readReferenceDossier(value, path), options);
	});
}

function dossierFiles(path: string): string[] {
	let isFolder: boolean;
	try {
		isFolder = statSync(path).isDirectory();
	} catch (error) {
		throw new UserError(
			`${path} can't be read: ${(error as Error).message}.`,
			'Check the path. Nothing was imported.',
		);
	}
	if (!isFolder) return [path];
	const files = readdirSync(path, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile() && entry.name === 'dossier.json')
		.map(entry => join(entry.parentPath, entry.name))
		.sort();
	if (files.length === 0) {
		throw new UserError(
			`${path} holds no dossier.json.`,
			'Name the dossiers one by one, or the folder above them.',
		);
	}
	return files;
}
