package clock

import "time"

// Code names a step of the explanation.
type Code string

// The steps of the explanation.
const (
	ElapsedHours   Code = "elapsed_hours"      // Arg: hours
	ZoneShift      Code = "zone_shift"         // Arg: minutes that the wall clock moved on the way
	StartDayOut    Code = "start_day_excluded" // Arg: the start day
	SameNumber     Code = "same_number_day"    // Arg: the day
	NoSuchDay      Code = "no_such_day"        // Arg: the month's last day
	SameWeekday    Code = "same_weekday"       // Arg: the day
	Extended       Code = "extension_granted"  // Arg: further units
	Moved          Code = "moved_free_day"     // Arg: why that day is free; Day: that day
	NoEnd          Code = "no_fixed_end"
	MilderHour     Code = "regulation_hour"         // the hour of the event is not counted, art. 3(1)
	MilderWorkDays Code = "regulation_working_days" // at least two working days, art. 3(5)
)

// Reason is one step of the explanation, free of language.
type Reason struct {
	Code Code
	Arg  any
	Day  Date
}

// Deadline is when a period ends, with the way there.
type Deadline struct {
	Start time.Time
	// Strict is the end without weekends and holidays in mind: the one to plan on.
	// Zero when the clock is open.
	Strict time.Time
	// Due is the end that the law grants: Strict, or the end of the next working
	// day where the law moves it. Lateness is judged by it.
	Due time.Time
	// Milder is the end by Regulation 1182/71 of a strict clock in Union law, for
	// the explanation only; zero otherwise. Never plan on it.
	Milder  time.Time
	Reasons []Reason
}

// StrictDay is the day on which Strict falls; empty when open.
func (d Deadline) StrictDay() Date { return dayOrNone(d.Strict) }

// DueDay is the day on which Due falls; empty when open.
func (d Deadline) DueDay() Date { return dayOrNone(d.Due) }

func dayOrNone(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return DateOf(t)
}

// Count gives the end of a period that starts at an instant. With extended set
// the definition's extension is added to the length before counting, so that an
// extension is never built on a day that a holiday had moved.
func Count(start time.Time, def Def, extended bool) Deadline {
	d := Deadline{Start: start}
	if def.Counting == Open {
		d.explain(NoEnd, nil, "")
		return d
	}
	n := def.Length
	if extended && def.Extension > 0 {
		n += def.Extension
		d.explain(Extended, def.Extension, "")
	}
	from := DateOf(start)
	switch def.Counting {
	case Strict:
		d.hours(n, def.Regulation)
	case EUDays:
		d.startOut(from)
		d.days(from.AddDays(n), false)
	case EUWeeks:
		d.startOut(from)
		end := from.AddDays(7 * n)
		d.explain(SameWeekday, end, end)
		d.days(end, false)
	case EUMonths:
		d.startOut(from)
		d.months(from, n, false)
	case SwedishMonths:
		d.startOut(from)
		d.months(from, n, true)
	case WorkingDays:
		d.startOut(from)
		end := from
		for range n {
			end = nextWorking(end.AddDays(1), true)
		}
		d.Strict, d.Due = end.End(), end.End()
	}
	return d
}

func (d *Deadline) explain(c Code, arg any, day Date) {
	d.Reasons = append(d.Reasons, Reason{Code: c, Arg: arg, Day: day})
}

func (d *Deadline) startOut(from Date) { d.explain(StartDayOut, from, from) }

// hours counts elapsed time: the wall clock may have moved on the way.
func (d *Deadline) hours(n int, regulation bool) {
	length := time.Duration(n) * time.Hour
	d.Strict = d.Start.Add(length)
	d.Due = d.Strict
	d.explain(ElapsedHours, n, "")
	_, before := d.Start.In(Zone).Zone()
	_, after := d.Strict.In(Zone).Zone()
	if before != after {
		d.explain(ZoneShift, (after-before)/60, "")
	}
	if regulation {
		d.milder(length)
	}
}

// milder counts a period in hours by Regulation 1182/71: it runs from the first
// full hour after the event (art. 3(1)) and, when two days or longer, holds at
// least two working days (art. 3(5)), here read as whole days after that of the event.
func (d *Deadline) milder(length time.Duration) {
	local := d.Start.In(Zone)
	into := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	d.Milder = local.Add(time.Hour - into).Add(length)
	d.explain(MilderHour, nil, "")
	if length < 48*time.Hour {
		return
	}
	second := nextWorking(nextWorking(DateOf(d.Start).AddDays(1), false).AddDays(1), false)
	if end := second.End(); d.Milder.Before(end) {
		d.Milder = end
		d.explain(MilderWorkDays, nil, second)
	}
}

func (d *Deadline) months(from Date, n int, eves bool) {
	end := from.AddMonths(n)
	if end[8:] == from[8:] {
		d.explain(SameNumber, end, end)
	} else {
		d.explain(NoSuchDay, end, end)
	}
	d.days(end, eves)
}

// days ends a period with the last hour of a day, or of the next working day.
func (d *Deadline) days(end Date, eves bool) {
	d.Strict = end.End()
	for day := end; ; day = day.AddDays(1) {
		why := FreeDay(day, eves)
		if why == "" {
			d.Due = day.End()
			return
		}
		d.explain(Moved, why, day)
	}
}

func nextWorking(d Date, eves bool) Date {
	for FreeDay(d, eves) != "" {
		d = d.AddDays(1)
	}
	return d
}
