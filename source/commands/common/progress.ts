import {write} from '../../terminal/output.ts';
import {grouped} from '../../text/numbers.ts';
import {progressLine} from '../../text/progress.ts';
import {fitToPrint} from '../../text/sanitise.ts';
import {createTheme, isUtf8Locale} from '../../text/theme.ts';
import {isTerminal} from './context.ts';

/** How far a long command has come, said on standard error. */
export interface ProgressReport {
	(progress: {stage: string; done: number; total: number | null}): void;
	/** Ends the bar, so that what follows starts on a line of its own. */
	end(): void;
}

/** Milliseconds between two drawings of the bar. */
const interval = 80;

/**
 * A bar on one line of a terminal; elsewhere (a log, a pipe) one plain line a stage, when it ends, so that
 * nothing has to be filtered out.
 */
export function progressReport(environment: Readonly<Record<string, string | undefined>>): ProgressReport {
	const onTerminal = isTerminal(2) && environment.TERM !== 'dumb';
	const theme = createTheme({depth: 0, ascii: !isUtf8Locale(environment)});
	let drawn = 0;
	let last: {stage: string; done: number; total: number | null} | null = null;
	const finishStage = () => {
		if (last === null) return;
		const count = last.total ?? last.done;
		const line = fitToPrint(count === 0 ? last.stage : `${last.stage}: ${grouped(count)}`);
		write(2, onTerminal ? `\r\u001b[K${line}\n` : `${line}\n`);
	};
	const report = (progress: {stage: string; done: number; total: number | null}) => {
		if (last !== null && last.stage !== progress.stage) {
			finishStage();
			drawn = 0;
		}
		last = progress;
		if (!onTerminal || Date.now() - drawn < interval) return;
		drawn = Date.now();
		write(2, `\r\u001b[K${fitToPrint(progressLine(theme, progress, 79))}`);
	};
	return Object.assign(report, {
		end() {
			finishStage();
			last = null;
		},
	});
}
