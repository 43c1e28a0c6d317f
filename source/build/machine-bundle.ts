import {audit} from '../commands/audit.ts';
import type {Command} from '../commands/common/context.ts';
import {host} from '../commands/host.ts';

/** Commands that look at a machine or at its kernel's configuration: a bundle of their own, quick but not needed by others. */
export const machineCommands: Readonly<Record<string, Command>> = {host, audit};
