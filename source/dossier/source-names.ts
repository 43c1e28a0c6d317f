/** What sources are called in a manifest where others look them up there. */

/** LKDDb's lists; the revision is the oldest kernel that there is a list of. */
export const listsSourceName = 'lists of earlier kernels (LKDDb)';
