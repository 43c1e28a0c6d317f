/** Run by the build: writes the index of the data set whose folder is given, where it is missing or out of date. */
import {restoreIndex} from '../dataset/make-index.ts';

restoreIndex(process.argv[2]!);
