import {resolve} from 'node:path';

/** A path that a command line leads to from any folder; `-` is no path. */
export const fromAnyFolder = (path: string): string => (path === '-' ? path : resolve(path));
