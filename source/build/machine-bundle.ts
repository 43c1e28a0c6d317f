/** What the bundle machine.cjs exports: the commands that look at a machine or at its kernel's configuration. */
import {audit} from '../commands/audit.ts';
import type {Command} from '../commands/common/context.ts';
import {host} from '../commands/host.ts';
import {news} from '../commands/news.ts';

/** By their names on the command line. They answer at once, but other commands don't need their code. */
export const machineCommands: Readonly<Record<string, Command>> = {host, audit, news};
export {blockList} from '../commands/block-list.ts';
export {machineDrivers} from '../commands/common/machine-drivers.ts';
