import {type OpenForWriting, openForWriting} from '../../dataset/open-for-writing.ts';
import {interruptible} from './interruptible.ts';
import {tellWriting} from './threads/apart.ts';

/** How far a signal to end has come. */
export interface Interruption {
	signal: AbortSignal;
	/** Between two steps that keep the process busy: hears of signals that came meanwhile, and throws after one. */
	check(): Promise<void>;
}

/**
 * Does work that ends in a data set being written: nobody else writes it meanwhile, and whatever ends the work lets
 * others write again. Throws a UserError before the work begins where `directory` may not be written, see
 * openForWriting.
 */
export function writeInto<Result>(
	directory: string,
	options: {command: string; isNew: boolean},
	work: (writing: OpenForWriting, interruption: Interruption) => Promise<Result>,
): Promise<Result> {
	return interruptible(async signal => {
		const writing = openForWriting(directory, {...options, onTaken: tellWriting});
		const check = async () => {
			await new Promise(resolve => setImmediate(resolve));
			signal.throwIfAborted();
		};
		try {
			return await work(writing, {signal, check});
		} finally {
			writing.close();
		}
	});
}
