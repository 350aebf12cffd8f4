package main

import (
	"fmt"
	"net/url"
	"os"
	"time"
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
		time.Sleep(2 * time.Second) // what is let go after starting is given back
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

// figures asks for every figure of each board and company as of a day a year ago.
func (b *bench) figures() error {
	s, err := b.product()
	if err != nil {
		return err
	}
	defer s.stop()
	var boards struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	if err := s.ask("GET", "/api/v1/orgs?page_size=500&filter="+url.QueryEscape("kind=board OR kind=company"), nil, &boards, nil); err != nil {
		return err
	}
	day := time.Now().AddDate(-1, 0, -7).Format("2006-01-02")
	r := row{what: fmt.Sprintf("all figures of %d organisations as of %s", len(boards.Items), day), goal: 2, aim: 0.3, unit: " s"}
	before, err := s.cpu()
	if err != nil {
		return err
	}
	begun := time.Now()
	n := 0
	for _, o := range boards.Items {
		var set struct {
			Figures map[string]any `json:"figures"`
		}
		if err := s.ask("GET", "/api/v1/figures?org="+url.QueryEscape(o.ID)+"&as_of="+day, nil, &set, nil); err != nil {
			r.why = err.Error()[:min(len(err.Error()), 160)]
			break
		}
		n += len(set.Figures)
	}
	took := time.Since(begun).Seconds()
	after, err := s.cpu()
	if err != nil {
		return err
	}
	r.value, r.product = took, fmt.Sprintf("%.2f s, %d figures, CPU %.2f s", took, n, (after-before).Seconds())
	b.rows = append(b.rows, r)
	return nil
}
