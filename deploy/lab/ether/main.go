// Command ether is one Ethernet between the machines of a cluster, without root. User-mode Linux kernels join it with
// transport=bess (one SOCK_SEQPACKET message is one frame), and this machine joins it by a TCP/IP stack in user space.
//
//	ether serve DIR -address 10.1.210.1/24 [-forward PORT] [-route CIDR=VIA,...]
//	ether tell DIR COMMAND...
//
// DIR/net is the socket for kernels, DIR/proxy an HTTP proxy (CONNECT) by which programs of this machine reach the
// others, and DIR/control takes the commands of tell:
//
//	cut A [B]            no frame passes between A and B, or between A and all others
//	lose A [B] PERCENT   frames are lost at random
//	delay A [B] MS       frames arrive later by milliseconds
//	heal [A [B]]         ends what was said for these, or all of it
//	ports                prints counters of each port
//
// A port is named by the last byte of its first frame's source address, in decimal: 52:54:00:00:00:34 is 52.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	if len(os.Args) > 2 && os.Args[1] == "serve" {
		serve(os.Args[2], os.Args[3:])
	} else if len(os.Args) > 3 && os.Args[1] == "tell" {
		tell(os.Args[2], strings.Join(os.Args[3:], " "))
	} else {
		fmt.Fprintln(os.Stderr, "usage: ether serve DIR -address CIDR [-forward PORT] [-route CIDR=VIA,...] | ether tell DIR COMMAND...")
		os.Exit(2)
	}
}

func serve(dir string, args []string) {
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	address := flags.String("address", "", "this machine's address on the Ethernet, with its prefix length")
	forward := flags.Int("forward", 0, "TCP port of 127.0.0.1 that the others reach at -address")
	routes := flags.String("route", "", "networks behind others: CIDR=VIA,...")
	flags.Parse(args)

	e := newSegment()
	self := join(e, *address, *routes)
	if *forward != 0 {
		go self.forward(uint16(*forward))
	}
	go self.proxy(listen("unix", filepath.Join(dir, "proxy")))
	go e.obey(listen("unix", filepath.Join(dir, "control")))
	e.acceptKernels(listen("unixpacket", filepath.Join(dir, "net")))
}

func tell(dir, command string) {
	c, err := net.Dial("unix", filepath.Join(dir, "control"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintln(c, command)
	answer, err := io.ReadAll(c)
	if err != nil {
		log.Fatal(err)
	}
	if reason, refused := strings.CutPrefix(string(answer), "error: "); refused {
		fmt.Fprint(os.Stderr, "ether: ", reason)
		os.Exit(1)
	}
	os.Stdout.Write(answer)
}

func listen(network, path string) net.Listener {
	os.Remove(path)
	l, err := net.Listen(network, path)
	if err != nil {
		log.Fatal(err)
	}
	return l
}
