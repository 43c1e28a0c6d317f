import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {ImportedAssessment} from '../../dataset/import-dossiers.ts';
import {assessmentOf, readReferenceDossier} from '../../dossier/reference-dossier.ts';
import {UserError} from '../../dossier/user-error.ts';

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
