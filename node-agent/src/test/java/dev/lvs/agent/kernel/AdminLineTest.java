package dev.lvs.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.object.Change;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminLineTest {
  private static final TypedWords WEB = new TypedWords("-t 10.1.210.58:80 -s wrr");
  private static final TypedWords WEB_1 = new TypedWords("-t 10.1.210.58:80 -r 10.1.210.52:80 -g");
  private static final TypedWords MARK = new TypedWords("-f 4294967295 -6 -s rr");

  @Test
  void typesChangesOfVirtualServers() {
    var settings = WEB.serviceSettings(WEB.service().family());

    assertLine(new AddService(WEB.service(), settings), "ipvsadm -A -t 10.1.210.58:80 -s wrr");
    assertLine(new EditService(WEB.service(), settings), "ipvsadm -E -t 10.1.210.58:80 -s wrr");
    assertLine(new DeleteService(WEB.service()), "ipvsadm -D -t 10.1.210.58:80");
    assertLine(new DeleteService(MARK.service()), "ipvsadm -D -f 4294967295 -6");
  }

  @Test
  void typesChangesOfDestinations() {
    var settings = WEB_1.destinationSettings();

    assertLine(
        new AddDestination(WEB_1.service(), WEB_1.destination(), settings),
        "ipvsadm -a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 1");
    assertLine(
        new EditDestination(WEB_1.service(), WEB_1.destination(), settings),
        "ipvsadm -e -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 1");
    assertLine(
        new DeleteDestination(WEB_1.service(), WEB_1.destination()),
        "ipvsadm -d -t 10.1.210.58:80 -r 10.1.210.52:80");
  }

  @Test
  void typesThresholdsThoughIpvsadmSavesNone() {
    TypedWords words = new TypedWords("-t 192.0.2.10:80 -r 192.0.2.1:80 -m -w 1 -x 9 -y 5");

    assertLine(
        new AddDestination(words.service(), words.destination(), words.destinationSettings()),
        "ipvsadm -a -t 192.0.2.10:80 -r 192.0.2.1:80 -m -w 1 -x 9 -y 5");
  }

  @Test
  void typesTheWholeTableThatLowersSegmentSizes() {
    PacketRules rules =
        PacketRules.NONE.withSegmentSizes(
            Map.of(
                new VipPorts(IpAddress.parse("10.1.210.58"), Protocol.TCP, 0, 65535),
                1440,
                new VipPorts(IpAddress.parse("2001:db8::10"), Protocol.TCP, 0, 65535),
                1400));

    assertLine(
        new ReplaceTable(rules),
        "nft 'add table inet lvs-operator; delete table inet lvs-operator; table inet lvs-operator"
            + " { map segments4 { typeof ip saddr . meta l4proto . th sport : tcp option maxseg"
            + " size; flags interval; elements = { 10.1.210.58 . tcp . 0-65535 : 1440 }; }; map"
            + " segments6 { typeof ip6 saddr . meta l4proto . th sport : tcp option maxseg size;"
            + " flags interval; elements = { 2001:db8::10 . tcp . 0-65535 : 1400 }; }; chain"
            + " segments { type filter hook postrouting priority 101; tcp flags & syn == syn tcp"
            + " option maxseg size set ip saddr . meta l4proto . th sport map @segments4; tcp flags"
            + " & syn == syn tcp option maxseg size set ip6 saddr . meta l4proto . th sport map"
            + " @segments6; }; }'");
  }

  @Test
  void typesAddresses() {
    Vip four = new Vip(IpAddress.parse("10.1.210.58"), "eth0");
    Vip six = new Vip(IpAddress.parse("2001:db8::10"), "eth0");

    assertLine(new AddVip(four), "ip addr add 10.1.210.58/32 dev eth0");
    assertLine(new DeleteVip(four), "ip addr del 10.1.210.58/32 dev eth0");
    assertLine(new AddVip(six), "ip addr add 2001:db8::10/128 dev eth0 nodad preferred_lft 0");
    assertLine(
        new AddVip(new Vip(four.address(), "lvs-bgp")),
        "ip addr add 10.1.210.58/32 dev lvs-bgp valid_lft 10 preferred_lft 10");
    assertLine(
        new AddVip(new Vip(six.address(), "lvs-bgp")),
        "ip addr add 2001:db8::10/128 dev lvs-bgp nodad valid_lft 10 preferred_lft 0");
    assertLine(new DeleteVip(six), "ip addr del 2001:db8::10/128 dev eth0");
  }

  @Test
  void typesTunnelDevices() {
    TunnelDevice ipip = device(TunnelKind.IPIP, "198.51.100.21");

    assertLine(new AddDevice(ipip), "ip link add lvs0 up type ipip local 198.51.100.21 remote any");
    assertLine(new DeleteDevice(ipip), "ip link del lvs0");
    assertLine(
        new AddDevice(device(TunnelKind.IP6TNL, "2001:db8::21")),
        "ip link add lvs0 up type ip6tnl mode any local 2001:db8::21 remote ::");
    assertLine(
        new AddDevice(device(TunnelKind.GRE, "198.51.100.21")),
        "ip link add lvs0 up type gre local 198.51.100.21 remote any");
    assertLine(
        new AddDevice(device(TunnelKind.SIT, "198.51.100.21")),
        "ip link add lvs0 up type sit local 198.51.100.21 remote any");
    assertLine(
        new AddDevice(
            new TunnelDevice("lvs0", TunnelKind.IP6GRE, IpAddress.parse("2001:db8::21"), true)),
        "ip link add lvs0 up type ip6gre local 2001:db8::21 remote :: icsum");
  }

  @Test
  void typesPortsOfGue() {
    GuePort four = new GuePort(AddressFamily.IPV4, 6080);
    GuePort six = new GuePort(AddressFamily.IPV6, 6080);

    assertLine(new AddDevice(DummyDevice.BGP), "ip link add lvs-bgp up type dummy");
    assertLine(new DeleteDevice(DummyDevice.BGP), "ip link del lvs-bgp");
    assertLine(new AddDevice(four), "ip fou add port 6080 gue");
    assertLine(new AddDevice(six), "ip -6 fou add port 6080 gue");
    assertLine(new DeleteDevice(four), "ip fou del port 6080");
    assertLine(new DeleteDevice(six), "ip -6 fou del port 6080");
  }

  @Test
  void typesSysctls() {
    assertLine(
        new SetSysctl("net/ipv4/conf/eth0/arp_ignore", "1", "0"),
        "sysctl -w net.ipv4.conf.eth0.arp_ignore=1");
    assertLine(
        new RestoreSysctl("net/ipv4/conf/eth0.100/arp_ignore", "0"),
        "sysctl -w net.ipv4.conf.eth0/100.arp_ignore=0");
    assertLine(
        new SetSysctl("net/ipv4/vs/sync_threshold", "0 1", "3 50"),
        "sysctl -w 'net.ipv4.vs.sync_threshold=0 1'");
  }

  @Test
  void typesTimeouts() {
    assertLine(new SetTimeout(Timeout.TCP_FIN, 60, 120), "ipvsadm --set 0 60 0");
    assertLine(new RestoreTimeout(Timeout.UDP, 300), "ipvsadm --set 0 0 300");
  }

  @Test
  void typesSyncDaemons() {
    SyncDaemon whole =
        new SyncDaemon(
            State.MASTER, "eth1", 5, Optional.of(IpAddress.parse("224.0.0.82")), 8849, 4, 1400);
    SyncDaemon plain = new SyncDaemon(State.BACKUP, "eth1", 0, Optional.empty(), 0, 0, 0);

    assertLine(
        new StartDaemon(whole),
        "ipvsadm --start-daemon master --mcast-interface eth1 --syncid 5 --sync-maxlen 1400"
            + " --mcast-group 224.0.0.82 --mcast-port 8849 --mcast-ttl 4");
    assertLine(
        new StartDaemon(plain), "ipvsadm --start-daemon backup --mcast-interface eth1 --syncid 0");
    assertLine(new StopDaemon(whole), "ipvsadm --stop-daemon master");
  }

  @Test
  void deletesConnectionsAsConntrackDoes() {
    AddressKey dns = new AddressKey(Protocol.UDP, IpAddress.parse("192.0.2.10"), 53);
    DestinationKey server = new DestinationKey(IpAddress.parse("198.51.100.21"), 0);

    assertLine(
        new ForgetFlows(dns, new VipPorts(dns.address(), Protocol.UDP, 0, 65535), server),
        "conntrack -D -p udp --orig-dst 192.0.2.10 --reply-src 198.51.100.21");
    assertLine(
        new ForgetFlows(dns, new VipPorts(dns.address(), Protocol.UDP, 50, 60), server),
        "for port in $(seq 50 60); do conntrack -D -p udp --orig-dst 192.0.2.10 --orig-port-dst"
            + " $port --reply-src 198.51.100.21; done");
  }

  @Test
  void announcesVipsAsArpingAndNdsendDo() {
    assertLine(
        new AnnounceVip(new Vip(IpAddress.parse("192.0.2.10"), "eth0")),
        "arping -U -c 1 -I eth0 192.0.2.10");
    assertLine(
        new AnnounceVip(new Vip(IpAddress.parse("2001:db8::10"), "eth0")),
        "ndsend 2001:db8::10 eth0");
  }

  private static TunnelDevice device(TunnelKind type, String local) {
    return new TunnelDevice("lvs0", type, IpAddress.parse(local));
  }

  private static void assertLine(Change change, String line) {
    assertThat(change.adminLine()).isEqualTo(line);
  }
}
