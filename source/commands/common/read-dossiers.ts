import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {Imports} from '../../dataset/imports/import-dossiers.ts';
import {importValue} from '../../dataset/imports/import-value.ts';
import {UserError} from '../../dossier/user-error.ts';
import {readRegularText} from '../../files/regular.ts';

/**
 * Dossiers of files, and of every dossier.json below folders; a file that ends in .ndjson holds the facts of one
 * published page a line. Throws a UserError that names the bad one.
 */
export function readDossiers(
	paths: readonly string[],
	options: {assessor: 'dossier' | 'person'; origin: string | null},
): Imports {
	return dossiersOf(readDossierValues(paths), options);
}

/** The dossiers and pages that values are. Throws a UserError that names the bad one. */
export function dossiersOf(
	values: readonly {value: unknown; where: string}[],
	options: {assessor: 'dossier' | 'person'; origin: string | null},
): Imports {
	const imports: {assessments: Imports['assessments'][number][]; figures: Imports['figures'][number][]} = {
		assessments: [],
		figures: [],
	};
	for (const {value, where} of values) {
		const {assessment, figures} = importValue(value, where, options);
		if (assessment !== null) imports.assessments.push(assessment);
		if (figures !== null) imports.figures.push(figures);
	}
	return imports;
}

/** The JSON values of files, and of every dossier.json below folders, each with its place, as yet unread. */
export function readDossierValues(paths: readonly string[]): {value: unknown; where: string}[] {
	return paths.flatMap(dossierFiles).flatMap(readValues);
}

/** Most bytes of a file of dossiers: the whole published corpus has forty million. */
const mostBytes = 256 << 20;

/** The JSON values of a file, each with its place: one, or one a line. */
function readValues(path: string): {value: unknown; where: string}[] {
	const parse = (text: string, where: string) => {
		try {
			return {value: JSON.parse(text) as unknown, where};
		} catch (error) {
			throw new UserError(
				`${where} can't be read: ${(error as Error).message}.`,
				'Give a dossier in the published schema, as JSON. Nothing was imported.',
			);
		}
	};
	const text = readRegularText(path, {
		...{most: mostBytes, what: 'file of dossiers'},
		advice: 'Check the path. Nothing was imported.',
	});
	if (!path.endsWith('.ndjson')) return [parse(text, path)];
	return text
		.split('\n')
		.flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `${path}:${index + 1}`)]));
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
