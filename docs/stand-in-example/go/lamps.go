// Package lamps is a client of the lamps' server.
package lamps

import (
	"bufio"
	"encoding/json"
	"errors"
	"net"
)

// Lamps runs one command at a time.
type Lamps struct {
	connection net.Conn
	in         *bufio.Reader
	id         int
	events     []message
}

type message struct {
	QMP    json.RawMessage `json:"QMP"`
	Return json.RawMessage `json:"return"`
	Error  *struct {
		Desc string `json:"desc"`
	} `json:"error"`
	ID    int    `json:"id"`
	Event string `json:"event"`
	Data  struct {
		Name string `json:"name"`
	} `json:"data"`
}

// Connect connects to a unix socket.
func Connect(path string) (*Lamps, error) {
	connection, err := net.Dial("unix", path)
	if err != nil {
		return nil, err
	}
	l := &Lamps{connection: connection, in: bufio.NewReader(connection)}
	greeting, err := l.receive()
	if err == nil && greeting.QMP == nil {
		err = errors.New("this is not a QMP server")
	}
	if err == nil {
		_, err = l.Execute("qmp_capabilities", nil)
	}
	if err != nil {
		connection.Close()
		return nil, err
	}
	return l, nil
}

// Names returns the names of all lamps.
func (l *Lamps) Names() ([]string, error) {
	result, err := l.Execute("query-lamps", nil)
	if err != nil {
		return nil, err
	}
	var lamps []struct {
		Name string `json:"name"`
	}
	err = json.Unmarshal(result, &lamps)
	var names []string
	for _, lamp := range lamps {
		names = append(names, lamp.Name)
	}
	return names, err
}

// Paint gives a lamp a colour.
func (l *Lamps) Paint(lamp, colour string) error {
	_, err := l.Execute("lamp-paint", map[string]any{"name": lamp, "colour": colour})
	return err
}

// Painted waits until some lamp has a new colour, and returns its name.
func (l *Lamps) Painted() (string, error) {
	for {
		var event message
		if len(l.events) > 0 {
			event, l.events = l.events[0], l.events[1:]
		} else {
			var err error
			if event, err = l.receive(); err != nil {
				return "", err
			}
		}
		if event.Event == "LAMP_PAINTED" {
			return event.Data.Name, nil
		}
	}
}

// Execute runs a command, and returns its result.
func (l *Lamps) Execute(command string, arguments map[string]any) (json.RawMessage, error) {
	l.id++
	request := map[string]any{"execute": command, "id": l.id}
	if arguments != nil {
		request["arguments"] = arguments
	}
	if err := json.NewEncoder(l.connection).Encode(request); err != nil {
		return nil, err
	}
	for {
		reply, err := l.receive()
		switch {
		case err != nil:
			return nil, err
		case reply.Event != "":
			l.events = append(l.events, reply)
		case reply.ID == l.id && reply.Error != nil:
			return nil, errors.New(reply.Error.Desc)
		case reply.ID == l.id:
			return reply.Return, nil
		}
	}
}

func (l *Lamps) receive() (message, error) {
	var m message
	line, err := l.in.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &m)
	}
	return m, err
}

// Close ends the connection.
func (l *Lamps) Close() error {
	return l.connection.Close()
}
