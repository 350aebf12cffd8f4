// Package review makes the management review (Ledningens genomgång, ISO/IEC
// 27001:2022 9.3): an outline that is data becomes sections with figures, lists
// and texts as they stood at a time, then a document, and after the head's
// decision a frozen copy. Build is the entry. It reads only through the
// caller's scope and changes nothing except through command.
package review
