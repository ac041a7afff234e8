// Package git reads a repository's history: every commit reachable from a
// head, what each changed, and for every change the versions that its lines
// come from.
//
// The work is split in two. Commits and tree changes come from one `git log`
// process. Contents are read in process from the pack files, each once, and
// compared in parallel; whatever the packs do not hold is asked of
// `git cat-file`. A content that cannot be had makes the numbers of that
// change unknown and is reported as a gap; it never stops the read.
//
// Nothing of the repository is run, and nothing is written to it but notes that
// somebody asked for (EditNotes). What the facts mean (who owns a line, what is a
// hotspot) is not this package's job.
package git
