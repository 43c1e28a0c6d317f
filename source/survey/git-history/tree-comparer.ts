import {firstComplaint, type Git, type GitChild, startGit} from '../git/process.ts';
import {addNumstat, type CommitChanges} from './changes.ts';

/** One `git diff-tree --stdin`, which counts the lines between two trees, one pair after another. */
export class TreeComparer {
	private readonly child: GitChild;
	private text = '';
	private onAnswer: (text: string) => void = () => {};

	constructor(git: Git) {
		this.child = startGit(git, [
			'diff-tree',
			'--stdin',
			'-z',
			'--numstat',
			'--no-renames',
			'--no-ext-diff',
			'--no-textconv',
			'--no-relative',
		]);
		this.child.stdout.setEncoding('utf8');
		this.child.stdout.on('data', (text: string) => {
			this.text += text;
			// A line that is no id comes back as it is, and is flushed: the answer before it is whole.
			if (!this.text.endsWith('#\n')) return;
			const answer = this.text;
			this.text = '';
			this.onAnswer(answer);
		});
	}

	/**
	 * Lines added and removed in every file that differs, by name. No name may have a # or a newline in it. Where git
	 * fails, its complaint; then it is gone. One pair at a time.
	 */
	compare([before, after]: readonly [string, string]): Promise<CommitChanges | string> {
		return new Promise((resolve, reject) => {
			this.onAnswer = text => {
				const changes: CommitChanges = {paths: [], lines: []};
				// Both ids stand before the records, and nothing between the last one's NUL and the mark.
				const records = text.slice(text.indexOf('\n') + 1).split('\0');
				for (const record of records.slice(0, -1)) addNumstat(changes, record);
				resolve(changes);
			};
			this.child.ended.then(({complaint}) => resolve(firstComplaint(complaint)), reject);
			this.child.stdin.write(`${before} ${after}\n#\n`);
		});
	}

	stop(): void {
		this.child.stop();
	}
}
