package lamps

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

// connect starts a stand-in for the time of a test; the program qmp has to be found in PATH.
func connect(t *testing.T) *Lamps {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "qmp.sock")
	ready, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ready.Close()
	server := exec.Command("qmp", "serve", "--quiet", "--ready-fd", "3",
		"--schema-add", "../lamp.json", "--replies", "../replies.json",
		"--journal", filepath.Join(folder, "journal"), "-qmp", "unix:"+path+",server=on,wait=off")
	server.Stderr = os.Stderr
	server.ExtraFiles = []*os.File{tell}
	err = server.Start()
	tell.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Signal(syscall.SIGTERM)
		server.Wait()
	})
	if newline, err := io.ReadAll(ready); err != nil || string(newline) != "\n" {
		t.Fatalf("the server does not start: %q, %v", newline, err)
	}
	lamps, err := Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lamps.Close() })
	return lamps
}

func TestPaintsAndSeesWhatWasPainted(t *testing.T) {
	lamps := connect(t)
	if err := lamps.Paint("desk", "green"); err != nil {
		t.Fatal(err)
	}
	if name, err := lamps.Painted(); name != "desk" || err != nil {
		t.Errorf("painted %q, %v", name, err)
	}
	claim := map[string]any{"command": "lamp-paint", "times": 1, "arguments": map[string]any{"name": "desk", "colour": "green"}}
	if _, err := lamps.Execute("x-verify", claim); err != nil {
		t.Error(err)
	}
}

func TestSaysWhyALampCannotBePainted(t *testing.T) {
	err := connect(t).Paint("attic", "red")
	if err == nil || !strings.Contains(err.Error(), "there is no lamp 'attic'") {
		t.Error(err)
	}
}

func TestSeesEventsOfOthers(t *testing.T) {
	lamps := connect(t)
	event := map[string]any{"event": "LAMP_PAINTED", "data": map[string]any{"name": "hall"}}
	if _, err := lamps.Execute("x-emit", event); err != nil {
		t.Fatal(err)
	}
	if name, err := lamps.Painted(); name != "hall" || err != nil {
		t.Errorf("painted %q, %v", name, err)
	}
}

func TestNoticesTheEndInMidReply(t *testing.T) {
	lamps := connect(t)
	if names, err := lamps.Names(); err != nil || !reflect.DeepEqual(names, []string{"desk"}) {
		t.Errorf("names %q, %v", names, err)
	}
	if err := lamps.Paint("desk", "green"); err != nil {
		t.Fatal(err)
	}
	if _, err := lamps.Names(); !errors.Is(err, io.EOF) {
		t.Errorf("no end: %v", err)
	}
}
