// Package respond is what the office does when something has happened or
// somebody asks: incidents with their tracks, clocks, notices and boards told,
// the situational picture, and data subjects' requests. Install adds its rules
// and consequences to the commands; the texts are made from records. It writes
// only through command.
package respond
