// Loads and reads the bench's table by github.com/moby/ipvs, as kube-proxy and kube-router do.
//
//	bench SERVICES DESTINATIONS SCHEDULER
//
// prints two lines: "load MICROSECONDS OBJECTS" and "read MICROSECONDS OBJECTS".
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/moby/ipvs"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	services, err := strconv.Atoi(os.Args[1])
	must(err)
	destinations, err := strconv.Atoi(os.Args[2])
	must(err)
	handle, err := ipvs.New("")
	must(err)
	start := time.Now()
	for s := 0; s < services; s++ {
		service := &ipvs.Service{
			AddressFamily: syscall.AF_INET, Protocol: syscall.IPPROTO_TCP,
			Address: net.IPv4(10, 0, byte(s>>8), byte(s)), Port: 80, SchedName: os.Args[3], Netmask: 0xffffffff,
		}
		must(handle.NewService(service))
		for d := 0; d < destinations; d++ {
			must(handle.NewDestination(service, &ipvs.Destination{
				AddressFamily: syscall.AF_INET, Address: net.IPv4(10, 128, byte(d>>8), byte(d)), Port: 80, Weight: 1,
				ConnectionFlags: ipvs.ConnectionFlagMasq,
			}))
		}
	}
	fmt.Printf("load %d %d\n", time.Since(start).Microseconds(), services*(destinations+1))
	start = time.Now()
	objects := 0
	all, err := handle.GetServices()
	must(err)
	for _, service := range all {
		found, err := handle.GetDestinations(service)
		must(err)
		objects += 1 + len(found)
	}
	fmt.Printf("read %d %d\n", time.Since(start).Microseconds(), objects)
}
