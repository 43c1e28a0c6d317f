/** Buses that new machines no longer have, as buses and as options are called. */
export const legacyBuses = new Set([
	'isa',
	'eisa',
	'pcmcia',
	'parport',
	'gameport',
	'nubus',
	'zorro',
	'dio',
	'tc',
	'mca',
	'sbus',
]);
