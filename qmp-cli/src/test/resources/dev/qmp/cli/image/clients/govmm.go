// A session of github.com/kata-containers/govmm with the monitor whose unix socket is the argument; prints what it sees.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/kata-containers/govmm/qemu"
)

const patience = 30 * time.Second

func main() {
	log.SetFlags(0)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	events := make(chan qemu.QMPEvent, 16)
	disconnected := make(chan struct{})
	monitor, version, err := qemu.QMPStart(ctx, os.Args[1], qemu.QMPConfig{EventCh: events}, disconnected)
	check(err)
	fmt.Printf("connected to %d.%d.%d %v\n", version.Major, version.Minor, version.Micro, version.Capabilities)
	check(monitor.ExecuteQMPCapabilities(ctx))

	check(monitor.ExecuteStop(ctx))
	printEvent(events)
	check(monitor.ExecuteCont(ctx))
	printEvent(events)

	// Returns after the event.
	check(monitor.ExecuteSystemPowerdown(ctx))
	printEvent(events)
	check(monitor.ExecSetMigrationCaps(ctx, capability("events")))
	fmt.Println("error:", monitor.ExecSetMigrationCaps(ctx, capability("nosuch")))

	check(monitor.ExecuteQuit(ctx))
	printEvent(events)
	select {
	case <-disconnected:
		fmt.Println("disconnected")
	case <-ctx.Done():
		log.Fatalln("still connected")
	}
	monitor.Shutdown()
}

func capability(name string) []map[string]interface{} {
	return []map[string]interface{}{{"capability": name, "state": true}}
}

func printEvent(events <-chan qemu.QMPEvent) {
	select {
	case event := <-events:
		if event.Timestamp.Unix() <= 0 {
			log.Fatalln("no time in", event)
		}
		fmt.Println("event", event.Name, event.Data)
	case <-time.After(patience):
		log.Fatalln("no event")
	}
}

func check(err error) {
	if err != nil {
		log.Fatalln(err)
	}
}
