// Package query is the one language for asking: a filter text is parsed,
// checked against a register's declaration, and printed again. Saved views, the
// API, figures and campaigns all use it. It does no I/O, reads no clock and
// writes no SQL; the store makes SQL from the checked tree.
//
// # The language
//
// It is a subset of AIP-160 (google.aip.dev/160) with dates, relations and Swedish words.
//
//		kind = shared_it AND decided_on >= asof-36m
//		status = (open, planned) -owner:*
//		has(classifications, status = decided AND decided_on >= 2020-01-01)
//		answered_on <= @due_on OR object.kind != system
//
//	  - Comparison: = != < <= > >=, and ":" which means contains for texts,
//	    has the member for sets, and = for all else. "field:*" is any value at all.
//	    "= null" is no value. "= (a, b)" is any of; "!= (a, b)" is none of.
//	  - AND (OCH), OR (ELLER), NOT (ICKE, or a leading "-"), parentheses. These words
//	    are read in either case. Terms side by side are joined by AND.
//	    NOT binds tightest, then AND, then OR: "a = 1 OR b = 2 AND c = 3" is
//	    "a = 1 OR (b = 2 AND c = 3)". AIP-160 has it the other way round; this is
//	    the order of SQL, of other programs and of what people expect.
//	  - has(relation), has(relation, filter), lacks(…); in Swedish har(…), saknar(…).
//	    Given a field instead of a relation, they ask for any value and for none.
//	  - object.kind follows a relation to a single record. "object.kind != x" is
//	    NOT object.kind = x, so it also holds where there is no object.
//	  - Values: bare words, "quoted" or 'quoted' with \" \' \\ \n \t, numbers with a
//	    decimal point, dates 2023-10-31, instants of RFC 3339, true and false.
//	    Money is in öre, as in the API; with the suffix kr in kronor: 1500.50kr.
//	  - Dates counted from the as-of date: asof, yearstart and yearend (of its calendar
//	    year), each with offsets such as -12m, +90d, -2y. Months and years keep the day
//	    of the month, or take the last one there is (29 Feb - 1y is 28 Feb).
//	    year, year-1 and year+1 are its year, for whole numbers and texts.
//	    For instants also now, with offsets in h, d, m, y. Quote a word to be
//	    rid of such a meaning.
//	  - @field as value compares with another field of the same record.
//	  - Names are identifiers or labels; a label with spaces is quoted.
//
// # True and false only
//
// There is no third truth value. A comparison with an empty field is false,
// and NOT, != and lacks are exact complements: "kind != system" also finds
// records without a kind. In SQL that is NOT as "(…) IS NOT TRUE".
package query
