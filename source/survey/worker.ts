/** The body of the survey's threads. Bundled on its own, because a worker starts from a script file. */
import {parentPort, workerData} from 'node:worker_threads';
import {walkShare} from './releases/ids/age-threads.ts';
import type {AgesJob} from './releases/ids/id-ages.ts';
import {type IdsJob, readIdsShare} from './tree/ids/pool.ts';
import {type ScanJob, scanShare} from './tree/sources/scan-pool.ts';

const job = workerData as ScanJob | IdsJob | AgesJob;
const send = (message: unknown): void => parentPort?.postMessage(message);
if ('agedDrivers' in job) void walkShare(job, send);
else if ('idSources' in job) readIdsShare(job, send);
else scanShare(job, send);
