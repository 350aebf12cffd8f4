package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// builder gathers the text and the bound values of one SQL read.
type builder struct {
	db    *DB
	scope Scope
	asOf  int64 // instant asked about; Open-1 = now
	known int64 // ledger position; Open = all that is known
	back  bool  // before its first version a record is read as that version
	args  []any
	n     int  // aliases given so far
	one   bool // at most one row is looked at
}

func (db *DB) builder(scope Scope, asOf time.Time, known int64) *builder {
	b := &builder{db: db, scope: scope, asOf: Open - 1, known: Open}
	if !asOf.IsZero() {
		b.asOf = asOf.UTC().UnixMicro()
	}
	if known > 0 {
		b.known = known
	}
	return b
}

// asked gives the builder of a question.
func (db *DB) asked(scope Scope, q Query) *builder {
	b := db.builder(scope, q.AsOf, q.KnownAt)
	b.back = q.Backdated && !b.current()
	return b
}

func (b *builder) bind(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

// among is the condition that a column holds one of some identities. Beyond a
// few they are bound as one value: binding each costs more than the read, and a
// text of its own for each number of them fills the kept statements.
func among[T ~string](b *builder, col string, ids []T) string {
	switch {
	case len(ids) <= 8:
		return col + " IN (" + bindAll(b, ids) + ")"
	case b.one:
		// One look into a text is less than building a set.
		return b.db.engine.within(b.bind(joined(ids, ",")), col)
	}
	return b.db.engine.among(col, b, joined(ids, ","))
}

func joined[T ~string](ids []T, with string) string {
	var s strings.Builder
	s.Grow(len(ids) * 28)
	for i, id := range ids {
		if i > 0 {
			s.WriteString(with)
		}
		s.WriteString(string(id))
	}
	return s.String()
}

func bindAll[T ~string](b *builder, ids []T) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = b.bind(string(id))
	}
	return strings.Join(out, ", ")
}

func (b *builder) current() bool { return b.asOf == Open-1 && b.known == Open }

// time is the condition that a version held at the instant, as it was known at
// the position. For the present it names the open rows alone, so that partial
// indexes serve it.
// rows names the table of the record's own versions and the column of its
// identity, by which its first version is told.
func (b *builder) time(alias, rows, id string) string {
	held := b.held(alias)
	if !b.back {
		return held
	}
	// Not yet held: then it must be the record's first version, and one that was
	// not withdrawn, as when a mistaken import is undone.
	known, open, alive := "", "", ""
	if b.known != Open {
		known = fmt.Sprintf(" AND o.opened <= %d", b.known)
		open = fmt.Sprintf(" OR %s.closed > %d", alias, b.known)
		held += fmt.Sprintf(" OR %s.opened <= %d AND", alias, b.known)
	} else {
		held += " OR"
		alive = fmt.Sprintf(`%s."until" > %d AND `, alias, b.asOf) // of both kinds: what ended before is not walked
	}
	return alive + fmt.Sprintf(`(%s %s.since > %d AND NOT EXISTS (SELECT 1 FROM %s o WHERE o.id = %s.%s AND o.since < %s.since%s) AND (%s."until" = %d%s OR EXISTS (SELECT 1 FROM %s o WHERE o.id = %s.%s AND o.since >= %s."until"%s)))`,
		held, alias, b.asOf, rows, alias, id, alias, known, alias, Open, open, rows, alias, id, alias, known)
}

func (b *builder) held(alias string) string {
	if b.current() {
		return fmt.Sprintf(`%s."until" = %d`, alias, Open)
	}
	if b.known == Open {
		return fmt.Sprintf(`%s.since <= %d AND %s."until" > %d`, alias, b.asOf, alias, b.asOf)
	}
	// A row closed after the position was then still open.
	return fmt.Sprintf(`%s.opened <= %d AND %s.since <= %d AND (%s."until" > %d OR %s.closed > %d)`,
		alias, b.known, alias, b.asOf, alias, b.asOf, alias, b.known)
}

// table gives the conditions of every read of a register: time and scope.
func (b *builder) table(t *table, alias string) []string {
	out := []string{b.time(alias, t.name, "id")}
	if s := b.of(t).where(b, t, alias); s != "" {
		out = append(out, s)
	}
	return out
}

// of is the scope that holds for a register.
func (b *builder) of(t *table) Scope { return b.scope.of(t.reg) }

// column is a field as the scope shows it: where a secrecy mark hides the
// value, the record answers as if it had none, so that no filter, order or
// count tells what is not shown.
func (b *builder) column(t *table, alias, name string) string {
	switch name {
	case "ref", "id", "org", "since":
		return alias + "." + name
	}
	col := alias + "." + quote(name)
	if f, ok := t.reg.Field(name); ok && f.Secret != "" {
		if h := b.hidden(t, alias); h != "" {
			return "CASE WHEN " + h + " THEN NULL ELSE " + col + " END"
		}
	}
	return col
}

