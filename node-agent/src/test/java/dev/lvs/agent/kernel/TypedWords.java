package dev.lvs.agent.kernel;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The options of one ipvsadm line. */
public final class TypedWords {
  private static final Set<String> WITHOUT_VALUE =
      Set.of(
          "-g", "-m", "-i", "-o", "-6", "--local", "--tun-nocsum", "--tun-csum", "--tun-remcsum");

  private final Map<String, String> options = new HashMap<>();

  public TypedWords(String line) {
    String[] words = line.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i++) {
      options.put(words[i], WITHOUT_VALUE.contains(words[i]) ? "" : words[++i]);
    }
  }

  public boolean isDestination() {
    return options.containsKey("-r");
  }

  public ServiceKey service() {
    if (options.containsKey("-f")) {
      AddressFamily family = options.containsKey("-6") ? AddressFamily.IPV6 : AddressFamily.IPV4;
      return new MarkKey(family, Long.parseLong(value("-f")));
    }
    for (var protocol :
        Map.of("-t", Protocol.TCP, "-u", Protocol.UDP, "--sctp-service", Protocol.SCTP)
            .entrySet()) {
      if (options.containsKey(protocol.getKey())) {
        DestinationKey ends = hostAndPort(value(protocol.getKey()));
        return new AddressKey(protocol.getValue(), ends.address(), ends.port());
      }
    }
    throw new IllegalArgumentException("no service in " + options);
  }

  public DestinationKey destination() {
    return hostAndPort(value("-r"));
  }

  public ServiceSettings serviceSettings(AddressFamily family) {
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    for (String flag : options.getOrDefault("-b", "").split(",", -1)) {
      switch (flag) {
        case "sh-fallback", "mh-fallback", "flag-1" -> flags.add(ServiceFlag.SCHED_1);
        case "sh-port", "mh-port", "flag-2" -> flags.add(ServiceFlag.SCHED_2);
        case "flag-3" -> flags.add(ServiceFlag.SCHED_3);
        default -> {}
      }
    }
    if (options.containsKey("-p")) {
      flags.add(ServiceFlag.PERSISTENT);
    }
    if (options.containsKey("-o")) {
      flags.add(ServiceFlag.ONE_PACKET);
    }
    int netmask =
        switch (family) {
          case IPV4 -> (int) IpAddress.parse(options.getOrDefault("-M", "255.255.255.255")).low();
          case IPV6 -> Integer.parseInt(options.getOrDefault("-M", "128"));
        };
    return new ServiceSettings(
        value("-s"),
        flags,
        Integer.parseInt(options.getOrDefault("-p", "0")),
        netmask,
        options.getOrDefault("--pe", ""));
  }

  public DestinationSettings destinationSettings() {
    return new DestinationSettings(
        method(),
        Integer.parseInt(options.getOrDefault("-w", "1")),
        Long.parseLong(options.getOrDefault("-x", "0")),
        Long.parseLong(options.getOrDefault("-y", "0")));
  }

  private ForwardingMethod method() {
    if (options.containsKey("-m")) {
      return new ForwardingMethod.Masquerade();
    }
    if (options.containsKey("-g")) {
      return new ForwardingMethod.DirectRouting();
    }
    if (options.containsKey("--local")) {
      return new ForwardingMethod.Local();
    }
    TunnelChecksum checksum =
        options.containsKey("--tun-csum")
            ? TunnelChecksum.CSUM
            : options.containsKey("--tun-remcsum") ? TunnelChecksum.REMCSUM : TunnelChecksum.NONE;
    return new ForwardingMethod.Tunnel(
        TunnelType.valueOf(options.getOrDefault("--tun-type", "ipip").toUpperCase(Locale.ROOT)),
        Integer.parseInt(options.getOrDefault("--tun-port", "0")),
        checksum);
  }

  private String value(String option) {
    return requireNonNull(options.get(option), () -> option + " is missing in " + options);
  }

  private static DestinationKey hostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new DestinationKey(IpAddress.parse(host), Integer.parseInt(text.substring(colon + 1)));
  }
}
