/** Limits of class lists. Each has its reason; units end its name. */

/**
 * Longest class list: a university's whole year fits into a tenth of it.
 *
 * Against: a wrong file, e.g. a film, that would fill the memory.
 */
export const roster_bytes_max = 1_048_576;

/**
 * Students of one list: what the page can be told at once.
 *
 * Against: a list that makes the page slow.
 */
export const students_max = 2_000;

/**
 * Characters of a name, a number or a class; longer ones are cut.
 *
 * Against: names that push everything else out of a line.
 */
export const roster_characters_max = 40;

/**
 * Wrong lines of a list that are named; more are only counted.
 *
 * Against: a log full of complaints about one file.
 */
export const roster_faults_told_max = 20;
