package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.tool.saved.Places.Place;
import java.util.List;

/**
 * Destination options of a line.
 *
 * @param notes sentences about options that are not taken literally
 */
record DestinationWords(
    ServiceKey service, DestinationKey key, DestinationSettings settings, List<String> notes) {
  /** Highest threshold that ipvsadm and the kernel take. */
  private static final long MAX_THRESHOLD = Integer.MAX_VALUE;

  static DestinationWords of(Words words, ServiceKey service, Places places)
      throws IllegalLineException {
    DestinationKey written = key(words, service, places);
    ForwardingMethod method = method(words);
    if (written.address().family() != service.family() && !(method instanceof Tunnel)) {
      throw new IllegalLineException(
          "A real server of another address family than the service is reached through tunnels"
              + " only: give -i.");
    }
    long upper = Numbers.of(words, Option.U_THRESHOLD, 0, MAX_THRESHOLD, 0);
    long lower = Numbers.of(words, Option.L_THRESHOLD, 0, MAX_THRESHOLD, 0);
    if (lower > upper) {
      throw new IllegalLineException(
          "The lower threshold -y " + lower + " is above the upper -x " + upper + ".");
    }
    int weight = (int) Numbers.of(words, Option.WEIGHT, 0, Integer.MAX_VALUE, 1);
    DestinationSettings settings = new DestinationSettings(method, weight, upper, lower);
    if (service instanceof AddressKey address
        && !(method instanceof Masquerade)
        && written.port() != address.port()) {
      // what ipvsadm does without a word
      String note =
          "Port "
              + written.port()
              + " of the real server is taken for "
              + address.port()
              + ", the service's: only -m translates ports.";
      DestinationKey key = new DestinationKey(written.address(), address.port());
      return new DestinationWords(service, key, settings, List.of(note));
    }
    return new DestinationWords(service, written, settings, List.of());
  }

  /** Returns which destination it is; without a port, that of the service. */
  static DestinationKey key(Words words, ServiceKey service, Places places)
      throws IllegalLineException {
    if (!words.has(Option.REAL_SERVER)) {
      throw new IllegalLineException("No real server is given: -r HOST[:PORT].");
    }
    Protocol protocol = service instanceof AddressKey key ? key.protocol() : Protocol.TCP;
    Place place =
        places.read(Option.REAL_SERVER, words.value(Option.REAL_SERVER).orElse(""), protocol);
    int port =
        switch (service) {
          case AddressKey address -> address.port();
          case MarkKey _ -> 0;
        };
    return new DestinationKey(place.address(), place.port().orElse(port));
  }

  private static ForwardingMethod method(Words words) throws IllegalLineException {
    List<Option> given = Rules.onlyOf(Rules.METHODS, words);
    if (given.equals(List.of(Option.IPIP))) {
      return tunnel(words);
    }
    for (Option option : words.given()) {
      if (option.toString().startsWith("--tun-")) {
        throw new IllegalLineException(option + " is for tunnels: give -i.");
      }
    }
    return given.equals(List.of(Option.MASQUERADING)) ? new Masquerade() : new DirectRouting();
  }

  private static Tunnel tunnel(Words words) throws IllegalLineException {
    String name = words.value(Option.TUN_TYPE).orElse("ipip");
    TunnelType type =
        switch (name) {
          case "ipip" -> TunnelType.IPIP;
          case "gue" -> TunnelType.GUE;
          case "gre" -> TunnelType.GRE;
          default ->
              throw new IllegalLineException(
                  "--tun-type takes ipip, gue or gre, not " + quoted(name) + ".");
        };
    boolean gue = type == TunnelType.GUE;
    if (gue != words.has(Option.TUN_PORT)) {
      throw new IllegalLineException(
          gue ? "--tun-type gue needs a --tun-port." : "--tun-port is for --tun-type gue only.");
    }
    int port = (int) Numbers.of(words, Option.TUN_PORT, 1, 0xffff, 0);
    List<Option> checksums = Rules.onlyOf(Rules.CHECKSUMS, words);
    for (Option option : checksums) {
      if (type == TunnelType.IPIP || (option == Option.TUN_REMCSUM && !gue)) {
        throw new IllegalLineException(option + " is not for --tun-type " + name + ".");
      }
    }
    return new Tunnel(type, port, checksums.isEmpty() ? TunnelChecksum.NONE : of(checksums));
  }

  private static TunnelChecksum of(List<Option> checksum) {
    return switch (checksum.getFirst()) {
      case TUN_CSUM -> TunnelChecksum.CSUM;
      case TUN_REMCSUM -> TunnelChecksum.REMCSUM;
      default -> TunnelChecksum.NONE;
    };
  }
}