// field is a field asked about: the register's own columns, or a value of a
// field that an organisation has declared itself.
func (b *builder) field(t *table, alias string, f query.Field) string {
	if key, ok := register.OwnKey(f.Name); ok {
		return b.own(t, alias, key, f.Type == query.Int)
	}
	return b.column(t, alias, f.Name)
}

// own is a value that an organisation has added to its records, as the scope
// shows it: where it does not, the record answers as if it had none.
func (b *builder) own(t *table, alias, key string, number bool) string {
	var shown []string
	if s := b.of(t); !s.All {
		if len(s.Homes) == 0 {
			return "CAST(NULL AS " + map[bool]string{true: "BIGINT", false: "TEXT"}[number] + ")"
		}
		shown = append(shown, among(b, alias+".org", s.Homes))
	}
	if h := b.hidden(t, alias); h != "" {
		shown = append(shown, "NOT "+h)
	}
	value := b.db.engine.member(alias+"."+quote(register.OwnName), key, number)
	if len(shown) == 0 {
		return value
	}
	return "CASE WHEN " + strings.Join(shown, " AND ") + " THEN " + value + " END"
}

// hides tells whether there is anything that the scope may hide.
func (b *builder) hides(t *table) bool {
	_, ok := t.reg.Field("secrecy")
	return ok && !b.of(t).Secret["*"]
}

// hidden is the condition that a row's secrecy-marked fields are not shown;
// empty when they always are. What is marked today is hidden in older versions
// too, since the mark was put on what they say.
func (b *builder) hidden(t *table, alias string) string {
	s := b.of(t)
	if !b.hides(t) {
		return ""
	}
	marked := func(a string) string {
		return "COALESCE(" + a + ".secrecy, 'none') <> 'none'"
	}
	h := marked(alias)
	if !b.current() {
		b.n++
		o := fmt.Sprintf("o%d", b.n)
		h = fmt.Sprintf(`(%s OR EXISTS (SELECT 1 FROM %s %s WHERE %s."until" = %d AND %s.id = %s.id AND %s))`, h, t.name, o, o, Open, o, alias, marked(o))
	}
	if shown := sorted(s.Secret); len(shown) > 0 {
		h += " AND NOT " + among(b, alias+".org", shown)
	}
	return "(" + h + ")"
}

// where compiles a checked filter on a register read under an alias.
func (b *builder) where(t *table, alias string, c query.Checked) (string, error) {
	switch c := c.(type) {
	case nil:
		return "", nil
	case query.And:
		return b.join(t, alias, c, " AND ", "1 = 1")
	case query.Or:
		return b.join(t, alias, c, " OR ", "1 = 0")
	case query.Not:
		s, err := b.where(t, alias, c.Of)
		if err != nil || s == "" {
			return "1 = 0", err
		}
		return "(" + s + ") IS NOT TRUE", nil
	case query.Empty:
		return b.field(t, alias, c.Field) + " IS NULL", nil // empty texts and sets are kept as NULL
	case query.Contains:
		return b.contains(t, alias, c)
	case query.Compare:
		return b.compare(t, alias, c)
	case query.In:
		if c.Field.Type == query.Set {
			or := make(query.Or, len(c.Values))
			for i, v := range c.Values {
				or[i] = query.Contains{Field: c.Field, Value: v.(string)}
			}
			return b.where(t, alias, or)
		}
		if c.Field.Type == query.Ref {
			return b.oneOf(t, alias, c), nil
		}
		vs := make([]string, len(c.Values))
		for i, v := range c.Values {
			vs[i] = b.bind(bindable(v))
		}
		return b.field(t, alias, c.Field) + " IN (" + strings.Join(vs, ", ") + ")", nil
	case query.FieldCompare:
		return b.field(t, alias, c.Left) + " " + c.Op.String() + " " + b.field(t, alias, c.Right), nil
	case query.Has:
		return b.has(t, alias, c)
	}
	return "", fmt.Errorf("store: a filter holds a %T", c)
}

func (b *builder) join(t *table, alias string, parts []query.Checked, with, none string) (string, error) {
	if len(parts) == 0 {
		return none, nil
	}
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		s, err := b.where(t, alias, p)
		if err != nil {
			return "", err
		}
		if s == "" {
			s = "1 = 1"
		}
		out = append(out, s)
	}
	return "(" + strings.Join(out, with) + ")", nil
}

func bindable(v any) any {
	switch x := v.(type) {
	case time.Time:
		return x.UnixMicro()
	case bool:
		if x {
			return "yes"
		}
		return "no"
	}
	return v
}

func (b *builder) compare(t *table, alias string, c query.Compare) (string, error) {
	col := b.field(t, alias, c.Field)
	if s, ok := c.Value.(string); ok && c.Field.Type == query.Ref && !register.IsID(s) {
		return col + " IN (" + b.named(t, c.Field.Name, s) + ")", nil
	}
	return col + " " + c.Op.String() + " " + b.bind(bindable(c.Value)), nil
}

