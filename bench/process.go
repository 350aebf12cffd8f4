package main

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// process measures starting, resting, size, and all figures of all organisations.
func (b *bench) process() error {
	var firsts []float64
	var idle float64
	for range 3 {
		s, err := b.product()
		if err != nil {
			return err
		}
		firsts = append(firsts, s.first.Seconds())
		time.Sleep(12 * time.Second) // idle is when nobody has asked for a while
		idle, err = s.rss()
		s.stop()
		if err != nil {
			return err
		}
	}
	v := median(firsts)
	b.rows = append(b.rows, row{what: "start to first answer", product: fmt.Sprintf("%.3f s", v), value: v, goal: 0.5, aim: 0.2, unit: " s"})
	b.rows = append(b.rows, row{what: "idle memory", product: fmt.Sprintf("%.1f MB", idle), value: idle, goal: 50, aim: 50, unit: " MB"})
	st, err := os.Stat(b.bin)
	if err != nil {
		return err
	}
	size := float64(st.Size()) / 1e6
	b.rows = append(b.rows, row{what: "binary", product: fmt.Sprintf("%.1f MB", size), value: size, goal: 40, aim: 25, unit: " MB"})
	return b.figures()
}

// figures computes every figure of each board and company as of a day a year
// ago, as the city's roll-up does, in an installation that was just opened: no
// answer is kept from before.
func (b *bench) figures() error {
	h, err := app.OpenExisting(b.ctx, b.city, nil)
	if err != nil {
		return err
	}
	defer h.Close()
	var orgs []register.ID
	err = h.DB.Each(b.ctx, access.System().Read(registers.Orgs), store.Query{Register: registers.Orgs}, func(rec *register.Record) error {
		if k := rec.Text("kind"); k == "board" || k == "company" {
			orgs = append(orgs, rec.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	day := register.DateOf(time.Now().AddDate(-1, 0, -7))
	begun, before := time.Now(), ownCPU()
	city, err := h.Figures.ByOrg(b.ctx, access.System(), orgs, day, 0)
	if err != nil {
		return err
	}
	took, cpu := time.Since(begun).Seconds(), ownCPU()-before
	n := 0
	for _, set := range city.Orgs {
		n += len(set.Figures)
	}
	b.rows = append(b.rows, row{what: fmt.Sprintf("all figures of %d organisations as of %s", len(orgs), day), product: fmt.Sprintf("%.2f s, %d figures, CPU %.2f s", took, n, cpu.Seconds()),
		value: took, goal: 2, aim: 0.3, unit: " s"})
	return nil
}

// ownCPU is the CPU time of this process.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
