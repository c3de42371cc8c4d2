package dev.lvs.tool.saved;

import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Resolves names of hosts and services by /etc/hosts and /etc/services. DNS is never asked: the
 * meaning of a saved table must not depend on which server answers today.
 */
public final class NameFiles {
  /** No names at all: numbers only. */
  public static final NameFiles NONE = of("", "");

  private final Map<String, List<IpAddress>> hosts;
  private final Map<String, Integer> ports;

  private NameFiles(Map<String, List<IpAddress>> hosts, Map<String, Integer> ports) {
    this.hosts = hosts;
    this.ports = ports;
  }

  /**
   * From the text of both files; a line that is not as it should be says nothing.
   *
   * @param hosts lines {@code ADDRESS NAME...}
   * @param services lines {@code NAME PORT/PROTOCOL ALIAS...}
   */
  public static NameFiles of(String hosts, String services) {
    Map<String, List<IpAddress>> addresses = new HashMap<>();
    for (String[] line : lines(hosts)) {
      // none where it has a zone, or a typing error
      Optional<IpAddress> address = IpAddress.read(line[0]);
      for (int i = 1; i < line.length && address.isPresent(); i++) {
        addresses
            .computeIfAbsent(line[i].toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(address.get());
      }
    }
    Map<String, Integer> ports = new HashMap<>();
    for (String[] line : lines(services)) {
      String[] number = line[1].split("/", 2);
      if (number.length == 2 && number[0].matches("[0-9]{1,5}")) {
        for (int i = 0; i < line.length; i++) {
          if (i != 1) {
            ports.putIfAbsent(line[i] + "/" + number[1], Integer.parseInt(number[0]));
          }
        }
      }
    }
    return new NameFiles(addresses, ports);
  }

  /** The first address of a host in one family. */
  public Optional<IpAddress> host(String name, AddressFamily family) {
    return hosts.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(address -> address.family() == family)
        .findFirst();
  }

  /** The port of a service. */
  public OptionalInt port(String name, Protocol protocol) {
    Integer port = ports.get(name + "/" + protocol.toString().toLowerCase(Locale.ROOT));
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static List<String[]> lines(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+", -1))
        .filter(words -> words.length >= 2)
        .toList();
  }
}
