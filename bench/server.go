package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a started process that answers on 127.0.0.1.
type server struct {
	cmd    *exec.Cmd
	base   string
	token  string
	client *http.Client
	log    bytes.Buffer
	first  time.Duration // from start to first answer
}

// freeAddr finds a port on loopback that nobody listens on.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// start starts a server and waits until it answers a real question.
func start(ctx context.Context, probe, token string, bin string, args ...string) (*server, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &server{base: "http://" + addr, token: token, client: &http.Client{Timeout: 60 * time.Second}}
	s.cmd = exec.CommandContext(ctx, bin, append(args, "--addr", addr)...)
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for {
		status, _, err := s.do("GET", probe, nil, nil)
		if err == nil && status == http.StatusOK {
			s.first = time.Since(begun)
			return s, nil
		}
		if err == nil && status != http.StatusServiceUnavailable || time.Since(begun) > 60*time.Second {
			s.stop()
			return nil, fmt.Errorf("%s answers %d, %v: %s", bin, status, err, s.log.String())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// stop ends the process that start began.
func (s *server) stop() {
	s.cmd.Process.Signal(syscall.SIGTERM)
	s.cmd.Wait()
}

// do makes one request and reads its answer.
func (s *server) do(method, path string, body any, header map[string]string) (int, []byte, error) {
	var rd io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		rd = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, s.base+path, rd)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, b, err
}

// ask makes one request that must succeed and decodes its answer.
func (s *server) ask(method, path string, body, into any, header map[string]string) error {
	status, b, err := s.do(method, path, body, header)
	if err != nil {
		return err
	}
	if status >= 300 {
		return fmt.Errorf("%s %s answers %d: %.300s", method, path, status, b)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(b, into)
}

// tick is the unit of /proc/PID/stat on Linux (USER_HZ).
const tick = 10 * time.Millisecond

// cpu is the CPU time, user and system, that the process has used.
func (s *server) cpu() (time.Duration, error) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0, err
	}
	// The name, in parentheses, may hold anything; fields are counted after it.
	_, rest, ok := strings.Cut(string(b), ") ")
	f := strings.Fields(rest)
	if !ok || len(f) < 13 {
		return 0, errors.New("/proc/PID/stat is not understood")
	}
	user, err1 := strconv.ParseInt(f[11], 10, 64)
	system, err2 := strconv.ParseInt(f[12], 10, 64)
	return time.Duration(user+system) * tick, errors.Join(err1, err2)
}

// rss is the memory the process has resident, in MB.
func (s *server) rss() (float64, error) { return memory(s.cmd.Process.Pid, "VmRSS:") }

// memory reads a line of /proc/PID/status, in MB.
func memory(pid int, name string) (float64, error) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0, err
	}
	for _, l := range strings.Split(string(b), "\n") {
		if v, ok := strings.CutPrefix(l, name); ok {
			kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(v, "kB")), 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("/proc/PID/status has no " + name)
}

// cost is what a run of a command took.
type cost struct {
	wall time.Duration
	peak float64 // MB resident at most
	out  []byte
}

// command runs the product's command line to its end.
func (b *bench) command(args ...string) (cost, error) {
	cmd := exec.CommandContext(b.ctx, b.bin, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	// The kernel's own figure at exit starts from this program's memory at the
	// fork, so the process is watched while it runs.
	ended, watched := make(chan struct{}), make(chan float64)
	go func() {
		t := time.NewTicker(5 * time.Millisecond)
		defer t.Stop()
		peak := 0.0
		for {
			if mb, err := memory(cmd.Process.Pid, "VmHWM:"); err == nil {
				peak = max(peak, mb)
			}
			select {
			case <-ended:
				watched <- peak
				return
			case <-t.C:
			}
		}
	}()
	err := cmd.Wait()
	c := cost{wall: time.Since(begun), out: out.Bytes()}
	close(ended)
	c.peak = <-watched
	if err != nil {
		return c, fmt.Errorf("genomlys %s: %w: %.500s", strings.Join(args, " "), err, errs.String()+out.String())
	}
	return c, nil
}

// build builds product and floor.
func (b *bench) build() error {
	b.floor = filepath.Join(b.dir, "floor")
	builds := [][]string{{"go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", b.floor, "./bench/floor"}}
	if b.bin == "" {
		b.bin = filepath.Join("bin", "genomlys") // where make puts it
		builds = append(builds, []string{"make", "-s", "build"})
	}
	for _, args := range builds {
		cmd := exec.CommandContext(b.ctx, args[0], args[1:]...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if msg, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, msg)
		}
	}
	return nil
}
