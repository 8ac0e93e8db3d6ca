// A session of github.com/digitalocean/go-qemu with the monitor whose unix socket is the argument; prints what it sees.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/digitalocean/go-qemu/qmp"
	"github.com/digitalocean/go-qemu/qmp/raw"
)

const patience = 30 * time.Second

func main() {
	log.SetFlags(0)
	socket, err := qmp.NewSocketMonitor("unix", os.Args[1], patience)
	check(err)
	check(socket.Connect())
	fmt.Println("connected to", socket.Version, socket.Capabilities)
	events := collect(socket)
	monitor := raw.NewMonitor(socket)

	version, err := monitor.QueryVersion()
	check(err)
	fmt.Printf("version %d.%d.%d\n", version.Qemu.Major, version.Qemu.Minor, version.Qemu.Micro)
	printStatus(monitor)

	check(monitor.Stop())
	printEvent(events)
	printStatus(monitor)
	check(monitor.Cont())
	printEvent(events)
	printStatus(monitor)

	_, err = socket.Run([]byte(`{"execute":"nosuch"}`))
	fmt.Println("error:", err)
	_, err = socket.Run([]byte(`{"execute":"query-name","arguments":{"x":1}}`))
	fmt.Println("error:", err)

	check(monitor.Quit())
	printEvent(events)
	check(socket.Disconnect())
}

// collect reads events as they come: the library reads no reply before somebody has taken the event that came earlier.
func collect(socket *qmp.SocketMonitor) <-chan qmp.Event {
	stream, err := socket.Events(context.Background())
	check(err)
	events := make(chan qmp.Event, 16)
	go func() {
		for event := range stream {
			events <- event
		}
	}()
	return events
}

func printStatus(monitor *raw.Monitor) {
	status, err := monitor.QueryStatus()
	check(err)
	fmt.Println("status", status.Status, status.Running)
}

func printEvent(events <-chan qmp.Event) {
	select {
	case event := <-events:
		if event.Timestamp.Seconds <= 0 {
			log.Fatalln("no time in", event)
		}
		fmt.Println("event", event.Event, event.Data)
	case <-time.After(patience):
		log.Fatalln("no event")
	}
}

func check(err error) {
	if err != nil {
		log.Fatalln(err)
	}
}
