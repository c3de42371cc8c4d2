package main

import (
	"log"
	"math/rand"
	"net"
	"strconv"
	"sync"
	"time"
)

// A frame without its payload: destination, source, type.
const headerLength = 14

// Frames that wait for a port; more are lost, so that a frozen machine blocks nobody.
const queueLength = 2048

type address [6]byte

func (a address) isGroup() bool { return a[0]&1 == 1 }

// A segment is one Ethernet: a switch that learns where addresses are, and floods frames to groups and to addresses unknown.
type segment struct {
	mu        sync.Mutex
	ports     map[*port]bool
	where     map[address]*port
	obstacles map[link]*obstacle
}

type port struct {
	name           string // empty until its first frame
	queue          chan []byte
	gone           chan struct{}
	frames, losses uint64
}

// A link is two ports by name; those between one and all others have an empty second name.
type link struct{ a, b string }

// An obstacle is what happens to frames on a link.
type obstacle struct {
	cut   bool
	loss  int // percent
	delay time.Duration
}

func newSegment() *segment {
	return &segment{ports: map[*port]bool{}, where: map[address]*port{}, obstacles: map[link]*obstacle{}}
}

// attach adds a port to which frames are written by write, one at a time, until it fails or the port is detached.
func (e *segment) attach(write func([]byte) error) *port {
	p := &port{queue: make(chan []byte, queueLength), gone: make(chan struct{})}
	e.mu.Lock()
	e.ports[p] = true
	e.mu.Unlock()
	go func() {
		for {
			select {
			case frame := <-p.queue:
				if write(frame) != nil {
					return
				}
			case <-p.gone:
				return
			}
		}
	}()
	return p
}

func (e *segment) detach(p *port) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.ports, p)
	for a, at := range e.where {
		if at == p {
			delete(e.where, a)
		}
	}
	close(p.gone)
}

// receive takes a frame from a port; the frame is the switch's from then on.
func (e *segment) receive(from *port, frame []byte) {
	if len(frame) < headerLength {
		return
	}
	destination, source := address(frame[0:6]), address(frame[6:12])
	e.mu.Lock()
	defer e.mu.Unlock()
	if from.name == "" {
		from.name = strconv.Itoa(int(source[5]))
		log.Printf("port %s", from.name)
	}
	from.frames++
	if !source.isGroup() {
		e.where[source] = from
	}
	if to, known := e.where[destination]; known && !destination.isGroup() {
		e.send(from, to, frame)
		return
	}
	for to := range e.ports {
		e.send(from, to, frame)
	}
}

func (e *segment) send(from, to *port, frame []byte) {
	if to == from {
		return
	}
	var delay time.Duration
	for _, l := range []link{{from.name, ""}, {to.name, ""}, between(from.name, to.name)} {
		if o := e.obstacles[l]; o != nil {
			if o.cut || rand.Intn(100) < o.loss {
				return
			}
			delay += o.delay
		}
	}
	if delay == 0 {
		to.enqueue(frame)
	} else { // frames of one moment may change places
		time.AfterFunc(delay, func() { e.mu.Lock(); to.enqueue(frame); e.mu.Unlock() })
	}
}

func (p *port) enqueue(frame []byte) {
	select {
	case p.queue <- frame:
	default:
		p.losses++
	}
}

func between(a, b string) link {
	if a > b {
		a, b = b, a
	}
	return link{a, b}
}

// acceptKernels gives each kernel that connects a port, until the process ends.
func (e *segment) acceptKernels(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer c.Close()
			p := e.attach(func(frame []byte) error { _, err := c.Write(frame); return err })
			defer e.detach(p)
			buffer := make([]byte, 1<<16)
			for {
				n, err := c.Read(buffer)
				if err != nil || n == 0 {
					log.Printf("port %s is gone", p.name)
					return
				}
				e.receive(p, append([]byte(nil), buffer[:n]...))
			}
		}()
	}
}
