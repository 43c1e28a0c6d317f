/** Prints the manual page for build.mjs. */
import {manualPage} from './manual.ts';

process.stdout.write(manualPage(process.argv[2]!));
