//go:build unix

package sqlite

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A folder or file that cannot be written is said at Open. Root may write
// everywhere, so as root the second process runs as nobody.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	program := programForAll(t)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	for _, path := range []string{filepath.Join(dir, "tongjian.db"), filepath.Join(dir, "data", "tongjian.db")} {
		out, err := asNobody(program, "open "+path).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "permission denied") || !strings.Contains(string(out), "data folder") {
			t.Errorf("Open in a read-only folder said %q, %v", out, err)
		}
	}
}

// The file holds children's records: nobody but its owner may read it.
func TestFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "tongjian.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, name := range []string{path, path + "-wal", path + "-shm", path + ".lock", filepath.Dir(path)} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v, %v, want nothing for group and others", filepath.Base(name), info.Mode(), err)
		}
	}
}

// programForAll copies this program to where every user may run it.
func programForAll(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "tongjian-sqlite-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	name := filepath.Join(dir, "program")
	if err := copyProgram(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return name
}

func copyProgram(name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	from, err := os.Open(self)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return to.Close()
}

func asNobody(program, task string) *exec.Cmd {
	cmd := exec.Command(program)
	cmd.Dir = "/"
	cmd.Env = []string{taskName + "=" + task}
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	return cmd
}
