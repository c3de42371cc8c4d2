package dev.lvs.tool.convert.ldirectord;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services that ldirectord knows, by the ports that it gives them ({@code ld_port_to_service}). */
final class Services {
  static final String NONE = "none";

  private static final Map<String, Integer> PORTS =
      Map.ofEntries(
          Map.entry("ftp", 21),
          Map.entry("smtp", 25),
          Map.entry("dns", 53),
          Map.entry("http", 80),
          Map.entry("pop", 110),
          Map.entry("nntp", 119),
          Map.entry("imap", 143),
          Map.entry("ldap", 389),
          Map.entry("https", 443),
          Map.entry("submission", 587),
          Map.entry("ldaps", 636),
          Map.entry("imaps", 993),
          Map.entry("pops", 995),
          Map.entry("oracle", 1521),
          Map.entry("radius", 1812),
          Map.entry("http_proxy", 3128),
          Map.entry("mysql", 3306),
          Map.entry("sip", 5060),
          Map.entry("pgsql", 5432));

  private Services() {}

  /** The service of a port, where nothing is said. */
  static String of(int port) {
    return PORTS.entrySet().stream()
        .filter(entry -> entry.getValue() == port)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(NONE);
  }

  /** The port of a service, for real servers without one. */
  static Optional<Integer> port(String service) {
    return Optional.ofNullable(PORTS.get(service));
  }

  /** Returns whether ldirectord has it; some that are patched have more. */
  static boolean isKnown(String service) {
    return PORTS.containsKey(service) || List.of(NONE, "simpletcp").contains(service);
  }

  /** Those whose check is over after checktimeout, like a connection, not negotiatetimeout. */
  static boolean isQuick(String service) {
    return List.of("ldap", "ldaps", "radius").contains(service);
  }
}
