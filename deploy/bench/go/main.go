// Loads or reads the bench's table by github.com/moby/ipvs, as kube-proxy and kube-router do.
//
//	moby-bench load|read SERVICES DESTINATIONS SCHEDULER
//
// prints "MICROSECONDS OBJECTS".
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

func load(handle *ipvs.Handle, services, destinations int, scheduler string) int {
	for s := 0; s < services; s++ {
		service := &ipvs.Service{
			AddressFamily: syscall.AF_INET, Protocol: syscall.IPPROTO_TCP,
			Address: net.IPv4(10, 0, byte(s>>8), byte(s)), Port: 80, SchedName: scheduler, Netmask: 0xffffffff,
		}
		must(handle.NewService(service))
		for d := 0; d < destinations; d++ {
			must(handle.NewDestination(service, &ipvs.Destination{
				AddressFamily: syscall.AF_INET, Address: net.IPv4(10, 128, byte(d>>8), byte(d)), Port: 80, Weight: 1,
				ConnectionFlags: ipvs.ConnectionFlagMasq,
			}))
		}
	}
	return services * (destinations + 1)
}

func read(handle *ipvs.Handle) int {
	all, err := handle.GetServices()
	must(err)
	objects := 0
	for _, service := range all {
		found, err := handle.GetDestinations(service)
		must(err)
		objects += 1 + len(found)
	}
	return objects
}

func main() {
	services, err := strconv.Atoi(os.Args[2])
	must(err)
	destinations, err := strconv.Atoi(os.Args[3])
	must(err)
	handle, err := ipvs.New("")
	must(err)
	start := time.Now()
	var objects int
	if os.Args[1] == "read" {
		objects = read(handle)
	} else {
		objects = load(handle, services, destinations, os.Args[4])
	}
	fmt.Println(time.Since(start).Microseconds(), objects)
}
