/** What the fields of records are made of: texts, counts, dates, names, places. */
import * as v from 'valibot';
import {configSymbol, kernelFolder, objectName} from '../kernel-names.ts';

export const text = v.pipe(v.string(), v.minLength(1));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const date = v.pipe(
	v.string(),
	v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'not a date as YYYY-MM-DD'),
);
export const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month as YYYY-MM'));
export const place = v.pipe(v.string(), v.regex(/^[^\s:][^:]*(:\d+)?$/, 'not a place as file:line'));
export const kernelPath = v.pipe(v.string(), v.regex(kernelFolder, 'not a path under drivers/ or sound/'));
export const moduleName = v.pipe(v.string(), v.regex(objectName, 'not a name of a Kbuild object'));
export const symbol = v.pipe(v.string(), v.regex(configSymbol, 'not a CONFIG symbol'));
export const url = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/, 'not an http address'));
export const cveId = v.pipe(v.string(), v.regex(/^CVE-\d{4}-\d{4,}$/, 'not a CVE id'));
