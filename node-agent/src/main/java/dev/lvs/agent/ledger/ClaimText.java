package dev.lvs.agent.ledger;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
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
import dev.lvs.agent.object.Claim.Route;
import dev.lvs.agent.object.Claim.Service;
import dev.lvs.agent.object.Claim.Sysctl;
import dev.lvs.agent.object.Claim.Table;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * Text format of claims, readable in the ledger.
 *
 * <pre>
 * service TCP 192.0.2.10 80
 * service FWM IPV6 7
 * destination TCP 192.0.2.10 80 198.51.100.21 8080
 * tunnel lvsi-c6336415 IPIP 198.51.100.21
 * tunnel lvsgc-c6336415 GRE 198.51.100.21 csum
 * dummy lvs-bgp
 * gue IPV4 6080
 * route 198.51.100.21
 * vip 192.0.2.10 eth0
 * table inet lvs-operator
 * sysctl net/ipv4/conf/eth0/arp_ignore 0 -> 1
 * timeout TCP_FIN 120 -> 60
 * daemon MASTER eth1 1 224.0.0.81 8848 1 1472
 * interface eth0 2
 * </pre>
 */
public final class ClaimText {
  private static final String MARK = "FWM";
  private static final String CHECKSUM = "csum";
  private static final String ANY = "-";

  /** Between the value from before our time and ours. */
  private static final String SET = " -> ";

  private static final String TABLE = "table inet " + PacketRules.TABLE;

  private ClaimText() {}

  public static String print(Claim claim) {
    StringBuilder text = new StringBuilder();
    print(claim, text);
    return text.toString();
  }

  /** Appends the same to a text. */
  public static void print(Claim claim, StringBuilder to) {
    switch (claim) {
      case Service(var key) -> print(key, to.append("service "));
      case Destination(var service, var key) -> {
        print(service, to.append("destination "));
        key.address().appendTo(to.append(' '));
        to.append(' ').append(key.port());
      }
      case Device(TunnelDevice(var name, var kind, var local, var checksum)) -> {
        to.append("tunnel ").append(name).append(' ').append(kind).append(' ').append(local);
        to.append(checksum ? " " + CHECKSUM : "");
      }
      case Device(DummyDevice(var name)) -> to.append("dummy ").append(name);
      case Device(GuePort(var family, var port)) ->
          to.append("gue ").append(family).append(' ').append(port);
      case Route(var host) -> to.append("route ").append(host);
      case Table() -> to.append(TABLE);
      case Address(var vip) ->
          to.append("vip ").append(vip.address()).append(' ').append(vip.device());
      case Sysctl(var path, var before, var set) ->
          to.append("sysctl ").append(path).append(' ').append(before).append(SET).append(set);
      case OfTimeout(var timeout, var before, var set) ->
          to.append("timeout ").append(timeout).append(' ').append(before).append(SET).append(set);
      case Daemon(var daemon) -> to.append("daemon ").append(print(daemon));
      case Interface(var name, var index) ->
          to.append("interface ").append(name).append(' ').append(index);
    }
  }

  /**
   * Reads what {@link #print} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Claim parse(String text) {
    if (text.equals(TABLE)) {
      return new Table();
    }
    String[] words = text.split(" ", -1);
    return switch (words[0] + words.length) {
      case "service4" -> new Service(service(words));
      case "destination6" ->
          new Destination(
              service(words),
              new DestinationKey(IpAddress.parse(words[4]), Integer.parseInt(words[5])));
      case "tunnel4" -> tunnel(words, false);
      case "tunnel5" -> tunnel(words, checksum(words[4]));
      case "dummy2" -> new Device(new DummyDevice(words[1]));
      case "gue3" ->
          new Device(new GuePort(AddressFamily.valueOf(words[1]), Integer.parseInt(words[2])));
      case "route2" -> new Route(IpAddress.parse(words[1]));
      case "vip3" -> new Address(new Vip(IpAddress.parse(words[1]), words[2]));
      case "timeout5" -> timeout(words);
      case "interface3" -> new Interface(words[1], Integer.parseInt(words[2]));
      case "daemon8" -> new Daemon(daemon(words));
      default -> sysctl(text);
    };
  }

  private static Claim tunnel(String[] words, boolean checksum) {
    return new Device(
        new TunnelDevice(
            words[1], TunnelKind.valueOf(words[2]), IpAddress.parse(words[3]), checksum));
  }

  private static boolean checksum(String word) {
    if (!word.equals(CHECKSUM)) {
      throw new IllegalArgumentException("'" + word + "' is not " + CHECKSUM);
    }
    return true;
  }

  private static void print(ServiceKey key, StringBuilder to) {
    switch (key) {
      case AddressKey(var protocol, var address, var port) -> {
        address.appendTo(to.append(protocol).append(' '));
        to.append(' ').append(port);
      }
      case MarkKey(var family, var mark) ->
          to.append(MARK).append(' ').append(family).append(' ').append(mark);
    }
  }

  private static String print(SyncDaemon daemon) {
    return String.join(
        " ",
        daemon.state().name(),
        daemon.device(),
        String.valueOf(daemon.syncId()),
        daemon.group().map(IpAddress::toString).orElse(ANY),
        String.valueOf(daemon.port()),
        String.valueOf(daemon.ttl()),
        String.valueOf(daemon.maxLength()));
  }

  private static SyncDaemon daemon(String[] words) {
    return new SyncDaemon(
        SyncDaemon.State.valueOf(words[1]),
        words[2],
        Integer.parseInt(words[3]),
        Optional.of(words[4]).filter(group -> !group.equals(ANY)).map(IpAddress::parse),
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]),
        Integer.parseInt(words[7]));
  }

  private static ServiceKey service(String[] words) {
    if (words[1].equals(MARK)) {
      return new MarkKey(AddressFamily.valueOf(words[2]), Long.parseLong(words[3]));
    }
    return new AddressKey(
        protocol(words[1]), IpAddress.parse(words[2]), Integer.parseInt(words[3]));
  }

  private static Protocol protocol(String word) {
    return switch (word) {
      case "TCP" -> Protocol.TCP;
      case "UDP" -> Protocol.UDP;
      case "SCTP" -> Protocol.SCTP;
      default -> Protocol.of(Integer.parseInt(word));
    };
  }

  private static OfTimeout timeout(String[] words) {
    if (!words[3].equals(SET.strip())) {
      throw new IllegalArgumentException("'" + words[3] + "' is not" + SET);
    }
    return new OfTimeout(
        Timeout.valueOf(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[4]));
  }

  /** A value may hold spaces: {@code net/ipv4/vs/sync_threshold} is two numbers. */
  private static Sysctl sysctl(String text) {
    String[] words = text.split(" ", 3);
    int set = words.length == 3 ? words[2].indexOf(SET) : -1;
    if (set < 0 || !words[0].equals("sysctl")) {
      throw new IllegalArgumentException("'" + text + "' is not a claim");
    }
    return new Sysctl(words[1], words[2].substring(0, set), words[2].substring(set + SET.length()));
  }
}
