import type {Edit} from '../edit.ts';
import {attackBoundEdits} from './attack-bounds.ts';
import {attackModelEdits} from './attack-models.ts';
import {attackSurveyEdits} from './attack-survey.ts';
import {attackEdits} from './attacks.ts';
import {blockingEdits} from './blocking.ts';
import {commandEdits} from './commands.ts';
import {configurationEdits} from './configurations.ts';
import {dossierEdits} from './dossier.ts';
import {explorerEdits} from './explorer.ts';
import {familyEdits} from './families.ts';
import {inputEdits} from './inputs.ts';
import {longLineEdits} from './long-lines.ts';
import {lookUpEdits} from './look-ups.ts';
import {machineDoorEdits} from './machine-doors.ts';
import {referenceEdits} from './reference.ts';
import {screenEdits} from './screen.ts';
import {surveyEdits} from './survey.ts';
import {verdictEdits} from './verdict.ts';
import {wholeJobEdits} from './whole-jobs.ts';

/** Every edit that `npm run mutate` makes. A promise worth a test is worth a line here. */
export const edits: readonly Edit[] = [
	...dossierEdits,
	...surveyEdits,
	...longLineEdits,
	...lookUpEdits,
	...verdictEdits,
	...wholeJobEdits,
	...screenEdits,
	...explorerEdits,
	...familyEdits,
	...commandEdits,
	...configurationEdits,
	...inputEdits,
	...blockingEdits,
	...machineDoorEdits,
	...referenceEdits,
	...attackEdits,
	...attackSurveyEdits,
	...attackModelEdits,
	...attackBoundEdits,
];
