// Package storetest gives tests fresh databases of both engines: files for
// SQLite, and databases in a PostgreSQL cluster that the test starts itself.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Cluster is a running PostgreSQL server that belongs to one test binary.
type Cluster struct {
	dir   string
	bin   string
	uid   *syscall.Credential
	next  int
	mu    sync.Mutex
	admin *sql.DB
	done  chan struct{}
}

var shared = sync.OnceValues(newCluster)

// Shared gives the test binary's cluster, started when first asked for. It ends
// and its files go when the binary ends, however it ends.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// NewCluster starts a cluster for one test, which may crash it as it likes.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	c, err := newCluster()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Stop(t, "fast"); os.RemoveAll(c.dir) })
	return c
}

// programs finds the folder of PostgreSQL's programs, newest version first.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.Sort(found)
	slices.Reverse(found)
	if p, err := exec.LookPath("initdb"); err == nil {
		found = append(found, p)
	}
	for _, p := range found {
		if _, err := os.Stat(filepath.Join(filepath.Dir(p), "postgres")); err == nil {
			return filepath.Dir(p), nil
		}
	}
	return "", errors.New("PostgreSQL's programs are not on this machine: run scripts/test-deps.sh")
}

func newCluster() (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "genomlys-pg")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the cluster: %w", err)
	}
	c := &Cluster{dir: dir, bin: bin}
	if os.Getuid() == 0 { // the server refuses to run as root
		if err := c.otherUser(); err != nil {
			return nil, err
		}
	}
	init := c.command("initdb", "-D", dir+"/data", "-U", "genomlys", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return c, c.start()
}

func (c *Cluster) otherUser() error {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		c.uid = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(c.dir, uid, gid)
	}
	return errors.New("no user to run PostgreSQL as")
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.uid}
	return cmd
}

// start runs the server under a shell that removes the files when both are told
// to end. fsync is off: the tests kill the server, not the machine, and what a
// process has written the kernel keeps.
func (c *Cluster) start() error {
	const script = `trap 'kill -QUIT $p; wait $p; rm -rf "$1"; exit' TERM
"$0" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB -c max_wal_size=256MB -c jit=off >"$1/log" 2>&1 & p=$!
wait $p`
	cmd := exec.Command("/bin/sh", "-c", script, filepath.Join(c.bin, "postgres"), c.dir)
	cmd.Dir = c.dir
	// The signal comes when the thread that started the shell ends, so that
	// thread is kept for as long as the shell runs.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.uid, Pdeathsig: syscall.SIGTERM, Setpgid: true}
	started := make(chan error)
	done := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait()
		}
		close(done)
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	c.done = done
	admin, err := sql.Open("pgx", c.dsn("postgres"))
	if err != nil {
		return err
	}
	c.admin = admin
	end := time.Now().Add(time.Minute)
	for admin.Ping() != nil {
		select {
		case <-done:
			log, _ := os.ReadFile(c.dir + "/log")
			return fmt.Errorf("PostgreSQL ended at once:\n%s", log)
		case <-time.After(10 * time.Millisecond): // it tells nobody when it is ready
		}
		if time.Now().After(end) {
			return errors.New("PostgreSQL did not answer within a minute")
		}
	}
	return nil
}

// Stop ends the server: "immediate" without any tidying, as in a crash.
func (c *Cluster) Stop(t testing.TB, mode string) {
	t.Helper()
	c.admin.Close()
	select {
	case <-c.done:
		return
	default:
	}
	if out, err := c.command("pg_ctl", "-D", c.dir+"/data", "-m", mode, "-w", "stop").CombinedOutput(); err != nil {
		t.Errorf("stop PostgreSQL: %v\n%s", err, out)
	}
	<-c.done
}

// Start starts the server again after Stop.
func (c *Cluster) Start(t testing.TB) {
	t.Helper()
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
}

func (c *Cluster) dsn(database string) string {
	return "postgres://genomlys@/" + database + "?host=" + c.dir
}

// Database makes an empty database and gives its address.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	name := "t" + strconv.Itoa(c.next)
	if _, err := c.admin.ExecContext(context.Background(), `CREATE DATABASE `+name+` STRATEGY file_copy`); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	return c.dsn(name)
}
