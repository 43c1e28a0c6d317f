/** The body of a scanning thread. Bundled on its own, because a worker starts from a script file. */
import {parentPort, workerData} from 'node:worker_threads';
import {type ScanJob, scanShare} from './scan-pool.ts';

const job = workerData as ScanJob;
scanShare(job, batch => parentPort?.postMessage(batch));
