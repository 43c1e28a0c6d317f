/** The body of a scanning thread. Bundled on its own, because a worker starts from a script file. */
import {parentPort, workerData} from 'node:worker_threads';
import {type IdsJob, readIdsShare} from '../ids/pool.ts';
import {type ScanJob, scanShare} from './scan-pool.ts';

const job = workerData as ScanJob | IdsJob;
if ('idSources' in job) readIdsShare(job, batch => parentPort?.postMessage(batch));
else scanShare(job, batch => parentPort?.postMessage(batch));
