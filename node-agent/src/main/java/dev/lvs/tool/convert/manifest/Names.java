package dev.lvs.tool.convert.manifest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes names of resources: those that Kubernetes takes, each only once. */
final class Names {
  /** As long as the value of a label may be, since RealServers are chosen by it. */
  private static final int LONGEST = 63;

  private final String prefix;
  private final Set<String> given = new HashSet<>();

  /** The number of the last name that was made of another. */
  private final Map<String, Integer> next = new HashMap<>();

  Names(String prefix) {
    this.prefix = prefix;
  }

  /** The name nearest to {@code wish} that is free, with the prefix. */
  String name(String wish) {
    String name = shortened(plain(prefix + wish), LONGEST);
    String free = name;
    while (!given.add(free)) {
      String suffix = "-" + next.merge(name, 1, Integer::sum);
      free = shortened(name, LONGEST - suffix.length()) + suffix;
    }
    next.putIfAbsent(name, 1);
    return free;
  }

  /** Lower-case letters, digits and single places between them. */
  static String plain(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-").replaceAll("^-+|-+$", "");
    return plain.isEmpty() ? "x" : plain;
  }

  private static String shortened(String name, int longest) {
    return name.length() <= longest ? name : name.substring(0, longest).replaceAll("-+$", "");
  }
}