// oneOf is a reference to any of several records, by identity or number. The
// identities are one list: of many equalities the planner makes a walk of all rows.
func (b *builder) oneOf(t *table, alias string, c query.In) string {
	col := b.field(t, alias, c.Field)
	var ids, or []string
	for _, v := range c.Values {
		if s, ok := v.(string); ok && !register.IsID(s) {
			or = append(or, col+" IN ("+b.named(t, c.Field.Name, s)+")")
		} else {
			ids = append(ids, b.bind(bindable(v)))
		}
	}
	if len(ids) > 0 {
		or = append(or, col+" IN ("+strings.Join(ids, ", ")+")")
	}
	if len(or) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(or, " OR ") + ")"
}

func (b *builder) contains(t *table, alias string, c query.Contains) (string, error) {
	col := b.field(t, alias, c.Field)
	if c.Field.Type == query.Set {
		f, ok := t.reg.Field(c.Field.Name)
		if ok && f.Kind == register.Links {
			to := ""
			if register.IsID(c.Value) {
				to = b.bind(c.Value)
			} else {
				to = b.named(t, c.Field.Name, c.Value)
			}
			b.n++
			l := fmt.Sprintf("l%d", b.n)
			return fmt.Sprintf(`EXISTS (SELECT 1 FROM link %s WHERE %s.kind = '%s.%s' AND %s.from_id = %s.id AND %s.to_id IN (%s) AND %s)`,
				l, l, t.reg.Name, f.Name, l, alias, l, to, b.time(l, t.name, "from_id")), nil
		}
		return b.db.engine.within(col, b.bind(";"+c.Value+";")), nil
	}
	return b.db.engine.within(b.db.engine.fold(col), b.bind(c.Value)), nil
}

// named gives the identities that a human number means in a field, within the
// scope: the numbers of records that the caller does not see answer nothing.
// The number is not asked about at a time, since a record keeps it.
func (b *builder) named(t *table, field, ref string) string {
	var targets []*table
	switch f, ok := t.reg.Field(field); {
	case field == "id":
		targets = []*table{t}
	case field == "org":
		targets = []*table{b.db.tables["org"]}
	case ok && f.Target != nil:
		targets = []*table{b.db.tables[f.Target.Name]}
	default:
		for _, r := range b.db.Catalogue.All {
			targets = append(targets, b.db.tables[r.Name])
		}
	}
	number := b.bind(ref)
	var out []string
	for _, to := range targets {
		if to == nil || b.of(to).Empty() {
			continue
		}
		b.n++
		a := fmt.Sprintf("n%d", b.n)
		text := fmt.Sprintf(`SELECT %s.id FROM record %s_r JOIN %s %s ON %s.id = %s_r.id WHERE %s_r.register = '%s' AND %s_r.ref = %s`,
			a, a, to.name, a, a, a, a, to.reg.Name, a, number)
		if s := b.of(to).where(b, to, a); s != "" {
			text += " AND " + s
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return "SELECT id FROM record WHERE ref = " + number + " AND 1 = 0"
	}
	return strings.Join(out, " UNION ALL ")
}

func (b *builder) has(t *table, alias string, c query.Has) (string, error) {
	rel, ok := t.reg.Relation(c.Relation.Name)
	if !ok {
		return "", fmt.Errorf("store: register %s has no relation %s", t.reg.Name, c.Relation.Name)
	}
	to := b.db.table(rel.To)
	b.n++
	a := fmt.Sprintf("a%d", b.n)
	from := to.name + " " + a
	var conds []string
	inner, outer := "", alias+".id" // what must be equal
	switch {
	case rel.Via.Kind == register.Links:
		l := fmt.Sprintf("l%d", b.n)
		own, other, kind, rows := "from_id", "to_id", rel.From.Name, t.name
		if rel.Inverse {
			own, other, kind, rows = "to_id", "from_id", rel.To.Name, to.name
		}
		from = "link " + l + " JOIN " + from + " ON " + a + ".id = " + l + "." + other
		inner = l + "." + own
		conds = append(conds, fmt.Sprintf("%s.kind = '%s.%s'", l, kind, rel.Via.Name), b.time(l, rows, "from_id"))
	case rel.Inverse:
		// Named, since a condition on another reference would tempt the planner to
		// walk all that refer there, once for each record asked about.
		if x := to.refs[rel.Via.Name]; x != "" && rel.Via.Secret == "" && b.db.engine.partialIndexes() {
			from += b.db.engine.indexedBy(x)
		}
		inner = b.column(to, a, rel.Via.Name)
	default:
		inner, outer = a+".id", b.column(t, alias, rel.Via.Name)
	}
	conds = append([]string{inner + " = " + outer}, conds...)
	conds = append(conds, b.table(to, a)...)
	s, err := b.where(to, a, c.Where)
	if err != nil {
		return "", err
	}
	if s != "" && s != "1 = 1" {
		conds = append(conds, s)
	}
	not := ""
	if c.Lacks {
		not = "NOT "
	}
	return not + "EXISTS (SELECT 1 FROM " + from + " WHERE " + strings.Join(conds, " AND ") + ")", nil
}
