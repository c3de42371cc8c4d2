package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"time"
)

// obey carries out one command for each connection.
func (e *segment) obey(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer c.Close()
			line, _ := bufio.NewReader(c).ReadString('\n')
			if err := e.command(c, strings.Fields(line)); err != nil {
				fmt.Fprintln(c, "error:", err)
			}
		}()
	}
}

func (e *segment) command(out io.Writer, words []string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(words) == 0 {
		return fmt.Errorf("no command")
	}
	verb, words := words[0], words[1:]
	value := 0
	if verb == "lose" || verb == "delay" {
		if len(words) == 0 {
			return fmt.Errorf("%s how much?", verb)
		}
		last := len(words) - 1
		var err error
		if value, err = strconv.Atoi(words[last]); err != nil || value < 0 {
			return fmt.Errorf("%s is not a number from 0 on", words[last])
		}
		words = words[:last]
	}
	if len(words) > 2 || len(words) == 0 && verb != "heal" && verb != "ports" {
		return fmt.Errorf("%s takes one port or two", verb)
	}
	var l link
	switch len(words) {
	case 1:
		l = link{words[0], ""}
	case 2:
		l = between(words[0], words[1])
	}
	switch verb {
	case "cut":
		e.obstacle(l).cut = true
	case "lose":
		e.obstacle(l).loss = value
	case "delay":
		e.obstacle(l).delay = time.Duration(value) * time.Millisecond
	case "heal":
		if len(words) == 0 {
			clear(e.obstacles)
		} else {
			delete(e.obstacles, l)
		}
	case "ports":
		for p := range e.ports {
			fmt.Fprintf(out, "%s frames=%d losses=%d waiting=%d\n", p.name, p.frames, p.losses, len(p.queue))
		}
	default:
		return fmt.Errorf("%s is not a command", verb)
	}
	return nil
}

func (e *segment) obstacle(l link) *obstacle {
	if e.obstacles[l] == nil {
		e.obstacles[l] = &obstacle{}
	}
	return e.obstacles[l]
}
