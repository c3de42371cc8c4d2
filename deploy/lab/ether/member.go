package main

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gvisor.dev/gvisor/pkg/buffer"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/channel"
	"gvisor.dev/gvisor/pkg/tcpip/link/ethernet"
	"gvisor.dev/gvisor/pkg/tcpip/network/arp"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
)

const (
	nic = 1
	mtu = 1500
)

// A member is this machine as one of those on the Ethernet: IPv4 and TCP.
type member struct {
	stack   *stack.Stack
	address net.IP
}

// join attaches this machine; what is wrong with the arguments ends the process.
func join(e *segment, prefix, routes string) *member {
	ip, subnet, err := net.ParseCIDR(prefix)
	if err != nil {
		log.Fatal(err)
	}
	mac := tcpip.LinkAddress([]byte{0x52, 0x54, 0, 0, 0, ip.To4()[3]})
	wire := channel.New(queueLength, mtu, mac)
	m := &member{address: ip, stack: stack.New(stack.Options{
		NetworkProtocols:   []stack.NetworkProtocolFactory{ipv4.NewProtocol, arp.NewProtocol},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol, icmp.NewProtocol4},
	})}
	must(m.stack.CreateNIC(nic, ethernet.New(wire)))
	length, _ := subnet.Mask.Size()
	own := tcpip.AddressWithPrefix{Address: tcpip.AddrFromSlice(ip.To4()), PrefixLen: length}
	must(m.stack.AddProtocolAddress(nic, tcpip.ProtocolAddress{Protocol: ipv4.ProtocolNumber, AddressWithPrefix: own},
		stack.AddressProperties{}))
	table := []tcpip.Route{{Destination: own.Subnet(), NIC: nic}}
	for _, route := range strings.FieldsFunc(routes, func(r rune) bool { return r == ',' }) {
		to, via, _ := strings.Cut(route, "=")
		_, network, err := net.ParseCIDR(to)
		gateway := net.ParseIP(via).To4()
		if err != nil || gateway == nil {
			log.Fatalf("route %s: not CIDR=ADDRESS", route)
		}
		destination, _ := tcpip.NewSubnet(tcpip.AddrFromSlice(network.IP.To4()), tcpip.MaskFromBytes(network.Mask))
		table = append(table, tcpip.Route{Destination: destination, Gateway: tcpip.AddrFromSlice(gateway), NIC: nic})
	}
	m.stack.SetRouteTable(table)

	p := e.attach(func(frame []byte) error {
		packet := stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: buffer.MakeWithData(frame)})
		wire.InjectInbound(header.Ethernet(frame).Type(), packet)
		packet.DecRef()
		return nil
	})
	go func() {
		for packet := wire.ReadContext(context.Background()); packet != nil; packet = wire.ReadContext(context.Background()) {
			frame := append([]byte(nil), packet.ToView().AsSlice()...)
			packet.DecRef()
			e.receive(p, frame)
		}
	}()
	return m
}

func must(err tcpip.Error) {
	if err != nil {
		log.Fatal(err)
	}
}

// forward passes connections to this member's port on to the same port of 127.0.0.1.
func (m *member) forward(port uint16) {
	l, err := gonet.ListenTCP(m.stack, tcpip.FullAddress{NIC: nic, Port: port}, ipv4.ProtocolNumber)
	if err != nil {
		log.Fatal(err)
	}
	for {
		c, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			inside, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
			if err != nil {
				c.Close() // as a machine without such a server
				return
			}
			splice(c, inside)
		}()
	}
}

// proxy opens connections to other members, for whom HTTP CONNECT asks (an egress selector of kube-apiserver).
func (m *member) proxy(l net.Listener) {
	log.Fatal(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "CONNECT only", http.StatusMethodNotAllowed)
			return
		}
		outside, err := m.dial(r.Context(), r.Host)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		inside, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			outside.Close()
			return
		}
		io.WriteString(inside, "HTTP/1.1 200 OK\r\n\r\n")
		splice(inside, outside)
	})))
}

func (m *member) dial(ctx context.Context, to string) (net.Conn, error) {
	address, err := net.ResolveTCPAddr("tcp4", to)
	if err != nil {
		return nil, err
	}
	if address.IP.Equal(m.address) {
		return net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(address.Port)))
	}
	ctx, end := context.WithTimeout(ctx, 10*time.Second)
	defer end()
	return gonet.DialContextTCP(ctx, m.stack, tcpip.FullAddress{
		NIC: nic, Addr: tcpip.AddrFromSlice(address.IP.To4()), Port: uint16(address.Port)}, ipv4.ProtocolNumber)
}

// splice copies both ways until both have ended, and closes both.
func splice(a, b net.Conn) {
	done := make(chan struct{}, 2)
	copyOne := func(to, from net.Conn) {
		io.Copy(to, from)
		if half, can := to.(interface{ CloseWrite() error }); can {
			half.CloseWrite()
		}
		done <- struct{}{}
	}
	go copyOne(a, b)
	go copyOne(b, a)
	<-done
	<-done
	a.Close()
	b.Close()
}
