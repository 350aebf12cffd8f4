package register

import (
	"reflect"
	"time"

	"genomlys/internal/lang"
)

// Fields is what a declaration writes its fields to.
type Fields struct {
	reg  *Register
	body reflect.Value
}

func (fs *Fields) add(p any, k Kind) *Field {
	f := &Field{Kind: k, reg: fs.reg}
	f.path = fs.find(p)
	f.Name = snake(fs.body.Type().FieldByIndex(f.path).Name)
	if _, dup := fs.reg.byName[f.Name]; dup {
		panic("register " + fs.reg.Name + ": field " + f.Name + " is declared twice")
	}
	switch k {
	case Text:
		f.MaxLen = 500
	case Long:
		f.MaxLen = 20000
	case Level:
		f.MinN, f.MaxN, f.HasRange = 0, 4, true
	}
	fs.reg.byName[f.Name] = f
	fs.reg.Fields = append(fs.reg.Fields, f)
	return f
}

// find gives the path of the struct field that p points at.
func (fs *Fields) find(p any) []int {
	pv := reflect.ValueOf(p)
	var walk func(v reflect.Value, path []int) []int
	walk = func(v reflect.Value, path []int) []int {
		for i := 0; i < v.NumField(); i++ {
			fv := v.Field(i)
			here := append(append([]int{}, path...), i)
			if fv.Addr().Pointer() == pv.Pointer() && fv.Addr().Type() == pv.Type() {
				return here
			}
			if fv.Kind() == reflect.Struct && v.Type().Field(i).Anonymous {
				if got := walk(fv, here); got != nil {
					return got
				}
			}
		}
		return nil
	}
	got := walk(fs.body, nil)
	if got == nil {
		panic("register " + fs.reg.Name + ": a declaration points outside its struct")
	}
	return got
}

func (fs *Fields) common(c *Common) {
	fs.Text(&c.Title).Label("Benämning", "Title").Max(200).Required().Sort().InList(1)
	responsible := fs.add(&c.Responsible, Ref)
	responsible.Label("Ansvarig", "Responsible").Also("Ansvarig")
	fs.Choice(&c.Secrecy, Secrecies).Label("Sekretessmarkering", "Secrecy mark")
	fs.Text(&c.SecrecyNote).Label("Anmärkning om sekretess", "Note on secrecy")
	fs.Text(&c.DiaryNo).Label("Diarienummer", "Diary number").Max(40)
	fs.add(&c.Tags, Set).Label("Etiketter", "Tags")
	fs.Long(&c.Notes).Label("Anteckningar", "Notes").MaySecret("OSL 18:8")
	fs.Choice(&c.Source, Sources).Label("Källa", "Source").ByProduct()
	fs.Text(&c.ExtId).Label("Id i källan", "Id at the source").Max(100)
	fs.Date(&c.ReviewDue).Label("Ses över senast", "Review due")
	fs.Date(&c.ArchivedOn).Label("Arkiverad", "Archived on")
	for _, f := range fs.reg.Fields {
		f.Common = f.Name != "title"
	}
}

// Called names one record of the register, and what is kept here in a sentence.
func (fs *Fields) Called(sv, en string) { fs.reg.Singular = lang.Text{SV: sv, EN: en} }

// About tells in one sentence what the register keeps, and why.
func (fs *Fields) About(sv, en string) { fs.reg.About = lang.Text{SV: sv, EN: en} }

// Numbered gives the prefix of the human numbers, OBJ in OBJ-0117.
func (fs *Fields) Numbered(prefix string) { fs.reg.Prefix = prefix }

// Group places the register in the navigation: register, work, governance, settings.
func (fs *Fields) Group(g string) { fs.reg.Group = g }

// Collection overrides the plural in addresses.
func (fs *Fields) Collection(name string) { fs.reg.Collection = name }

// OrderBy is the standard order of lists.
func (fs *Fields) OrderBy(order string) { fs.reg.Order = order }

// Text declares one line of text.
func (fs *Fields) Text(p *string) *Field { return fs.add(p, Text) }

// Long declares several lines of text.
func (fs *Fields) Long(p *string) *Field { return fs.add(p, Long) }

// Choice declares one value out of a list.
func (fs *Fields) Choice(p *string, c Choices) *Field {
	f := fs.add(p, Choice)
	f.Choices = c
	return f
}

// Choices declares some values out of a list.
func (fs *Fields) Choices(p *[]string, c Choices) *Field {
	f := fs.add(p, Set)
	f.Choices = c
	return f
}

// Words declares a set of free words.
func (fs *Fields) Words(p *[]string) *Field { return fs.add(p, Set) }

// Fact declares a yes/no fact that may be unknown.
func (fs *Fields) Fact(p *Fact) *Field {
	f := fs.add(p, FactOf)
	f.Choices = Facts
	return f
}

// Int declares a whole number.
func (fs *Fields) Int(p *Int) *Field { return fs.add(p, Number) }

// Money declares an amount in öre.
func (fs *Fields) Money(p *Int) *Field { return fs.add(p, Money) }

// Level declares a protection level, 0–4.
func (fs *Fields) Level(p *Int) *Field { return fs.add(p, Level) }

// Date declares a civil date.
func (fs *Fields) Date(p *Date) *Field { return fs.add(p, Day) }

// Time declares an instant.
func (fs *Fields) Time(p *time.Time) *Field { return fs.add(p, Moment) }

// Ref declares a relation to one record of an older register.
func (fs *Fields) Ref(p *ID, target *Register) *Field {
	f := fs.add(p, Ref)
	f.Target = target
	return f
}

// Any declares a relation to one record of any register.
func (fs *Fields) Any(p *ID) *Field { return fs.add(p, Ref) }

// Self declares a relation to another record of the same register.
func (fs *Fields) Self(p *ID) *Field { return fs.Ref(p, fs.reg) }

// Links declares relations to several records of an older register.
func (fs *Fields) Links(p *[]Link, target *Register) *Field {
	f := fs.add(p, Links)
	f.Target = target
	return f
}

// SelfLinks declares relations to several records of the same register.
func (fs *Fields) SelfLinks(p *[]Link) *Field { return fs.Links(p, fs.reg) }

// List declares a small table inside the record. p points at a slice of a
// struct with json tags; columns name and type its members for people.
func (fs *Fields) List(p any, columns ...*Field) *Field {
	f := fs.add(p, List)
	f.Columns = columns
	return f
}

// Col describes a column of a List: its json name, kind and labels.
func Col(name string, k Kind, sv, en string, c ...Option) *Field {
	return &Field{Name: name, Kind: k, Title: lang.Text{SV: sv, EN: en}, Choices: c}
}

// Check adds a rule between fields: a func(*T, *Problems).
func (fs *Fields) Check(rule any) {
	v := reflect.ValueOf(rule)
	t := v.Type()
	if t.Kind() != reflect.Func || t.NumIn() != 2 || t.In(0) != reflect.PointerTo(fs.reg.body) || t.In(1) != reflect.TypeOf(&Problems{}) {
		panic("register " + fs.reg.Name + ": a check must be func(*T, *register.Problems)")
	}
	fs.reg.checks = append(fs.reg.checks, v)
}
