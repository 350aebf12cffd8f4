package taking

import (
	"context"
	"sync"
	"time"

	"genomlys/internal/intake"
)

const (
	atOnce   = 2                // jobs at a time: a large file keeps a machine busy
	waits    = 2 * time.Second  // for a job before the page says how far it has come
	longest  = 10 * time.Minute // for a job
	resulted = 15 * time.Minute // that a result is kept
	maxJobs  = 50
)

// job is one try or taking of a file, which goes on when the request is gone.
type job struct {
	what  string // fingerprint: the file, what is said of it and whether it is taken
	takes bool
	done  chan struct{}
	at    time.Time

	mu     sync.Mutex
	stage  string
	n, of  int
	report intake.Report // to be read when done
	err    error
}

// jobs are those of the program, by file.
type jobs struct {
	mu    sync.Mutex
	of    map[string]*job
	slots chan struct{}
}

func newJobs() *jobs { return &jobs{of: map[string]*job{}, slots: make(chan struct{}, atOnce)} }

// start begins a job on a file, unless the same has been begun already or
// another that takes it is under way.
func (x *jobs) start(ctx context.Context, id, what string, takes bool, now time.Time, work func(context.Context, *job)) *job {
	x.mu.Lock()
	defer x.mu.Unlock()
	for k, j := range x.of {
		if j.finished() && (now.Sub(j.at) > resulted || len(x.of) > maxJobs) {
			delete(x.of, k)
		}
	}
	if j := x.of[id]; j != nil && (j.what == what || j.takes && !j.finished()) {
		return j
	}
	j := &job{what: what, takes: takes, done: make(chan struct{}), at: now}
	x.of[id] = j
	// The request's own end must not end the work; the program's does.
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), longest)
	go func() {
		defer stop()
		defer close(j.done)
		x.slots <- struct{}{}
		defer func() { <-x.slots }()
		work(ctx, j)
	}()
	return j
}

// current is the job on a file, if there is one.
func (x *jobs) current(id string) *job {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.of[id]
}

// forget drops the job of a file, so that the next look tries anew.
func (x *jobs) forget(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.of, id)
}

func (j *job) finished() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// wait tells whether a job is done within the time that a page may take.
func (j *job) wait(ctx context.Context) bool {
	t := time.NewTimer(waits)
	defer t.Stop()
	select {
	case <-j.done:
		return true
	case <-t.C:
	case <-ctx.Done():
	}
	return false
}

func (j *job) progress(stage string, n, of int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stage, j.n, j.of = stage, n, of
}

func (j *job) far() (stage string, n, of int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.stage, j.n, j.of
}
