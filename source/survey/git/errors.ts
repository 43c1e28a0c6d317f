import {UserError} from '../../dossier/user-error.ts';

/** What kept git's history from being read at all. */
export type GitTrouble =
	| 'git-missing'
	| 'not-a-repository'
	| 'no-commits'
	| 'bad-date'
	| 'unreadable'
	| 'no-room';

/** Git's history can't be surveyed. The message says what is wrong and where; `advice` says what to do. */
export class GitSurveyError extends UserError {
	readonly trouble: GitTrouble;
	/** The repository as it was named. */
	readonly where: string;

	constructor(trouble: GitTrouble, what: string, where: string, advice: string) {
		super(`${what}: ${where}`, advice);
		this.name = 'GitSurveyError';
		this.trouble = trouble;
		this.where = where;
	}
}
