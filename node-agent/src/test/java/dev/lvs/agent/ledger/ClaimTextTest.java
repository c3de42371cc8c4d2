package dev.lvs.agent.ledger;

import static dev.lvs.agent.kernel.Samples.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.Claim.Address;
import dev.lvs.agent.object.Claim.Daemon;
import dev.lvs.agent.object.Claim.Destination;
import dev.lvs.agent.object.Claim.Device;
import dev.lvs.agent.object.Claim.Interface;
import dev.lvs.agent.object.Claim.OfTimeout;
import dev.lvs.agent.object.Claim.Service;
import dev.lvs.agent.object.Claim.Sysctl;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTextTest {
  private static final ServiceKey WEB = new AddressKey(Protocol.TCP, ip("192.0.2.10"), 80);
  private static final ServiceKey ICMP = new AddressKey(new Protocol(1), ip("2001:db8::10"), 0);
  private static final ServiceKey MARKED = new MarkKey(AddressFamily.IPV6, 4294967295L);

  static Stream<Map.Entry<Claim, String>> claims() {
    return Stream.of(
        claim(new OfTimeout(Timeout.TCP_FIN, 120, 60), "timeout TCP_FIN 120 -> 60"),
        claim(new Service(WEB), "service TCP 192.0.2.10 80"),
        claim(new Service(ICMP), "service 1 2001:db8::10 0"),
        claim(new Service(MARKED), "service FWM IPV6 4294967295"),
        claim(
            new Destination(WEB, new DestinationKey(ip("198.51.100.21"), 8080)),
            "destination TCP 192.0.2.10 80 198.51.100.21 8080"),
        claim(
            new Destination(MARKED, new DestinationKey(ip("2001:db8::21"), 0)),
            "destination FWM IPV6 4294967295 2001:db8::21 0"),
        claim(
            new Device(new TunnelDevice("lvsi-c6336415", TunnelKind.IPIP, ip("198.51.100.21"))),
            "tunnel lvsi-c6336415 IPIP 198.51.100.21"),
        claim(
            new Device(new TunnelDevice("lvshc-0", TunnelKind.IP6GRE, ip("2001:db8::21"), true)),
            "tunnel lvshc-0 IP6GRE 2001:db8::21 csum"),
        claim(new Device(new GuePort(AddressFamily.IPV6, 6080)), "gue IPV6 6080"),
        claim(new Device(DummyDevice.BGP), "dummy lvs-bgp"),
        claim(new Interface("eth0.100@x", 12), "interface eth0.100@x 12"),
        claim(
            new Address(new Vip(ip("2001:db8::10"), "eth0.100@x")), "vip 2001:db8::10 eth0.100@x"),
        claim(
            new Sysctl("net/ipv4/vs/sync_threshold", "3 50", "0 1"),
            "sysctl net/ipv4/vs/sync_threshold 3 50 -> 0 1"),
        claim(
            new Sysctl("net/ipv4/conf/lvsi-c6336415/rp_filter", "", "0"),
            "sysctl net/ipv4/conf/lvsi-c6336415/rp_filter  -> 0"));
  }

  private static Map.Entry<Claim, String> claim(Claim claim, String text) {
    return Map.entry(claim, text);
  }

  static Stream<Map.Entry<Claim, String>> daemons() {
    return Map.<Claim, String>of(
        new Daemon(
                new SyncDaemon(
                    State.MASTER, "eth1", 1, Optional.of(ip("ff02::81")), 8848, 1, 1452)),
            "daemon MASTER eth1 1 ff02::81 8848 1 1452",
        new Daemon(new SyncDaemon(State.BACKUP, "eth1", 0, Optional.empty(), 0, 0, 0)),
            "daemon BACKUP eth1 0 - 0 0 0")
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource({"claims", "daemons"})
  void readsAsItIsWritten(Map.Entry<Claim, String> claim) {
    String text = ClaimText.print(claim.getKey());

    assertThat(text).isEqualTo(claim.getValue());
    assertThat(ClaimText.parse(text)).isEqualTo(claim.getKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "service",
        "service TCP 192.0.2.10",
        "service TCP 192.0.2.10 80 81",
        "service TCP localhost 80",
        "service TCP 192.0.2.10 65536",
        "service FWM IPV5 1",
        "service FWM IPV4 0",
        "destination 198.51.100.21 8080",
        "tunnel lvs0 VXLAN 198.51.100.21",
        "tunnel lvs0 GRE 198.51.100.21 remcsum",
        "tunnel lvs0 SIT 2001:db8::21",
        "gue IPV4 0",
        "gue 6080",
        "dummy",
        "vip 192.0.2.10",
        "sysctl net/ipv4/ip_forward",
        "timeout TCP",
        "timeout SCTP 5",
        "daemon MASTER eth1 1",
        "daemon SLAVE eth1 1 224.0.0.81 8848 1 1472",
        "weight 5"
      })
  void refusesWhatIsNoClaim(String text) {
    assertThatThrownBy(() -> ClaimText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
